import { parseGoDuration } from '../../src/go/durations/go-duration.ts';
import { labelsOf } from '../../src/logql/eval/index.ts';
import type { Labels } from '../../src/logql/eval/index.ts';

/** A log line to load, once for each repetition. */
export interface LoadLine {
  readonly labels: Labels;
  readonly line: string;
  readonly startMs: number;
  readonly everyMs: number;
  readonly count: number;
  readonly metadata: Labels;
}

export type Time =
  | { readonly kind: 'instant'; readonly atMs: number }
  | { readonly kind: 'range'; readonly startMs: number; readonly endMs: number; readonly stepMs: number };

export interface ExpectedSeries {
  readonly labels: Labels;
  /** One per step; undefined for no point. */
  readonly values: readonly (number | undefined)[];
}

export type Expected =
  | { readonly kind: 'fail'; readonly pattern: RegExp }
  | { readonly kind: 'empty' }
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'series'; readonly series: readonly ExpectedSeries[]; readonly ordered: boolean };

export type Command =
  | { readonly kind: 'clear' }
  | { readonly kind: 'load'; readonly lines: readonly LoadLine[] }
  | {
      readonly kind: 'eval';
      readonly line: number;
      readonly time: Time;
      readonly query: string;
      readonly expected: Expected;
    };

/** Reads a script of Loki's engine tests (its README describes the language). */
export function parseLogqlScript(text: string): Command[] {
  const raw = text.split('\n');
  const lines = raw.map(stripComment);
  const commands: Command[] = [];
  for (let i = 0; i < lines.length;) {
    const head = lines[i]!.trim();
    const number = ++i;
    if (head === '') continue;
    const body: string[] = [];
    // A comment does not end a block, an empty line does.
    while (head !== 'clear' && i < lines.length && (/^\s/.test(lines[i]!) || raw[i]!.startsWith('#')))
      body.push(lines[i++]!.trim());
    commands.push(
      parseCommand(
        head,
        number,
        body.filter((line) => line !== ''),
      ),
    );
  }
  return commands;
}

function stripComment(line: string): string {
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!;
    if (quote !== '') {
      if (char === '\\' && quote === '"') i++;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === '`') quote = char;
    else if (char === '#') return line.slice(0, i);
  }
  return line;
}

function parseCommand(head: string, line: number, body: readonly string[]): Command {
  if (head === 'clear') return { kind: 'clear' };
  if (head === 'load') return { kind: 'load', lines: body.map(parseLoadLine) };
  const instant = /^eval\s+instant\s+at\s+(\S+)\s+(.+)$/.exec(head);
  const expected = parseExpected(body);
  if (instant !== null) {
    return {
      kind: 'eval',
      line,
      time: { kind: 'instant', atMs: ms(instant[1]!) },
      query: instant[2]!.trim(),
      expected,
    };
  }
  const range = /^eval\s+range\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)\s+(.+)$/.exec(head);
  if (range === null) throw new Error(`line ${line}: unknown command ${head}`);
  const [startMs, endMs, stepMs] = [ms(range[1]!), ms(range[2]!), ms(range[3]!)];
  return {
    kind: 'eval',
    line,
    time: { kind: 'range', startMs, endMs, stepMs },
    query: range[4]!.trim(),
    expected,
  };
}

/** A realistic base: the scripts' own runner starts at 2026, too. */
export const EPOCH_MS = Date.UTC(2026, 0, 1);

function ms(text: string): number {
  const read = parseGoDuration(text);
  if ('error' in read) throw new Error(read.error);
  return Number(read.nanos) / 1e6;
}

const PAIR = /([A-Za-z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"/g;

function parseLabels(text: string): Labels {
  return labelsOf(
    [...text.matchAll(PAIR)].map(([, name, value]) => [name!, JSON.parse(`"${value!}"`) as string] as const),
  );
}

const LOAD =
  /^(\{[^}]*\})\s*(?:"([^"]*)"|`([^`]*)`)\s*@\s*(\S+)\s*(?:\[repeat every\s+(\S+)\s+for\s+(\d+)\])?\s*(?:\[metadata\s+(.*?)\])?\s*$/;
const METADATA = /(?:"([^"]*)"|([^\s"=]+))="([^"]*)"/g;

function parseLoadLine(text: string): LoadLine {
  const match = LOAD.exec(text);
  if (match === null) throw new Error(`no load line: ${text}`);
  const [, labels, quoted, raw, start, every, count, metadata = ''] = match;
  return {
    labels: parseLabels(labels!),
    line: quoted ?? raw!,
    startMs: ms(start!),
    everyMs: every === undefined ? 0 : ms(every),
    count: Number(count ?? 1),
    metadata: labelsOf(
      [...metadata.matchAll(METADATA)].map(([, name, plain, value]) => [name ?? plain!, value!] as const),
    ),
  };
}

function parseExpected(body: readonly string[]): Expected {
  const lines = body.filter((line) => !line.startsWith('skip '));
  const [first = ''] = lines;
  const fail = /^expect fail(?:\s+(msg|regex):\s*(.*))?$/.exec(first);
  if (fail !== null) {
    const text = fail[2] ?? '';
    return {
      kind: 'fail',
      pattern:
        fail[1] === 'regex' ? new RegExp(text) : new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')),
    };
  }
  if (first === 'expect empty') return { kind: 'empty' };
  const series = lines.filter((line) => line.startsWith('{')).map(parseSeries);
  if (series.length > 0) return { kind: 'series', series, ordered: first === 'expect ordered' };
  if (lines.length !== 1) throw new Error(`no expectation: ${body.join(' / ')}`);
  return { kind: 'scalar', value: number(first) };
}

function parseSeries(line: string): ExpectedSeries {
  const end = line.indexOf('}');
  const points = line
    .slice(end + 1)
    .trim()
    .split(/\s+/);
  return { labels: parseLabels(line.slice(0, end + 1)), values: points.flatMap(expand) };
}

/** `5`, `_`, `_x3`, `2x3` (four times), `1+2x3`. */
function expand(point: string): (number | undefined)[] {
  const gap = /^_(?:x(\d+))?$/.exec(point);
  if (gap !== null) return new Array<undefined>(Number(gap[1] ?? 1)).fill(undefined);
  const run = /^([+-]?(?:[\d.]+(?:e[+-]?\d+)?|NaN|Inf))(?:([+-][\d.]+))?x(\d+)$/i.exec(point);
  if (run === null) return [number(point)];
  const [, start, step = '0', times] = run;
  return Array.from({ length: Number(times) + 1 }, (_, i) => number(start!) + Number(step) * i);
}

function number(text: string): number {
  if (/^[+-]?inf$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return NaN;
  const value = Number(text);
  if (text === '' || Number.isNaN(value)) throw new Error(`no number: ${text}`);
  return value;
}
