import { formatGoFloat } from '../../go/numbers/format-float.ts';
import { RFC3339_NANO, formatTime } from '../../go/time/layout.ts';
import { GoFailure } from '../value/callable.ts';
import { sortedEntries } from '../value/value.ts';
import type { StructValue, Value } from '../value/value.ts';

/** Go's json.Marshal of a value: keys sorted, HTML characters escaped. */
export function toJson(value: Value): string {
  switch (value.kind) {
    case 'invalid':
      return 'null';
    case 'bool':
      return String(value.value);
    case 'int':
    case 'uint':
      return String(value.value);
    case 'float':
      return floatJson(value.value);
    case 'complex':
      throw new GoFailure('json: unsupported type: complex128');
    case 'string':
      return quoteJson(value.value);
    case 'map':
      if (value.nil === true) return 'null';
      return `{${sortedEntries(value)
        .map(([key, item]) => `${quoteJson(key)}:${toJson(item)}`)
        .join(',')}}`;
    case 'slice':
      return value.nil === true ? 'null' : `[${value.items.map(toJson).join(',')}]`;
    case 'struct':
      return structJson(value);
    case 'pointer':
      return value.target === undefined ? 'null' : toJson(value.target);
    case 'interface':
      return value.content === undefined ? 'null' : toJson(value.content);
  }
}

function structJson(value: StructValue): string {
  if (value.time !== undefined) return quoteJson(formatTime(value.time, RFC3339_NANO));
  const keys = new Map((value.type.fields ?? []).map((field) => [field.name, field.json ?? field.name]));
  const parts = [...value.fields].map(
    ([name, field]) => `${quoteJson(keys.get(name) ?? name)}:${toJson(field)}`,
  );
  return `{${parts.join(',')}}`;
}

/** A text as Go writes it in JSON: HTML characters escaped. */
export function quoteJson(text: string): string {
  return JSON.stringify(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[<>&\u2028\u2029\u007f]/g,
    (character) =>
      character === '\u007f' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Like JavaScript's numbers: exponents from 1e21 and below 1e-6, two digits there cut to one. */
function floatJson(value: number): string {
  if (!Number.isFinite(value)) {
    throw new GoFailure(`json: unsupported value: ${formatGoFloat(value, 'g')}`);
  }
  const magnitude = Math.abs(value);
  const scientific = magnitude !== 0 && (magnitude < 1e-6 || magnitude >= 1e21);
  const text = formatGoFloat(value, scientific ? 'e' : 'f');
  return scientific ? text.replace(/e-0(\d)$/, 'e-$1') : text;
}
