import type { Range } from '../../source/range.ts';
import { goPow } from '../../go/math/pow.ts';
import { formatGoFloat } from '../../go/numbers/format-float.ts';
import type { ScalarSetting, Setting, SettingEntry } from '../setting.ts';
import type { AlloyExpr, Binary, Block, Call } from './ast.ts';
import { dottedName } from './ast.ts';

/** What expressions can refer to. */
export interface Scope {
  /** Variables of the environment that have a value. */
  readonly environment: ReadonlyMap<string, string>;
  /** The value of a name with dots; undefined: only the running Alloy knows it. */
  readonly lookUp: (name: string) => Setting | undefined;
}

/** The value of an expression, as far as it follows from the text. */
export function evaluate(expr: AlloyExpr, scope: Scope): Setting {
  const range = { start: expr.start, end: expr.end };
  switch (expr.kind) {
    case 'literal':
      return scalar(expr.value, range);
    case 'list':
      return { kind: 'list', items: expr.items.map((item) => evaluate(item, scope)), range };
    case 'object':
      return {
        kind: 'map',
        range,
        entries: expr.fields.map(({ name, nameRange, value }) => ({
          key: name,
          keyRange: nameRange,
          keyValue: name,
          value: evaluate(value, scope),
        })),
      };
    case 'identifier':
    case 'access':
      return accessed(expr, scope, range);
    case 'index':
      return indexed(evaluate(expr.value, scope), evaluate(expr.index, scope), range);
    case 'call':
      return called(expr, scope, range);
    case 'unary':
      return negated(evaluate(expr.value, scope), expr.op, range);
    case 'binary':
      return calculated(expr, scope, range);
  }
}

function scalar(value: ScalarSetting['value'], range: Range): ScalarSetting {
  const text = typeof value === 'number' ? formatGoFloat(value, 'f') : value === null ? '' : String(value);
  return { kind: 'scalar', value, text, range };
}

const open = (what: string, range: Range): Setting => ({ kind: 'open', what, range });

function accessed(
  expr: Extract<AlloyExpr, { kind: 'identifier' | 'access' }>,
  scope: Scope,
  range: Range,
): Setting {
  const name = dottedName(expr);
  if (name !== undefined) {
    const known = scope.lookUp(name);
    if (known !== undefined) return { ...known, range };
    if (expr.kind === 'identifier' || dottedName(expr.value) !== undefined) return open(name, range);
  }
  if (expr.kind === 'identifier') return open(expr.name, range);
  return indexed(evaluate(expr.value, scope), scalar(expr.name, range), range);
}

function indexed(value: Setting, index: Setting, range: Range): Setting {
  if (value.kind === 'open') return { ...value, range };
  if (index.kind !== 'scalar') return open('a calculated index', range);
  const found =
    value.kind === 'list'
      ? value.items[Number(index.text)]
      : value.kind === 'map'
        ? value.entries.find(({ key }) => key === index.text)?.value
        : undefined;
  return found ?? open('a part of a value', range);
}

function negated(value: Setting, op: string, range: Range): Setting {
  if (value.kind !== 'scalar') return open('a calculation', range);
  if (op === '!' && typeof value.value === 'boolean') return scalar(!value.value, range);
  if (op === '-' && typeof value.value === 'number') return scalar(-value.value, range);
  return open('a calculation', range);
}

type Calculation = (a: number, b: number) => number | boolean;

const NUMBERS: Readonly<Record<string, Calculation | undefined>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': goPow,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function calculated({ op, left, right }: Binary, scope: Scope, range: Range): Setting {
  const [a, b] = [evaluate(left, scope), evaluate(right, scope)];
  for (const side of [a, b]) if (side.kind === 'open') return { ...side, range };
  if (a.kind !== 'scalar' || b.kind !== 'scalar') return open('a calculation', range);
  if (op === '==') return scalar(a.value === b.value, range);
  if (op === '!=') return scalar(a.value !== b.value, range);
  if (op === '+' && typeof a.value === 'string' && typeof b.value === 'string')
    return scalar(a.value + b.value, range);
  if (typeof a.value === 'boolean' && typeof b.value === 'boolean') {
    if (op === '&&') return scalar(a.value && b.value, range);
    if (op === '||') return scalar(a.value || b.value, range);
  }
  const calculate = NUMBERS[op];
  if (calculate === undefined || typeof a.value !== 'number' || typeof b.value !== 'number')
    return open('a calculation', range);
  return scalar(calculate(a.value, b.value), range);
}

/** Functions of Alloy's standard library whose answer follows from their arguments (syntax/internal/stdlib). */
const TEXT_FUNCTIONS: Readonly<Record<string, ((...args: string[]) => string) | undefined>> = {
  to_lower: (text) => text.toLowerCase(),
  to_upper: (text) => text.toUpperCase(),
  trim_space: (text) => text.trim(),
  replace: (text, old, fresh) => text.replaceAll(old, () => fresh),
  trim_prefix: (text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : text),
  trim_suffix: (text, suffix) =>
    suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
};

function called({ callee, args }: Call, scope: Scope, range: Range): Setting {
  const name = dottedName(callee) ?? '';
  const values = args.map((arg) => evaluate(arg, scope));
  const [first, second] = values;
  if (name === 'sys.env' || name === 'env') {
    const variable = first?.kind === 'scalar' ? first.text : '';
    const value = scope.environment.get(variable);
    return value === undefined ? open(`the environment's ${variable}`, range) : scalar(value, range);
  }
  if (name === 'coalesce')
    return values.find((value) => value.kind !== 'scalar' || value.text !== '') ?? scalar(null, range);
  if (name === 'nonsensitive' || name === 'convert.nonsensitive') return first ?? open(name, range);
  if (name === 'concat' || name === 'array.concat') return concatenated(values, range);
  if ((name === 'join' || name === 'string.join') && first?.kind === 'list' && second?.kind === 'scalar')
    return joined(first.items, second.text, range);
  if ((name === 'format' || name === 'string.format') && first?.kind === 'scalar')
    return formatted(first.text, values.slice(1), range);
  return textAnswer(name, values, range);
}

function concatenated(values: readonly Setting[], range: Range): Setting {
  const unknown = values.find((value) => value.kind !== 'list');
  if (unknown !== undefined) return open(unknown.kind === 'open' ? unknown.what : 'a list', range);
  return {
    kind: 'list',
    range,
    items: values.flatMap((value) => (value.kind === 'list' ? value.items : [])),
  };
}

function joined(items: readonly Setting[], separator: string, range: Range): Setting {
  const unknown = items.find((item) => item.kind === 'open');
  if (unknown !== undefined) return { ...unknown, range };
  return scalar(items.map((item) => (item.kind === 'scalar' ? item.text : '')).join(separator), range);
}

/** Sprintf with `%s`, `%d` and `%v` alone. */
function formatted(format: string, values: readonly Setting[], range: Range): Setting {
  const unknown = values.find((value) => value.kind !== 'scalar');
  if (unknown?.kind === 'open') return { ...unknown, range };
  const verbs = format.match(/%[^%]/g) ?? [];
  const plain = verbs.every((verb) => /^%[sdv]$/.test(verb)) && verbs.length === values.length;
  if (unknown !== undefined || !plain) return open('a formatted text', range);
  let next = 0;
  const text = format.replace(/%([%sdv])/g, (_, verb: string) => {
    if (verb === '%') return '%';
    const value = values[next++];
    return value?.kind === 'scalar' ? value.text : '';
  });
  return scalar(text, range);
}

function textAnswer(name: string, values: readonly Setting[], range: Range): Setting {
  const own = name.replace(/^string\./, '');
  const answer = Object.hasOwn(TEXT_FUNCTIONS, own) ? TEXT_FUNCTIONS[own] : undefined;
  const unknown = values.find((value) => value.kind === 'open');
  if (unknown !== undefined) return { ...unknown, range };
  const texts = values.flatMap((value) => (value.kind === 'scalar' ? [value.text] : []));
  if (answer === undefined || texts.length < answer.length) return open(`${name}()`, range);
  return scalar(answer(...texts), range);
}

/** The attributes of a block as a map. */
export function attributesOf({ body, range }: Block, scope: Scope): Setting {
  const entries = body.attributes.map(({ name, nameRange, value }): SettingEntry => ({
    key: name,
    keyRange: nameRange,
    keyValue: name,
    value: evaluate(value, scope),
  }));
  return { kind: 'map', entries, range };
}
