import type { LabelFilter, LogRange, PipelineStage, Unwrap } from '../syntax/ast.ts';
import { matcherTest } from '../syntax/matchers.ts';
import { fieldNames } from './fields.ts';
import { labelsRequired } from './label-filter-facts.ts';

/** A stage that marks a line with `__error__`, and what makes it do so. */
export interface PipelineError {
  readonly stage: PipelineStage | Unwrap;
  readonly error: 'JSONParserErr' | 'LogfmtParserErr' | 'LabelFilterErr' | 'SampleExtractionErr';
  /** The label whose value is not what the stage expects; undefined: the line itself is not. */
  readonly label?: string;
}

/**
 * The errors that can be left when a range aggregation takes its samples: one line with such an error fails the whole
 * query in Loki. A filter that a line with the error cannot pass takes the error away.
 *
 * @param labelsMatter whether the aggregation or one around it needs labels: otherwise parsers do not run
 */
export function pipelineErrors({ query, unwrap }: LogRange, labelsMatter: boolean): PipelineError[] {
  const parsersRun = labelsMatter || fieldNames(query, unwrap).length > 0;
  let open: PipelineError[] = [];
  /** Labels whose text some filter has compared: only numbers pass `| code=~"5.."`, as far as we know. */
  const shaped = new Set<string>();
  for (const stage of query.stages) open = afterStage(open, stage, parsersRun, shaped);
  if (unwrap === undefined) return open;
  if (!shaped.has(unwrap.label.name))
    open = [...open, { stage: unwrap, error: 'SampleExtractionErr', label: unwrap.label.name }];
  // A line without the label has no value, and so no error either.
  open = open.filter(({ error }) => !PARSERS.has(error));
  return unwrap.postFilters.reduce((left, { filter }) => afterFilter(left, filter), open);
}

const PARSERS: ReadonlySet<string> = new Set(['JSONParserErr', 'LogfmtParserErr']);

function afterStage(
  open: PipelineError[],
  stage: PipelineStage,
  parsersRun: boolean,
  shaped: Set<string>,
): PipelineError[] {
  switch (stage.kind) {
    case 'Json':
    case 'Unpack':
      return parsersRun ? [...open, { stage, error: 'JSONParserErr' }] : open;
    case 'Logfmt':
      return parsersRun && stage.strict ? [...open, { stage, error: 'LogfmtParserErr' }] : open;
    case 'LabelFilter': {
      const left = afterFilter(open, stage.filter);
      const added = amounts(stage.filter).filter((name) => !shaped.has(name));
      for (const name of labelsRequired(stage.filter)) shaped.add(name);
      return [...left, ...added.map((label): PipelineError => ({ stage, error: 'LabelFilterErr', label }))];
    }
    case 'Drop':
      return stage.labels.some(({ name, matcher }) => name === '__error__' && matcher === undefined)
        ? []
        : open;
    default:
      return open;
  }
}

/** The labels that a filter reads as numbers. */
function amounts(filter: LabelFilter): string[] {
  if (filter.kind === 'LabelFilterBinary') return [...amounts(filter.lhs), ...amounts(filter.rhs)];
  return filter.kind === 'StringFilter' || filter.kind === 'IpFilter' ? [] : [filter.name];
}

/** The remaining lines behind a filter: a line that was not read has none of the labels that the filter asks for. */
function afterFilter(open: PipelineError[], filter: LabelFilter): PipelineError[] {
  const unread = asksForField(filter);
  return open.filter(({ error }) => !(unread && PARSERS.has(error)) && passes(filter, error));
}

/** Whether only lines pass that have a certain label. */
function asksForField(filter: LabelFilter): boolean {
  if (filter.kind !== 'LabelFilterBinary')
    return filter.kind === 'StringFilter'
      ? !filter.matcher.name.startsWith('__error') && labelsRequired(filter).size > 0
      : true;
  const [lhs, rhs] = [asksForField(filter.lhs), asksForField(filter.rhs)];
  return filter.op === 'and' ? lhs || rhs : lhs && rhs;
}

/** Whether a line with the error may pass what the filter says of `__error__`. */
function passes(filter: LabelFilter, error: string): boolean {
  if (filter.kind === 'LabelFilterBinary') {
    const [lhs, rhs] = [passes(filter.lhs, error), passes(filter.rhs, error)];
    return filter.op === 'and' ? lhs && rhs : lhs || rhs;
  }
  return (
    filter.kind !== 'StringFilter' ||
    filter.matcher.name !== '__error__' ||
    matcherTest(filter.matcher)(error)
  );
}
