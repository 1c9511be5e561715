const REFERENCE = /\$(?:\$|\{(?<braced>[\p{L}\p{Nd}_]+)\}|(?<bare>[\p{L}\p{Nd}_]+))?/gu;

/**
 * Expands a replacement as Go's Regexp.Expand: `$1`, `$name`, `${1}`, `$$`. The longest name counts (`$1x` is the
 * group named 1x), and a `$` that starts no reference stays.
 */
export function expandTemplate(template: string, group: (reference: number | string) => string): string {
  return template.replace(REFERENCE, (whole, braced?: string, bare?: string) => {
    if (whole === '$$') return '$';
    const name = braced ?? bare;
    if (name === undefined) return whole;
    return group(/^\d+$/.test(name) ? Number(name) : name);
  });
}
