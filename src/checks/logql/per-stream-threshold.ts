import { logQueries } from '../../logql/analysis/index.ts';
import type { BinaryExpr, LogqlExpr, RangeAggregation } from '../../logql/syntax/index.ts';
import { literalValue, unparen } from '../../logql/syntax/index.ts';
import { lokiIngest } from '../../project/loki-ingest.ts';
import { defineCheck } from '../contract.ts';
import { lokiAlert } from '../support/example-rules.ts';

export default defineCheck({
  meta: {
    id: 'logql/per-stream-threshold',
    summary: 'log alerts that compare each stream, level and parsed field separately with one threshold',
    why: 'Loki 3 adds detected_level to every line, and a parser turns all fields into labels: without an aggregation, each combination is a separate series, and no series may reach the threshold.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: lokiAlert('count_over_time({app="web"} |= "timeout" [5m]) > 20'), at: ['count_over_time'] },
        {
          title: 'A series for each request',
          files: lokiAlert('rate({app="web"} | logfmt [5m]) > 5'),
          at: ['rate'],
        },
      ],
      right: [
        { files: lokiAlert('sum(count_over_time({app="web"} |= "timeout" [5m])) > 20') },
        {
          title: 'A single line is enough',
          files: lokiAlert('count_over_time({app="web"} |= "timeout" [5m]) > 0'),
        },
        {
          title: 'The value of each stream',
          files: lokiAlert('max_over_time({app="web"} | logfmt | unwrap size | __error__="" [5m]) > 20'),
        },
        {
          title: 'Loki detects no levels, and no parser is used',
          config: 'loki: { discover_log_levels: false }\n',
          files: lokiAlert('count_over_time({app="web"} |= "timeout" [5m]) > 20'),
        },
      ],
    },
  },
  messages: {
    apart: (data: { op: string; by: string; limit: string }) => ({
      message: `${data.op} counts ${data.by} separately, and compares each count with ${data.limit}`,
      why: 'each level or field value is a series of its own: their total can exceed the threshold without an alert',
      help: 'sum over the labels that the alert concerns: sum by (app) (...)',
    }),
  },
  create: (context) => ({
    Logql(query) {
      const { owner, ast, source } = query;
      if (owner.kind !== 'rule' || owner.rule.kind !== 'alert' || ast === undefined) return;
      for (const comparison of thresholds(ast)) {
        const node = unparen(comparison.lhs);
        if (node.kind !== 'RangeAggregation' || !COUNTING.has(node.op) || node.grouping !== undefined)
          continue;
        const by = whatIsApart(node, lokiIngest(context.project).levels);
        const limit = literalValue(comparison.rhs);
        if (by === undefined || limit === undefined || limit <= 0) continue;
        const written = source.text.slice(comparison.rhs.start, comparison.rhs.end).trim();
        context.report('apart', query.place(node.opRange), { op: node.op, by, limit: written });
      }
    },
  }),
});

/** What adds up over streams; the least and the greatest of each stream are asked for on purpose. */
const COUNTING: ReadonlySet<string> = new Set([
  'count_over_time',
  'rate',
  'bytes_over_time',
  'bytes_rate',
  'sum_over_time',
]);

/** The comparisons of an alert with a limit from below, below and, or and unless. */
function thresholds(expr: LogqlExpr): BinaryExpr[] {
  const node = unparen(expr);
  if (node.kind !== 'BinaryExpr') return [];
  if (node.op === 'and' || node.op === 'or') return [...thresholds(node.lhs), ...thresholds(node.rhs)];
  if (node.op === 'unless') return thresholds(node.lhs);
  return node.op === '>' || node.op === '>=' ? [node] : [];
}

/** The labels that distinguish the series beside those of the stream; undefined: streams alone do. */
function whatIsApart(node: RangeAggregation, levels: boolean): string | undefined {
  const { stages } = node.range.query;
  if (stages.some(({ kind }) => kind === 'Keep')) return undefined;
  const all = stages.some(
    (stage) => (stage.kind === 'Json' || stage.kind === 'Logfmt') && stage.extractions.length === 0,
  );
  if (all) return 'every combination of the fields of the lines';
  return levels && !fixesLevel(node) ? 'each stream and each detected_level' : undefined;
}

/** Whether the query picks one level, or drops it. */
function fixesLevel(node: RangeAggregation): boolean {
  return (
    logQueries(node).some(({ query }) =>
      query.stages.some(
        (stage) =>
          (stage.kind === 'LabelFilter' && /level/i.test(JSON.stringify(stage.filter))) ||
          (stage.kind === 'Drop' && stage.labels.some(({ name }) => name === 'detected_level')),
      ),
    ) || node.range.query.selector.matchers.some(({ name, op }) => /level|severity/i.test(name) && op === '=')
  );
}
