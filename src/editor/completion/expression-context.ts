import { wordBefore } from '../../util/word-before.ts';

/** The part of an expression that is being written, found by its characters up to the cursor. */
export type ExpressionContext =
  | { readonly kind: 'word'; readonly prefix: string }
  | { readonly kind: 'label'; readonly prefix: string; readonly metric: string | undefined }
  | {
      readonly kind: 'value';
      readonly prefix: string;
      readonly label: string;
      readonly metric: string | undefined;
    }
  | { readonly kind: 'grouping'; readonly prefix: string }
  | { readonly kind: 'duration'; readonly prefix: string }
  /** Behind the `|` of a log pipeline. */
  | { readonly kind: 'stage'; readonly prefix: string }
  | { readonly kind: 'nothing' };

interface Open {
  readonly char: string;
  readonly at: number;
}

/** The context of the end of a text. */
export function expressionContext(text: string): ExpressionContext {
  const { open, quote } = scan(text);
  const last = open.at(-1);
  if (quote !== undefined) {
    if (last?.char !== '{') return { kind: 'nothing' };
    const label = comparedLabel(text.slice(last.at + 1, quote));
    const prefix = text.slice(quote + 1);
    return label === undefined
      ? { kind: 'nothing' }
      : { kind: 'value', prefix, label, metric: metricBefore(text, last.at) };
  }
  const prefix = wordBefore(text, /[\w:]/);
  const before = text.slice(0, text.length - prefix.length).trimEnd();
  if (last?.char === '{')
    return /[{,]$/.test(before)
      ? { kind: 'label', prefix, metric: metricBefore(text, last.at) }
      : { kind: 'nothing' };
  if (last?.char === '[') return { kind: 'duration', prefix };
  if (
    last?.char === '(' &&
    /\b(?:by|without|on|ignoring|group_left|group_right)\s*$/i.test(text.slice(0, last.at))
  )
    return { kind: 'grouping', prefix };
  if (/\|\s*$/.test(before)) return { kind: 'stage', prefix };
  return { kind: 'word', prefix };
}

const metricBefore = (text: string, brace: number): string | undefined =>
  startsLikeName(wordBefore(text.slice(0, brace).trimEnd(), /[\w:]/));

const startsLikeName = (word: string): string | undefined => (/^[a-zA-Z_:]/.test(word) ? word : undefined);

/** The label of a matcher whose value begins at the end of the text: of `job="a", code=~` it is `code`. */
function comparedLabel(text: string): string | undefined {
  const trimmed = text.trimEnd();
  const operator = wordBefore(trimmed, /[=!~]/);
  const label = wordBefore(trimmed.slice(0, trimmed.length - operator.length).trimEnd(), /[\w.]/);
  return operator === '' || label === '' ? undefined : label;
}

/** The brackets that are open at the end of a text, and where the string begins that is open there. */
function scan(text: string): { readonly open: readonly Open[]; readonly quote: number | undefined } {
  const open: Open[] = [];
  let quote: number | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (quote !== undefined) {
      if (char === '\\' && text[quote] !== '`') at++;
      else if (char === text[quote]) quote = undefined;
    } else if (char === '"' || char === "'" || char === '`') quote = at;
    else if (char === '(' || char === '{' || char === '[') open.push({ char, at });
    else if (char === ')' || char === '}' || char === ']') open.pop();
    else if (char === '#') at = endOfLine(text, at);
  }
  return { open, quote };
}

const endOfLine = (text: string, from: number): number => {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
};

/** The call around the end of a text: its function and which argument is written. */
export function callAround(text: string): { readonly name: string; readonly argument: number } | undefined {
  const { open } = scan(text);
  for (const { char, at } of [...open].reverse()) {
    const name = calledBefore(text.slice(0, at).trimEnd());
    if (char === '(' && name !== undefined) return { name, argument: argumentAt(text.slice(at + 1)) };
  }
  return undefined;
}

/** The function whose bracket comes next; in `sum by (job)` it is before the grouping. */
function calledBefore(text: string): string | undefined {
  const open = text.endsWith(')') ? text.lastIndexOf('(') : -1;
  const before = open < 0 ? text : text.slice(0, open).trimEnd();
  const word = wordBefore(before, /\w/);
  if (open < 0) return startsLikeName(word);
  if (!/^(?:by|without)$/i.test(word)) return undefined;
  return startsLikeName(wordBefore(before.slice(0, before.length - word.length).trimEnd(), /\w/));
}

/** How many commas a text has outside of brackets and strings. */
function argumentAt(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== ',') continue;
    const { open, quote } = scan(text.slice(0, at));
    if (open.length === 0 && quote === undefined) count++;
  }
  return count;
}
