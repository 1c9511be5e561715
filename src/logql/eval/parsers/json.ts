import { parseJsonPath } from '../../syntax/json-path.ts';
import type { LabelExtraction } from '../../syntax/ast.ts';
import type { LabelState } from '../pipeline/label-state.ts';
import type { JsonValue } from './json-scan.ts';
import { eachMember, JsonError, unescapeJson, valueAt } from './json-scan.ts';
import { joinLabel, sanitizeLabel } from './sanitize.ts';

const JSON_ERROR = 'JSONParserErr';

/** Runs `parse` and marks the line if it is not JSON. */
function guarded(state: LabelState, parse: () => void): void {
  try {
    parse();
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    state.parserFailed(JSON_ERROR, error.message);
  }
}

const textOf = ({ type, raw }: JsonValue): string => (type === 'string' ? (unescapeJson(raw) ?? '') : raw);

/** `| json`: every member becomes a label, nested ones joined with `_`; arrays and nulls are left out. */
export function parseJson(line: string, state: LabelState): void {
  if (state.hints.done) return;
  guarded(state, () => void readObject(line, [], state));
}

/** Deeper objects would exhaust the stack; Loki has no limit. */
const MAX_DEPTH = 500;

function readObject(text: string, prefix: readonly string[], state: LabelState): boolean {
  if (prefix.length > MAX_DEPTH) throw new JsonError(`objects nest deeper than ${MAX_DEPTH} levels`);
  return eachMember(text, (key, value) => {
    if (value.type === 'object') {
      const path = [...prefix, key];
      return !state.hints.wantsPrefix(joinLabel(path)) || readObject(value.raw, path, state);
    }
    if (value.type !== 'array' && value.type !== 'null') setMember(prefix, key, value, state);
    return !state.hints.complete;
  });
}

function setMember(prefix: readonly string[], key: string, value: JsonValue, state: LabelState): void {
  const label = prefix.length === 0 ? sanitizeLabel(key) : joinLabel([...prefix, key]);
  if (label === '') return;
  const name = state.fieldName(label);
  if (state.hints.wants(name)) state.set(name, textOf(value));
}

/** `| json a="path"`: the listed paths alone; a label whose path is absent is empty. */
export function parseJsonPaths(
  line: string,
  extractions: readonly LabelExtraction[],
  state: LabelState,
): void {
  if (line === '' || state.hints.done) return;
  if (!/^["{[]/.test(line)) {
    state.parserFailed(JSON_ERROR, '');
    return;
  }
  for (const { name, expression } of extractions) {
    const parsed = parseJsonPath(expression);
    let value: JsonValue | undefined;
    guarded(state, () => {
      value = 'path' in parsed ? valueAt(line, parsed.path) : undefined;
    });
    if (value !== undefined) state.set(state.fieldName(name), value.type === 'null' ? '' : textOf(value));
    else if (state.get(name) === undefined) state.set(name, '');
  }
}

/** `| unpack`: the members of Promtail's packed object, and the line that its `_entry` holds. */
export function unpack(line: string, state: LabelState): string {
  if (line === '' || state.hints.done) return line;
  if (!line.startsWith('{')) {
    state.parserFailed(JSON_ERROR, 'expecting json object(6), but it is not');
    return line;
  }
  const labels: [string, string][] = [];
  let entry: string | undefined;
  guarded(state, () => {
    eachMember(line, (key, value) => {
      if (value.type !== 'string') return true;
      const name = state.fieldName(key);
      if (key === '_entry') entry = textOf(value);
      else if (state.hints.wants(name)) labels.push([sanitizeLabel(name), textOf(value)]);
      return true;
    });
  });
  if (entry === undefined || state.error !== '') return line;
  for (const [name, value] of labels) state.set(name, value);
  return entry;
}
