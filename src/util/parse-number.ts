/** A number as PromQL and YAML write them, or undefined. */
export function parseNumber(text: string): number | undefined {
  const special = /^([-+]?)\.?(inf|nan)$/i.exec(text);
  if (special !== null) {
    if (special[2]?.toLowerCase() === 'nan') return Number.NaN;
    return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  if (!/^[-+]?(\d[\d_]*(?:\.\d*)?|\.\d+)(e[-+]?\d+)?$|^0x[0-9a-f]+$/i.test(text)) return undefined;
  return Number(text.replaceAll('_', ''));
}
