import { Fields } from '../../documents/fields.ts';
import { parseSeriesLabels } from '../../promql/eval/series/index.ts';
import type { LabelSet } from '../../routing/labels.ts';
import { type MapEntry, type YamlNode, child, describeType } from '../../yaml/node.ts';
import type { TestIssueSink } from '../../documents/test-issue.ts';
import type { LogInput } from '../rules/log-input.ts';
import { MAX_COPIES, repeat } from './repeat.ts';
import type { RawLogs } from './types.ts';

const RAW_LINE_KEYS = ['line', 'at', 'every', 'times', 'until'];
const LINE_KEYS = [...RAW_LINE_KEYS, 'metadata'];

/** More lines than this in a scenario are refused. */
const MAX_LINES = 1_000_000;

/** What a scenario logs: streams as they arrive at Loki, and lines that go through a pipeline first. */
export interface DecodedLogs {
  readonly logs: readonly LogInput[];
  readonly rawLogs: readonly RawLogs[];
}

/**
 * Decodes `logs` of a scenario: streams with their lines below their labels, lines for a pipeline (`pipeline: ...`), or
 * a list of both.
 */
export function decodeLogs(fields: Fields, issues: TestIssueSink): DecodedLogs {
  const written = fields.raw('logs');
  if (written === undefined) return { logs: [], rawLogs: [] };
  const parts = written.kind === 'seq' ? written.items : [written];
  const logs: LogInput[] = [];
  const rawLogs: RawLogs[] = [];
  for (const part of parts) {
    if (child(part, 'pipeline') !== undefined) rawLogs.push(...decodeRawLogs(part, issues));
    else logs.push(...decodeStreams(part, fields, issues));
  }
  const counts = [...logs, ...rawLogs.flatMap(({ lines }) => lines)].map(({ count }) => count);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total <= MAX_LINES) return { logs, rawLogs };
  issues({
    code: 'input-too-long',
    message: `"logs" expands to ${total} lines; the limit is ${MAX_LINES}`,
    help: 'write fewer lines, or a longer "every"',
    range: fields.entry('logs')?.key.range ?? fields.anchor,
  });
  return { logs: [], rawLogs: [] };
}

function decodeStreams(node: YamlNode, fields: Fields, issues: TestIssueSink): LogInput[] {
  if (node.kind !== 'map') {
    fields.wrongType('logs', node, 'a map');
    return [];
  }
  Fields.of(node, '"logs"', undefined, issues);
  return node.entries.flatMap((entry) => decodeStream(entry, issues));
}

const RAW_KEYS = ['pipeline', 'job', 'file', 'labels', 'environment', 'lines'];

function decodeRawLogs(node: YamlNode, issues: TestIssueSink): RawLogs[] {
  const fields = Fields.of(node, 'the input of a pipeline', RAW_KEYS, issues);
  const pipeline = fields?.string('pipeline');
  if (fields === undefined || pipeline === undefined) return [];
  const items = fields.seq('lines')?.items;
  if (items === undefined && !fields.has('lines'))
    issues({
      code: 'missing-key',
      message: 'the input of a pipeline has no "lines"',
      help: 'add "lines:" with the lines that the agent reads',
      range: fields.anchor,
    });
  const texts = (key: string): LabelSet =>
    new Map(fields.keyValues(key).map(({ name, value }) => [name, value]));
  return [
    {
      pipeline,
      job: fields.string('job'),
      file: fields.string('file'),
      labels: texts('labels'),
      environment: texts('environment'),
      lines: (items ?? []).flatMap((item) => decodeLine(item, issues, RAW_LINE_KEYS) ?? []),
    },
  ];
}

function decodeStream({ key, value }: MapEntry, issues: TestIssueSink): LogInput[] {
  const streams = labelsOf(key.text);
  if ('problem' in streams) {
    issues({
      code: 'bad-series',
      message: `"${key.text}" is not a stream: ${streams.problem}`,
      help: 'write the labels of one stream: \'{app="a", level="error"}\'; {{a,b}} in a value creates several',
      range: key.range,
    });
    return [];
  }
  if (value.kind !== 'seq') {
    issues({
      code: 'wrong-type',
      message: `the lines of ${key.text} must be a list, but this is ${describeType(value)}`,
      help: 'write "- { at: 10s, line: ... }" lines',
      range: value.range,
    });
    return [];
  }
  const lines = value.items.flatMap((item) => decodeLine(item, issues) ?? []);
  return streams.sets.flatMap((labels) => lines.map((line) => ({ ...line, labels })));
}

function labelsOf(text: string): { readonly sets: readonly LabelSet[] } | { readonly problem: string } {
  const repeated = repeat(text.trim());
  if ('problem' in repeated)
    return { problem: repeated.tooMany ? `${repeated.problem} (${MAX_COPIES})` : repeated.problem };
  const sets: LabelSet[] = [];
  for (const one of repeated.texts) {
    const { labels, errors } = parseSeriesLabels(one);
    const [error] = errors;
    if (error !== undefined) return { problem: error.message };
    if (!one.startsWith('{')) return { problem: 'a stream has labels but no name' };
    sets.push(new Map(labels));
  }
  return { sets };
}

function decodeLine(
  node: YamlNode,
  issues: TestIssueSink,
  keys: readonly string[] = LINE_KEYS,
): Omit<LogInput, 'labels'> | undefined {
  // The shortest form: the line alone, at the start.
  if (node.kind === 'scalar')
    return { line: node.text, metadata: new Map(), fromMs: 0, everyMs: 0, count: 1 };
  const fields = Fields.of(node, 'a log line', keys, issues);
  if (fields === undefined) return undefined;
  const line = textOf(fields, issues);
  const fromMs = fields.duration('at')?.value ?? 0;
  const metadata = new Map(fields.keyValues('metadata').map(({ name, value }) => [name, value]));
  return line === undefined ? undefined : { line, metadata, fromMs, ...repetition(fields, fromMs, issues) };
}

/** A line is a text; a map is written as JSON, as structured loggers do. */
function textOf(fields: Fields, issues: TestIssueSink): string | undefined {
  const raw = fields.raw('line');
  if (raw !== undefined) return raw.kind === 'scalar' ? raw.text : JSON.stringify(toJson(raw));
  issues({
    code: fields.has('line') ? 'empty-value' : 'missing-key',
    message: 'this log line has no "line"',
    help: 'add the text, or a map that is logged as JSON: "line: { event: started }"',
    range: fields.entry('line')?.key.range ?? fields.anchor,
  });
  return undefined;
}

function toJson(node: YamlNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'seq':
      return node.items.map(toJson);
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, toJson(value)]));
  }
}

function repetition(
  fields: Fields,
  fromMs: number,
  issues: TestIssueSink,
): Pick<LogInput, 'everyMs' | 'count'> {
  const [every, times, until] = [fields.duration('every'), fields.number('times'), fields.duration('until')];
  const problem = problemOf(every?.value, times?.value, until?.value, fromMs);
  if (problem !== undefined) {
    const at = fields.entry('times') ?? fields.entry('until') ?? fields.entry('every');
    issues({
      code: 'bad-value',
      message: `this line cannot be repeated: ${problem}`,
      help: 'write "every: 10s" with "times: 30" or "until: 5m"',
      range: at?.key.range ?? fields.anchor,
    });
  }
  if (problem !== undefined || every === undefined) return { everyMs: 0, count: 1 };
  const count = times?.value ?? Math.floor(((until?.value ?? fromMs) - fromMs) / every.value) + 1;
  return { everyMs: every.value, count };
}

function problemOf(
  every: number | undefined,
  times: number | undefined,
  until: number | undefined,
  fromMs: number,
): string | undefined {
  if (every === undefined)
    return times === undefined && until === undefined ? undefined : '"every" is missing';
  if (every === 0) return '"every" is 0';
  if ((times === undefined) === (until === undefined)) return '"every" needs either "times" or "until"';
  if (times !== undefined && !(Number.isInteger(times) && times > 0)) return `"times" is ${times}`;
  return until !== undefined && until < fromMs ? '"until" is before "at"' : undefined;
}
