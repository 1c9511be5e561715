import type { PipelineError } from '../../logql/analysis/index.ts';
import { pipelineErrors, walk } from '../../logql/analysis/index.ts';
import type { LogqlExpr, RangeAggregation } from '../../logql/syntax/index.ts';
import { unparen } from '../../logql/syntax/index.ts';
import type { LogqlQuery } from '../../project/project.ts';
import { defineCheck } from '../contract.ts';
import { lokiAlert } from '../support/example-rules.ts';

const rules = (range: string): Record<string, string> => lokiAlert(`sum by (route) (${range}) > 3`);

/** What makes each error. */
const CAUSES: Readonly<Record<PipelineError['error'], (label: string) => string>> = {
  JSONParserErr: () => 'a line that is not JSON',
  LogfmtParserErr: () => 'a line that is not logfmt',
  LabelFilterErr: (label) => `a line whose "${label}" is not a number, size or duration`,
  SampleExtractionErr: (label) => `a line whose "${label}" cannot be unwrapped`,
};

export default defineCheck({
  meta: {
    id: 'logql/unguarded-error',
    summary: 'log alerts and recording rules that fail on one unreadable line',
    why: 'Loki fails the whole query if one line has __error__: while such a line is in the range, the rule is not evaluated and the alert resolves or does not fire.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: rules('count_over_time({app="web"} | json [5m])'), at: ['json'] },
        { files: rules('count_over_time({app="web"} | logfmt | duration > 5s [5m])'), at: ['duration > 5s'] },
        { files: rules('sum_over_time({app="web"} | logfmt | unwrap size [5m])'), at: ['size'] },
      ],
      right: [
        { files: rules('count_over_time({app="web"} | json | __error__="" [5m])') },
        {
          title: 'Only lines that parsed have the field',
          files: rules('count_over_time({app="web"} | json | event="x" [5m])'),
        },
        {
          title: 'No label is used, so Loki does not parse',
          files: lokiAlert('sum(count_over_time({app="web"} | json [5m])) > 3'),
        },
        { files: rules('sum_over_time({app="web"} | logfmt | unwrap size | __error__="" [5m])') },
        {
          title: 'The field is always a number',
          files: rules('count_over_time({app="web"} | json | status=~"5.." | status > 500 [5m])'),
        },
        {
          title: 'logfmt skips text that it cannot read',
          files: rules('count_over_time({app="web"} | logfmt [5m])'),
        },
      ],
    },
  },
  messages: {
    fails: (data: { cause: string; error: string }) => ({
      message: `${data.cause} fails the whole query, because no filter on __error__ follows`,
      why: `Loki answers "pipeline error: '${data.error}'" while such a line is in the range, and the rule returns no result`,
      help: 'drop such lines: | __error__=""',
    }),
  },
  create: (context) => ({
    Logql(query) {
      if (query.ast === undefined || query.owner.kind !== 'rule') return;
      for (const { node, labelsMatter } of aggregations(query.ast)) {
        const errors = pipelineErrors(node.range, labelsMatter);
        const [first] = errors;
        if (first === undefined) continue;
        const data = { cause: CAUSES[first.error](first.label ?? ''), error: first.error };
        context.report('fails', query.place(placeOf(first, query)), data, {
          fix: fixOf(errors.at(-1)!, node, query),
        });
      }
    },
  }),
});

/** Every range aggregation, and whether it or a sum around it needs labels. */
function aggregations(expr: LogqlExpr): { node: RangeAggregation; labelsMatter: boolean }[] {
  const summed = new Set<LogqlExpr>();
  const found: { node: RangeAggregation; labelsMatter: boolean }[] = [];
  walk(expr, (outer) => {
    if (outer.kind === 'VectorAggregation' && outer.op === 'sum' && isEmptyGrouping(outer.grouping))
      summed.add(unparen(outer.expr));
    if (outer.kind !== 'RangeAggregation' || outer.op === 'absent_over_time') return;
    const own = outer.grouping?.keyword === 'by' && isEmptyGrouping(outer.grouping);
    found.push({ node: outer, labelsMatter: !own && !(summed.has(outer) && ADDITIVE.has(outer.op)) });
  });
  return found;
}

const isEmptyGrouping = (grouping: RangeAggregation['grouping']): boolean =>
  grouping === undefined || (grouping.keyword === 'by' && grouping.labels.length === 0);

/** The range aggregations that Loki groups together with the sum around them, so that it can skip parsers. */
const ADDITIVE: ReadonlySet<string> = new Set([
  'bytes_over_time',
  'bytes_rate',
  'sum_over_time',
  'rate',
  'count_over_time',
]);

/** The stage without its "|", or the label that is unwrapped. */
function placeOf({ stage }: PipelineError, query: LogqlQuery): { start: number; end: number } {
  if (!('kind' in stage)) return { start: stage.label.start, end: stage.label.end };
  const text = query.source.text.slice(stage.start, stage.end);
  const lead = /^\|\s*/.exec(text)?.[0].length ?? 0;
  return { start: stage.start + lead, end: stage.start + text.trimEnd().length };
}

/** Adds the filter behind the last stage that can fail: behind an unwrap it applies to what that reads, too. */
function fixOf({ stage }: PipelineError, { range }: RangeAggregation, query: LogqlQuery) {
  const last = 'kind' in stage ? stage : (range.unwrap?.postFilters.at(-1) ?? stage);
  const { text } = query.source;
  const end = last.start + text.slice(last.start, last.end).trimEnd().length;
  return {
    description: 'drop the lines that Loki cannot read',
    safe: true,
    edits: [{ range: query.place({ start: end, end }).range, text: ' | __error__=""' }],
  };
}
