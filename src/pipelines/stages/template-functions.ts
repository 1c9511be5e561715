import { createHash } from 'node:crypto';
import { LINE_FUNCTIONS } from '../../logql/eval/index.ts';
import { compileRegexp } from '../../template/go/regexp.ts';
import type { FunctionSet, TemplateFunction } from '../../template/functions.ts';
import { ANY, ANY_LIST, STRING } from '../../template/value/types.ts';
import type { GoType } from '../../template/value/types.ts';
import { bool, isTrue, list, string, unboxed } from '../../template/value/value.ts';
import type { Value } from '../../template/value/value.ts';
import { goQuote } from '../../go/strings/quote.ts';
import { formatGoFloat } from '../../go/numbers/format-float.ts';

type Invoke = (args: readonly Value[]) => Value;

function entry(
  name: string,
  usage: string,
  summary: string,
  params: readonly GoType[],
  invoke: Invoke,
): TemplateFunction {
  const variadic = usage.endsWith('...');
  return { name, origin: 'prometheus', usage, summary, params, variadic, invoke };
}

/** A value as sprig's strval prints it. */
function textAt(args: readonly Value[], index: number): string {
  const value = unboxed(args[index] ?? { kind: 'invalid' });
  switch (value.kind) {
    case 'string':
      return value.value;
    case 'int':
    case 'uint':
      return value.value.toString();
    case 'float':
      return formatGoFloat(value.value, 'g');
    case 'bool':
      return String(value.value);
    default:
      return '';
  }
}

const itemsAt = (args: readonly Value[], index: number): readonly Value[] => {
  const value = unboxed(args[index] ?? { kind: 'invalid' });
  return value.kind === 'slice' ? value.items : [];
};

const empty = (value: Value | undefined): boolean => value === undefined || !isTrue(unboxed(value));

const hash = (algorithm: string, text: string): Value =>
  string(createHash(algorithm).update(text).digest('hex'));

const at = (args: readonly Value[], index: number): Value => args[index] ?? { kind: 'invalid' };

const squoted = (args: readonly Value[]): string => args.map((_, i) => `'${textAt(args, i)}'`).join(' ');

/** What Promtail and Alloy add to the functions of LogQL's templates: their own two hashes, and more of sprig. */
const OWN: readonly TemplateFunction[] = [
  entry('Hash', 'salt text', 'SHA3-256 of the salt and the text.', [STRING, STRING], (args) =>
    hash('sha3-256', textAt(args, 0) + textAt(args, 1)),
  ),
  entry('Sha2Hash', 'salt text', 'SHA-256 of the salt and the text.', [STRING, STRING], (args) =>
    hash('sha256', textAt(args, 0) + textAt(args, 1)),
  ),
  entry('sha256sum', 'text', 'SHA-256 of the text.', [STRING], (args) => hash('sha256', textAt(args, 0))),
  entry('sha1sum', 'text', 'SHA-1 of the text.', [STRING], (args) => hash('sha1', textAt(args, 0))),
  entry('default', 'fallback value', 'The value, or the fallback where it is empty.', [ANY, ANY], (args) =>
    empty(args[1]) ? at(args, 0) : at(args, 1),
  ),
  entry('empty', 'value', 'Whether the value is empty.', [ANY], (args) => bool(empty(args[0]))),
  entry('coalesce', 'values ...', 'The first value that is not empty.', [ANY], (args) =>
    at([args.find((arg) => !empty(arg)) ?? { kind: 'invalid' }], 0),
  ),
  entry('ternary', 'yes no test', 'One of two values.', [ANY, ANY, ANY], (args) =>
    empty(args[2]) ? at(args, 1) : at(args, 0),
  ),
  entry('quote', 'values ...', 'Each value in double quotes.', [ANY], (args) =>
    string(args.map((_, i) => goQuote(textAt(args, i))).join(' ')),
  ),
  entry('squote', 'values ...', 'Each value in single quotes.', [ANY], (args) => string(squoted(args))),
  entry('cat', 'values ...', 'The values with blanks between.', [ANY], (args) =>
    string(args.map((_, i) => textAt(args, i)).join(' ')),
  ),
  entry('nospace', 'text', 'The text without blanks.', [STRING], (args) =>
    string(textAt(args, 0).replace(/\s/gu, '')),
  ),
  entry('toString', 'value', 'The value as text.', [ANY], (args) => string(textAt(args, 0))),
  entry('list', 'values ...', 'A list.', [ANY], (args) => list(args, ANY_LIST)),
  entry('first', 'list', 'The first of a list.', [ANY], (args) => at(itemsAt(args, 0), 0)),
  entry('last', 'list', 'The last of a list.', [ANY], (args) => at(itemsAt(args, 0).slice(-1), 0)),
  entry('join', 'separator list', 'The list as one text.', [STRING, ANY], (args) => {
    const items = itemsAt(args, 1);
    return string(items.map((_, i) => textAt(items, i)).join(textAt(args, 0)));
  }),
  entry('splitList', 'separator text', 'The parts of a text.', [STRING, STRING], (args) =>
    list(
      textAt(args, 1)
        .split(textAt(args, 0))
        .map((part) => string(part)),
      ANY_LIST,
    ),
  ),
  entry('regexMatch', 'regexp text', 'Whether the text matches.', [STRING, STRING], (args) =>
    bool(compileRegexp(textAt(args, 0)).matcher(textAt(args, 1)).find()),
  ),
  entry('regexFind', 'regexp text', 'The first match.', [STRING, STRING], (args) => {
    const matcher = compileRegexp(textAt(args, 0)).matcher(textAt(args, 1));
    return string(matcher.find() ? (matcher.group() ?? '') : '');
  }),
];

export const STAGE_FUNCTIONS: FunctionSet = new Map([
  ...LINE_FUNCTIONS,
  ...OWN.map((one) => [one.name, one] as const),
]);
