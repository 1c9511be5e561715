import { formatTime, RFC3339_NANO } from '../../go/time/layout.ts';
import { UTC } from '../../go/time/zone.ts';
import type { TestIssueSink } from '../../documents/test-issue.ts';
import { playLines } from '../../pipelines/index.ts';
import type { ArrivedLine, LogSource, RawLine } from '../../pipelines/index.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import type { LogInput } from '../rules/log-input.ts';
import type { RawLogs, Scenario, ScenarioFile } from '../scenario/types.ts';
import type { PipelineFiles } from './files.ts';

/** The file with what arrives at Loki of the lines that go through pipelines. */
export async function withArrived(
  file: ScenarioFile,
  pipelines: PipelineFiles,
  issues: TestIssueSink,
): Promise<ScenarioFile> {
  const scenarios: Scenario[] = [];
  for (const scenario of file.scenarios) {
    const arrived: LogInput[] = [];
    for (const raw of scenario.rawLogs) {
      const sources = await pipelines.find(raw.pipeline, raw.environment, file.file, issues);
      const source = sources === undefined ? undefined : pick(sources, raw, issues);
      if (source !== undefined) arrived.push(...play(source, raw, scenario.startMs, issues));
    }
    scenarios.push({ ...scenario, logs: [...scenario.logs, ...arrived] });
  }
  return { ...file, scenarios };
}

function pick(sources: readonly LogSource[], raw: RawLogs, issues: TestIssueSink): LogSource | undefined {
  const { job, pipeline } = raw;
  const found = sources.filter(({ name, receives }) =>
    job === undefined ? receives !== true : name === job.value,
  );
  const names = (job === undefined ? found : sources).map(({ name }) => name);
  if (found.length === 1) return found[0];
  issues({
    code: job === undefined ? 'missing-key' : 'bad-value',
    message:
      job === undefined
        ? `${pipeline.value} has ${names.length} jobs, and the input does not select one`
        : found.length === 0
          ? `${pipeline.value} has no job "${job.value}"${didYouMeanText(job.value, names)}`
          : `${pipeline.value} has ${found.length} jobs with the name "${job.value}"`,
    help: `add "job:" with one of ${names.join(', ')}`,
    range: (job ?? pipeline).range,
  });
  return undefined;
}

const NANOS_PER_MS = 1_000_000n;

function play(source: LogSource, raw: RawLogs, startMs: number, issues: TestIssueSink): LogInput[] {
  const start = BigInt(startMs) * NANOS_PER_MS;
  const played = playLines(source, {
    labels: raw.labels,
    file: raw.file?.value,
    lines: linesOf(raw, start),
  });
  if ('problem' in played) {
    const { message, help } = played.problem;
    issues({ code: 'bad-value', message, help, range: (raw.job ?? raw.pipeline).range });
    return [];
  }
  return accepted(played.arrived, raw, startMs, issues).map((line) => inputOf(line, start));
}

/** Every line at its time, in the order in which the agent reads them. */
function linesOf({ lines }: RawLogs, start: bigint): RawLine[] {
  const all = lines.flatMap(({ line, fromMs, everyMs, count }) =>
    Array.from({ length: count }, (_, i) => ({ line, ms: fromMs + i * everyMs })),
  );
  return all
    .sort((a, b) => a.ms - b.ms)
    .map(({ line, ms }) => ({ line, at: start + BigInt(Math.round(ms * 1e6)) }));
}

const MINUTE = 60_000_000_000n;
/** Loki's `creation_grace_period`. */
const AHEAD = 10n * MINUTE;
/** Loki's `reject_old_samples_max_age`. */
const BEHIND = 7n * 24n * 60n * MINUTE;

/** The lines that Loki takes in: their times are neither far ahead of its clock nor long past. */
function accepted(
  lines: readonly ArrivedLine[],
  raw: RawLogs,
  startMs: number,
  issues: TestIssueSink,
): ArrivedLine[] {
  const refused = lines.filter(({ timestamp, at }) => timestamp > at + AHEAD || timestamp < at - BEHIND);
  const [first] = refused;
  if (first === undefined) return [...lines];
  const time = formatTime({ nanos: first.timestamp, zone: UTC }, RFC3339_NANO);
  const now = formatTime({ nanos: first.at, zone: UTC }, RFC3339_NANO);
  const count = refused.length === 1 ? 'a line' : `${refused.length} lines`;
  issues({
    code: 'bad-value',
    // A test without a clock does not mean the year 1970.
    severity: startMs === 0 ? 'error' : 'warning',
    message: `Loki rejects ${count} of this input: the pipeline reads the time as ${time}, but the clock of Loki shows ${now}`,
    why: 'Loki rejects lines more than ten minutes in the future or more than a week in the past',
    help: `set "start: ${time.replace(/:\d\d(?:\.\d+)?Z$/, ':00Z')}" in the scenario, or change the times in the lines`,
    range: raw.pipeline.range,
  });
  return lines.filter((line) => !refused.includes(line));
}

function inputOf({ labels, metadata, line, timestamp }: ArrivedLine, start: bigint): LogInput {
  return { labels, metadata, line, fromMs: Number(timestamp - start) / 1e6, everyMs: 0, count: 1 };
}
