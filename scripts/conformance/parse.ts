import { parseDurationMs } from '../../src/go/durations/prometheus-duration.ts';
import { parseExpectations } from './expectations.ts';
import type { ScriptLine } from './lines.ts';
import { scriptLines } from './lines.ts';
import type { EvalCommand, LoadCommand, ScriptCommand, ScriptSeries } from './script.ts';
import { ScriptError } from './script.ts';
import { parseScriptSeries, parseScriptStarts, isStartTimestampLine } from './series.ts';

const LOAD = /^load(_with_nhcb)?\s+(\S.*)$/;
const INSTANT = /^eval(?:_(fail|warn|ordered|info))?\s+instant\s+(?:at\s+(\S.*?)\s+)?(\S.*)$/;
const RANGE = /^eval(?:_(fail|warn|info))?\s+range\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)\s+(\S.*)$/;

/** Reads a script of Prometheus's engine tests, in its current or its 2.x dialect. */
export function parseScript(text: string): ScriptCommand[] {
  const lines = scriptLines(text);
  const commands: ScriptCommand[] = [];
  for (let i = 0; i < lines.length;) {
    const line = lines[i]!;
    if (line.text === '') {
      i++;
      continue;
    }
    let end = i + 1;
    if (line.text !== 'clear') while (end < lines.length && lines[end]!.text !== '') end++;
    const block = parseCommand(line, lines.slice(i + 1, end));
    commands.push(block.command);
    i += 1 + block.used;
  }
  return commands;
}

function parseCommand(
  line: ScriptLine,
  body: readonly ScriptLine[],
): { command: ScriptCommand; used: number } {
  if (line.text.toLowerCase() === 'clear') return { command: { kind: 'clear', line: line.number }, used: 0 };
  const load = LOAD.exec(line.text);
  if (load !== null) {
    return { command: parseLoad(line, load[1] !== undefined, load[2]!, body), used: body.length };
  }
  if (line.text.startsWith('eval')) return parseEval(line, body);
  throw new ScriptError(line.number, `unknown command ${line.text}`);
}

function parseLoad(
  line: ScriptLine,
  withNhcb: boolean,
  step: string,
  body: readonly ScriptLine[],
): LoadCommand {
  const series: ScriptSeries[] = [];
  for (const [i, each] of body.entries()) {
    if (isStartTimestampLine(each)) continue;
    const before = body[i - 1];
    const starts =
      before !== undefined && isStartTimestampLine(before) ? parseScriptStarts(before) : undefined;
    series.push({ ...parseScriptSeries(each), starts });
  }
  return { kind: 'load', line: line.number, stepMs: duration(line, step), withNhcb, series };
}

function parseEval(line: ScriptLine, body: readonly ScriptLine[]): { command: EvalCommand; used: number } {
  const instant = INSTANT.exec(line.text);
  const range = instant === null ? RANGE.exec(line.text) : null;
  const match = instant ?? range;
  if (match === null) throw new ScriptError(line.number, `cannot read ${line.text}`);
  const { expected, used } = parseExpectations(match[1], body);
  const base = { kind: 'eval', line: line.number, expected } as const;
  if (instant !== null) {
    const timeMs = instant[2] === undefined ? 0 : duration(line, instant[2]);
    return { command: { ...base, query: instant[3]!, at: { kind: 'instant', timeMs } }, used };
  }
  const [startMs, endMs, stepMs] = [match[2]!, match[3]!, match[4]!].map((text) => duration(line, text)) as [
    number,
    number,
    number,
  ];
  return { command: { ...base, query: match[5]!, at: { kind: 'range', startMs, endMs, stepMs } }, used };
}

function duration(line: ScriptLine, text: string): number {
  const ms = parseDurationMs(text);
  if (ms === undefined) throw new ScriptError(line.number, `${text} is no duration`);
  return ms;
}
