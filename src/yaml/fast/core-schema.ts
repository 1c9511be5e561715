/** A scalar's value under the core schema of YAML 1.2. */
export type CoreValue = string | number | boolean | null;

const NULL = /^(?:~|[Nn]ull|NULL)?$/;
const BOOL = /^(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$/;
const INT = /^[-+]?[0-9]+$/;
const OCTAL = /^0o[0-7]+$/;
const HEX = /^0x[0-9a-fA-F]+$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+)$/;
const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/;

/** What the core schema makes of a plain scalar. */
export function coreValue(source: string): CoreValue {
  const first = source.charCodeAt(0);
  // Most values start with a letter that no word of the schema starts with.
  if (first > 0x3a && first !== 0x7e && !'nNtTfF'.includes(source[0]!)) return source;
  if (NULL.test(source)) return null;
  if (BOOL.test(source)) return first === 0x74 || first === 0x54;
  if (OCTAL.test(source)) return parseInt(source.slice(2), 8);
  if (INT.test(source)) return parseInt(source, 10);
  if (HEX.test(source)) return parseInt(source.slice(2), 16);
  if (FLOAT.test(source)) return parseFloat(source);
  if (NOT_FINITE.test(source)) return notFinite(source);
  return source;
}

function notFinite(source: string): number {
  if (/nan$/i.test(source)) return NaN;
  return source.startsWith('-') ? -Infinity : Infinity;
}
