import { fieldNames } from '../../analysis/fields.ts';
import type { LokiRelease } from '../../../util/loki-release.ts';
import type { Grouping, LogRange, RangeAggregation } from '../../syntax/ast.ts';
import type { Labels } from '../labels.ts';
import { dropLabels, keepLabels, NO_LABELS } from '../labels.ts';
import type { LogStore } from '../store.ts';
import { compileStages, reorder } from './compile.ts';
import type { StageRun } from './compile.ts';
import type { LogProbe } from '../probe.ts';
import type { Demand } from './hints.ts';
import { ParserHints } from './hints.ts';
import { compileLabelFilter, readBytes, readDuration, readFloat } from './label-filter.ts';
import { LabelState } from './label-state.ts';

/** A number taken from one line. */
export interface Sample {
  readonly timestampMs: number;
  readonly value: number;
  readonly labels: Labels;
}

export interface SampleContext {
  readonly store: LogStore;
  /** What templates take for the present. */
  readonly nowMs: number;
  readonly release: LokiRelease;
  readonly probe?: LogProbe | undefined;
}

/**
 * The samples of a range aggregation's log query over all time, in the order of time. `outer` is the grouping of a
 * sum around it, which Loki applies to the lines already: parsers then skip what it does not need.
 */
export function samplesOf(
  expr: RangeAggregation,
  outer: Grouping | undefined,
  context: SampleContext,
): Sample[] {
  const plan = planOf(expr, outer);
  const stages = compileStages(withoutIdleLineFormat(expr), context.nowMs, context.release, context.probe);
  const samples: Sample[] = [];
  const streams = [...context.store.select(expr.range.query.selector)];
  context.probe?.streams(streams.length);
  for (const stream of streams) {
    const base = new Map(stream.labels);
    for (const { line, metadata, timestampMs } of stream.entries) {
      const state = new LabelState(base, metadata, plan.hints);
      const text = runStages(stages, line, state, timestampMs);
      const value = text === undefined ? undefined : plan.value(text, state);
      if (value !== undefined) samples.push({ timestampMs, value, labels: plan.labels(state) });
    }
  }
  return samples.sort((a, b) => a.timestampMs - b.timestampMs);
}

/** Runs a line through the stages; undefined where one drops it. */
export function runStages(
  stages: readonly StageRun[],
  line: string,
  state: LabelState,
  timestampMs: number,
): string | undefined {
  let text: string | undefined = line;
  for (const stage of stages) {
    text = stage(text, state, timestampMs);
    if (text === undefined) return undefined;
  }
  return text;
}

/** Loki leaves out a line_format behind which nothing reads the line, errors of its template included. */
function withoutIdleLineFormat({ op, range }: RangeAggregation): LogRange['query'] {
  if (op === 'bytes_over_time' || op === 'bytes_rate') return range.query;
  const { stages } = range.query;
  const readsLine = ['Logfmt', 'Json', 'Regexp', 'Pattern', 'Unpack', 'LineFilter'];
  const kept = stages.filter(
    (stage, i) => stage.kind !== 'LineFormat' || stages.slice(i).some(({ kind }) => readsLine.includes(kind)),
  );
  return { ...range.query, stages: kept };
}

interface Plan {
  readonly hints: ParserHints;
  readonly value: (line: string, state: LabelState) => number | undefined;
  readonly labels: (state: LabelState) => Labels;
}

function planOf({ op, range, grouping }: RangeAggregation, outer: Grouping | undefined): Plan {
  const active = outer ?? grouping;
  let without = active?.keyword === 'without';
  let groups = active?.labels.map(({ name }) => name) ?? [];
  const noLabels = op === 'absent_over_time' || (active !== undefined && !without && groups.length === 0);
  if (range.unwrap !== undefined && (groups.length === 0 || without)) {
    without = true;
    groups = [...groups, range.unwrap.label.name];
  }
  const demand: Demand = { groups: without ? undefined : groups, noLabels };
  const readNames = fieldNames({ ...range.query, stages: reorder(range.query.stages) }, range.unwrap);
  const unwrapGroups = noLabels && range.unwrap !== undefined ? groups : [];
  return {
    hints: new ParserHints(demand, [...readNames, ...unwrapGroups]),
    value: compileValue(range, op),
    labels: compileLabels(new Set(groups), without, noLabels),
  };
}

/** A line with an error keeps all its labels, so that the error is not lost. */
function compileLabels(groups: ReadonlySet<string>, without: boolean, noLabels: boolean): Plan['labels'] {
  return (state) => {
    const all = state.all();
    if (state.error !== '') return all;
    if (noLabels) return NO_LABELS;
    if (groups.size === 0) return all;
    return without ? dropLabels(all, groups) : keepLabels(all, groups);
  };
}

function compileValue({ unwrap }: LogRange, op: RangeAggregation['op']): Plan['value'] {
  if (unwrap === undefined) {
    return op === 'bytes_over_time' || op === 'bytes_rate' ? (line) => Buffer.byteLength(line) : () => 1;
  }
  const read =
    unwrap.conversion === undefined ? readFloat : unwrap.conversion === 'bytes' ? readBytes : readDuration;
  const scale = unwrap.conversion === 'duration' || unwrap.conversion === 'duration_seconds' ? 1e9 : 1;
  const filters = unwrap.postFilters.map(({ filter }) => compileLabelFilter(filter));
  return (_line, state) => {
    const text = state.get(unwrap.label.name) ?? '';
    // A line without the label is not an error: it has no value.
    if (text === '') return undefined;
    const reading = read(text);
    if ('error' in reading) state.setError('SampleExtractionErr', reading.error);
    if (!filters.every((test) => test(state))) return undefined;
    return 'value' in reading ? reading.value / scale : 0;
  };
}
