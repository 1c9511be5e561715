import { parseLogfmtField } from '../../syntax/json-path.ts';
import type { LogfmtStage } from '../../syntax/ast.ts';
import type { LabelState } from '../pipeline/label-state.ts';
import { unquoteLogfmt } from './logfmt-quoted.ts';
import { sanitizeLabel } from './sanitize.ts';

/** A pair of a logfmt line, or the faults at its place; reading goes on at `end`. */
type Pair =
  | { readonly key: string; readonly value: string; readonly end: number }
  | { readonly error: string; readonly end: number };

// Blanks and control characters separate pairs: everything up to the space, which "!" follows.
const GARBAGE = /[^!-\u{10ffff}]*/uy;
const BARE = /[!#-<>-\u{10ffff}]*/uy;
const REST = /[!-\u{10ffff}]*/uy;

function take(pattern: RegExp, line: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(line)?.[0] ?? '';
}

function unexpected(line: string, at: number): Pair {
  const error = `logfmt syntax error at pos ${at + 1} : unexpected '${line[at] ?? ''}'`;
  return { error, end: at + take(REST, line, at).length };
}

function readPair(line: string, from: number): Pair | undefined {
  const start = from + take(GARBAGE, line, from).length;
  if (start >= line.length) return undefined;
  const key = take(BARE, line, start);
  const at = start + key.length;
  if (line[at] === '"' || (line[at] === '=' && key === '')) return unexpected(line, at);
  if (line[at] !== '=') return { key, value: '', end: at };
  if (line[at + 1] === '"') return readQuoted(line, key, at + 1);
  const value = take(BARE, line, at + 1);
  const end = at + 1 + value.length;
  return line[end] === '=' || line[end] === '"' ? unexpected(line, end) : { key, value, end };
}

function readQuoted(line: string, key: string, open: number): Pair {
  for (let i = open + 1; i < line.length; i++) {
    if (line[i] === '\\') i++;
    else if (line[i] === '"') {
      const value = unquoteLogfmt(line.slice(open + 1, i));
      if (value === undefined)
        return { error: `logfmt syntax error at pos ${i + 2} : invalid quoted value`, end: i + 1 };
      return { key, value, end: i + 1 };
    }
  }
  return {
    error: `logfmt syntax error at pos ${line.length + 1} : unterminated quoted value`,
    end: line.length,
  };
}

/** The pairs of a line, and the faults between them. */
export function* logfmtPairs(line: string): Generator<Pair> {
  for (let pair = readPair(line, 0); pair !== undefined; pair = readPair(line, pair.end)) yield pair;
}

/** `| logfmt`, with or without a list of fields. Without --strict what is malformed is left out silently. */
export function parseLogfmt(line: string, stage: LogfmtStage, state: LabelState): void {
  if (state.hints.done) return;
  const fields = new Map(stage.extractions.map(({ name, expression }) => [name, fieldOf(expression)]));
  for (const name of fields.keys()) if (state.fieldName(name) === name) state.set(name, '');
  let error: string | undefined;
  for (const pair of logfmtPairs(line)) {
    if ('error' in pair) {
      error = pair.error;
      if (stage.strict) break;
      continue;
    }
    const label = sanitizeLabel(pair.key);
    if (label === '') continue;
    if (fields.size > 0) setListed(label, pair.value, fields, state);
    else setField(label, pair.value, stage.keepEmpty, state);
    if (state.hints.complete) break;
  }
  if (stage.strict && error !== undefined) state.parserFailed('LogfmtParserErr', error);
}

function fieldOf(expression: string): string {
  const parsed = parseLogfmtField(expression);
  return 'field' in parsed ? parsed.field : expression;
}

function setField(label: string, value: string, keepEmpty: boolean, state: LabelState): void {
  const name = state.fieldName(label);
  if (state.hints.wants(name) && (keepEmpty || value !== ''))
    state.set(name, value.replaceAll('\ufffd', ' '));
}

function setListed(
  label: string,
  value: string,
  fields: ReadonlyMap<string, string>,
  state: LabelState,
): void {
  const renamed = [...fields].find(([, field]) => field === label)?.[0] ?? label;
  if (fields.has(renamed)) state.set(state.fieldName(renamed), value);
}
