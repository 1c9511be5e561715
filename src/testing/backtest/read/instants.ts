/** Numbers above this are milliseconds, below seconds: 1973 and the year 5138. */
const MILLISECONDS_ABOVE = 1e11;

/** Milliseconds since 1970 of a text: a number of seconds or milliseconds, or RFC 3339. */
export function instantOf(text: string): number | undefined {
  if (/^-?\d+(?:\.\d+)?$/.test(text)) {
    const number = Number(text);
    return Math.abs(number) > MILLISECONDS_ABOVE ? number : Math.round(number * 1000);
  }
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return undefined;
  const ms = Date.parse(/(?:[zZ]|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}
