import { parseDurationMs } from '../../src/go/durations/prometheus-duration.ts';
import { parseNumber } from '../../src/promql/syntax/number.ts';
import { unquote } from '../../src/promql/syntax/unquote.ts';
import type { ScriptLine } from './lines.ts';
import type { Expectations, ScriptSeries, StepRange, TextPattern } from './script.ts';
import { ScriptError } from './script.ts';
import { parseScriptSeries } from './series.ts';

const RANGE_VECTOR = /^expect range vector\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)$/;
const EXPECT = /^expect\s+(ordered|fail|warn|no_warn|info|no_info)(?:\s+(regex|msg):(.+))?$/;

/** The result, collected line by line. */
interface Draft {
  ordered: boolean;
  fails: boolean;
  fail: TextPattern;
  warnings: Expectations['warnings'];
  infos: Expectations['infos'];
  string: string | undefined;
  scalar: number | undefined;
  range: StepRange | undefined;
  series: ScriptSeries[];
}

/**
 * Reads the lines below an eval command; `modifier` is the `fail`, `warn`, ... of `eval_fail` in the older
 * dialect. Also says how many lines belong to it: a scalar or an expected_fail line ends the command.
 */
export function parseExpectations(
  modifier: string | undefined,
  lines: readonly ScriptLine[],
): { expected: Expectations; used: number } {
  const draft: Draft = {
    ordered: modifier === 'ordered',
    fails: modifier === 'fail',
    fail: undefined,
    warnings: modifier === 'warn' ? 'any' : undefined,
    infos: modifier === 'info' ? 'any' : undefined,
    string: undefined,
    scalar: undefined,
    range: undefined,
    series: [],
  };
  let used = 0;
  for (const line of lines) {
    used++;
    if (!readLine(draft, line)) break;
  }
  const { ordered, fails, fail, warnings, infos } = draft;
  return { expected: { ordered, fails, fail, warnings, infos, result: resultOf(draft) }, used };
}

/** Returns whether more lines may follow. */
function readLine(draft: Draft, line: ScriptLine): boolean {
  const { text } = line;
  const failure = /^expected_fail_(message|regexp)\s+(.*)$/.exec(text);
  if (failure !== null) {
    draft.fail = failure[1] === 'message' ? { text: failure[2]! } : { regexp: failure[2]! };
    return false;
  }
  if (text.startsWith('expect range vector')) draft.range = parseRange(line);
  else if (text.startsWith('expect string'))
    draft.string = unquote(text.slice('expect string'.length).trim());
  else if (/^expect\s/.test(text)) readExpect(draft, line);
  else if (/^[-+.\w]+$/.test(text) && readScalar(draft, text)) return false;
  else draft.series.push(parseScriptSeries(line));
  return true;
}

function readScalar(draft: Draft, text: string): boolean {
  const negative = text.startsWith('-');
  const digits = text.replace(/^[-+]/, '');
  if (!/^(?:[0-9.]|inf$|nan$)/i.test(digits)) return false;
  const number = parseNumber(digits);
  if (!number.ok) return false;
  draft.scalar = negative ? -number.value : number.value;
  return true;
}

function readExpect(draft: Draft, line: ScriptLine): void {
  const match = EXPECT.exec(line.text);
  if (match === null) throw new ScriptError(line.number, `cannot read ${line.text}`);
  const [, kind, form, rest] = match;
  const pattern: TextPattern =
    form === undefined ? undefined : form === 'msg' ? { text: rest!.trim() } : { regexp: rest!.trim() };
  switch (kind) {
    case 'ordered':
      draft.ordered = true;
      break;
    case 'fail':
      draft.fails = true;
      draft.fail = pattern;
      break;
    case 'no_warn':
      draft.warnings = 'none';
      break;
    case 'no_info':
      draft.infos = 'none';
      break;
    case 'warn':
      draft.warnings = withPattern(draft.warnings, pattern);
      break;
    default:
      draft.infos = withPattern(draft.infos, pattern);
  }
}

function withPattern(before: Expectations['warnings'], pattern: TextPattern): readonly TextPattern[] {
  return [...(Array.isArray(before) ? (before as readonly TextPattern[]) : []), pattern];
}

function parseRange(line: ScriptLine): StepRange {
  const match = RANGE_VECTOR.exec(line.text);
  const [startMs, endMs, stepMs] = (match ?? []).slice(1).map(parseDurationMs);
  if (startMs === undefined || endMs === undefined || stepMs === undefined) {
    throw new ScriptError(line.number, `cannot read ${line.text}`);
  }
  return { startMs, endMs, stepMs };
}

function resultOf({ string, scalar, series, range }: Draft): Expectations['result'] {
  if (string !== undefined) return { kind: 'string', value: string };
  if (scalar !== undefined) return { kind: 'scalar', value: scalar };
  return { kind: 'series', series, range };
}
