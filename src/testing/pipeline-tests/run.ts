import { formatTime, RFC3339_NANO } from '../../go/time/layout.ts';
import { UTC } from '../../go/time/zone.ts';
import { goQuote } from '../../go/strings/quote.ts';
import { decodeAlloy, playLines } from '../../pipelines/index.ts';
import type { AlloyConfig, ArrivedLine, LogSource, PipelineIssue, RawLine } from '../../pipelines/index.ts';
import { formatLabels } from '../../routing/labels.ts';
import { SourceFile } from '../../source/source-file.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { plural } from '../../util/plural.ts';
import type { Located } from '../../documents/fields.ts';
import type { DiffLine, Failure, TestResult } from '../result.ts';
import type { EntryMatch, MapMatch, PipelineAssertion, PipelineTest } from './types.ts';

/** The end of a pipeline under test, under the names that Alloy's harness has for it. */
const SINK = 'loki.write.pipelinetest_sink';

/**
 * Plays a pipeline test of Alloy.
 *
 * @param config the text of the configuration
 */
export function runPipelineTest(test: PipelineTest, config: string): TestResult {
  const played = playTest(test, config);
  const failures =
    'failure' in played
      ? [played.failure]
      : test.assertions.flatMap((assertion) => judge(assertion, played.arrived) ?? []);
  const [first] = failures;
  return {
    kind: 'pipeline',
    name: test.name,
    file: test.file,
    range: first?.range ?? test.range,
    alert: undefined,
    engine: 'embedded',
    status: first === undefined ? 'passed' : 'failed',
    message: first?.message ?? '',
    failures,
  };
}

type Played = { readonly arrived: readonly ArrivedLine[] } | { readonly failure: Failure };

function playTest(test: PipelineTest, config: string): Played {
  const issues: PipelineIssue[] = [];
  const written = config.replaceAll('pipelinetest.loki.receiver', `${SINK}.receiver`);
  const { receivers, sources, notFollowed } = decodeAlloy(
    `${written}\nloki.write "pipelinetest_sink" {}\n`,
    (issue) => issues.push(issue),
  );
  const place = 'text' in test.config ? test.config.text : test.config.path;
  const fault = issues.find(({ severity }) => severity === undefined);
  if (fault !== undefined) {
    const { line } = new SourceFile('', written).position(fault.range.start);
    return refused(place, `the configuration cannot be used: line ${line}: ${fault.message}`, fault.help);
  }
  const reader = sources.find(({ files }) => files);
  if (reader !== undefined && test.inputs.length === 0)
    return refused(
      place,
      `cannot play "${reader.name}": a pipeline test of rulecheck does not read the files of its targets`,
      'write their lines as "entries" of "inputs.loki"',
    );
  const arrived: ArrivedLine[] = [];
  for (const [id, { component, lines }] of linesByComponent(test)) {
    const source = receivers.find(({ name }) => name === id);
    if (source === undefined) return refused(component, ...unknownReceiver(id, receivers, notFollowed));
    const played = playLines(source, { labels: new Map(), file: undefined, lines });
    if ('problem' in played) return refused(component, played.problem.message, undefined);
    arrived.push(...played.arrived);
  }
  return { arrived };
}

function unknownReceiver(
  id: string,
  receivers: readonly LogSource[],
  notFollowed: AlloyConfig['notFollowed'],
): [message: string, help: string] {
  const [gap] = notFollowed;
  if (gap !== undefined && !id.startsWith('loki.'))
    return [
      `cannot play "${id}": it comes from ${gap.what}, which rulecheck does not follow`,
      'write its components into the configuration of the test',
    ];
  const names = receivers.map(({ name }) => name).filter((name) => name !== SINK);
  return [
    `the configuration has no component "${id}" that takes lines${didYouMeanText(id, names)}`,
    names.length === 0
      ? 'add a loki.process with stages'
      : `use ${names.map((name) => `${name}.receiver`).join(', ')}`,
  ];
}

function refused({ range }: Located<string>, message: string, help: string | undefined): Played {
  return {
    failure: { code: 'invalid-test', range, message, diff: [], ...(help === undefined ? {} : { help }) },
  };
}

/** What each component gets, in the order of the inputs. */
function linesByComponent({
  inputs,
}: PipelineTest): Map<string, { readonly component: Located<string>; readonly lines: RawLine[] }> {
  const found = new Map<string, { readonly component: Located<string>; readonly lines: RawLine[] }>();
  for (const { components, entries } of inputs)
    for (const component of components) {
      const id = component.value.replace(/\.receiver$/, '');
      const own = found.get(id) ?? { component, lines: [] };
      own.lines.push(...entries.map(({ timestamp, ...entry }) => ({ ...entry, at: timestamp })));
      found.set(id, own);
    }
  return found;
}

function judge(assertion: PipelineAssertion, arrived: readonly ArrivedLine[]): Failure | undefined {
  const { match, range } = assertion;
  const found = arrived.filter((line) => matches(line, match)).length;
  const holds = assertion.type === 'count' ? found === assertion.count : found > 0;
  if (holds) return undefined;
  const about = Object.keys(match).length === 0 ? '' : ' that match';
  const message =
    assertion.type === 'count'
      ? `${plural(assertion.count, 'line')}${about} must arrive, but there ${found === 1 ? 'is' : 'are'} ${found}`
      : 'no line that arrives matches';
  const wanted: DiffLine[] = describeMatch(match).map((text) => ({ kind: 'expected', text }));
  const got: DiffLine[] = arrived.map((line) => ({ kind: 'got', text: describeLine(line) }));
  return { code: 'samples', range, message, diff: [...wanted, ...got] };
}

function matches({ labels, metadata, line, timestamp }: ArrivedLine, match: EntryMatch): boolean {
  return (
    (match.line === undefined || match.line === line) &&
    (match.timestamp === undefined || match.timestamp === timestamp) &&
    mapMatches(labels, match.labels) &&
    mapMatches(metadata, match.metadata)
  );
}

function mapMatches(map: ReadonlyMap<string, string>, match: MapMatch | undefined): boolean {
  if (match === undefined) return true;
  const { partial, values } = match;
  return (
    (partial || map.size === values.size) && [...values].every(([name, value]) => map.get(name) === value)
  );
}

const timeText = (nanos: bigint): string => formatTime({ nanos, zone: UTC }, RFC3339_NANO);

function describeLine({ labels, metadata, line, timestamp }: ArrivedLine): string {
  const stored = metadata.size === 0 ? '' : ` metadata ${formatLabels(metadata)}`;
  return `${formatLabels(labels)} ${timeText(timestamp)} ${goQuote(line)}${stored}`;
}

function describeMatch({ labels, metadata, line, timestamp }: EntryMatch): string[] {
  const map = (what: string, match: MapMatch | undefined): string[] =>
    match === undefined ? [] : [`${what} ${formatLabels(match.values)}${match.partial ? ' and others' : ''}`];
  return [
    [
      ...map('labels', labels),
      ...(timestamp === undefined ? [] : [timeText(timestamp)]),
      ...(line === undefined ? [] : [goQuote(line)]),
      ...map('metadata', metadata),
    ].join(' '),
  ].filter((text) => text !== '');
}
