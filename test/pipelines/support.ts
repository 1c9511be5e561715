import type { YamlNode } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { toValue } from '../../src/yaml/to-value.ts';
import { formatTime, RFC3339_NANO } from '../../src/go/time/layout.ts';
import { UTC } from '../../src/go/time/zone.ts';
import { decodeAlloy, decodeJobs, playLines } from '../../src/pipelines/index.ts';
import type { LogSource, PipelineIssue } from '../../src/pipelines/index.ts';

/** A pipeline and the lines that go into it, one second apart. */
export interface StageCase {
  readonly name: string;
  readonly stages: string;
  readonly lines: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

export interface PlayedLine {
  readonly labels: Readonly<Record<string, string>>;
  readonly line: string;
  readonly at: string;
  readonly metadata?: readonly (readonly [string, string])[];
}

export interface PlayedCase {
  readonly name: string;
  readonly error?: string;
  readonly lines: readonly PlayedLine[];
}

export function yamlOf(text: string): YamlNode {
  const root = parseYaml(text).documents[0]?.root;
  if (root === undefined) throw new Error('no YAML');
  return root;
}

export const casesOf = (text: string): StageCase[] => toValue(yamlOf(text)) as StageCase[];

const START = BigInt(Date.UTC(2026, 0, 1)) * 1_000_000n;
const SECOND = 1_000_000_000n;

/** What our stages make of a case: an error where one of them cannot be read. */
export function play(one: StageCase): PlayedCase {
  const { name, stages } = one;
  const text = `scrape_configs:\n  - job_name: it\n    pipeline_stages:\n${stages.replace(/^/gm, '      ')}\n`;
  const issues: PipelineIssue[] = [];
  const [source] = decodeJobs(yamlOf(text), (issue) => issues.push(issue));
  const fault = issues.find(({ severity }) => severity === undefined);
  if (fault !== undefined || source === undefined)
    return { name, error: fault?.message ?? 'no job', lines: [] };
  return playedBy(source, one);
}

/** What our stages make of a case in the syntax of Alloy. */
export function playAlloy(one: StageCase): PlayedCase {
  const { name, stages } = one;
  const text = `loki.process "p" {\n forward_to = [loki.write.w.receiver]\n${stages}\n}\nloki.write "w" {}\n`;
  const issues: PipelineIssue[] = [];
  const { receivers } = decodeAlloy(text, (issue) => issues.push(issue));
  const source = receivers.find((receiver) => receiver.name === 'loki.process.p');
  const fault = issues.find(({ severity }) => severity === undefined);
  if (fault !== undefined || source === undefined)
    return { name, error: fault?.message ?? 'no component', lines: [] };
  return playedBy(source, one);
}

function playedBy(source: LogSource, { name, lines, labels }: StageCase): PlayedCase {
  const played = playLines(source, {
    labels: new Map(Object.entries(labels ?? {})),
    file: undefined,
    lines: lines.map((line, i) => ({ line, at: START + BigInt(i) * SECOND })),
  });
  if ('problem' in played) return { name, error: played.problem.message, lines: [] };
  return {
    name,
    lines: played.arrived.map(({ labels: arrived, line, timestamp, metadata }) => ({
      labels: Object.fromEntries(arrived),
      line,
      at: formatTime({ nanos: timestamp, zone: UTC }, RFC3339_NANO),
      ...(metadata.size === 0 ? {} : { metadata: [...metadata].sort(([a], [b]) => (a < b ? -1 : 1)) }),
    })),
  };
}
