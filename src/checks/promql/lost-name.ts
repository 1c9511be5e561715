import type { LabelMatcher, Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { literalsOf } from '../../promql/syntax/regex-words.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { selectedName } from '../../project/series-graph.ts';
import { isFloatComparison } from '../../promql/infer/index.ts';
import { defineCheck } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { ruleOf } from '../support/rule-of.ts';

export default defineCheck({
  meta: {
    id: 'promql/lost-name',
    summary: 'series of several metrics that differ only in the metric name, where the name is dropped',
    why: 'Functions, operators and rules drop the metric name: series of two metrics then have identical labels, and the evaluation fails ("same labelset").',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'An alert has no metric name',
          files: ruleFile(alert('\'{__name__=~"health_(disk|fan|psu)", job="rack"} > 0\'')),
          at: ['__name__=~"health_(disk|fan|psu)"'],
        },
        {
          title: 'rate() drops it',
          files: ruleFile(record('shop:sold:rate5m', '\'rate({__name__=~"shop_(sold|paid)_total"}[5m])\'')),
          at: ['__name__=~"shop_(sold|paid)_total"'],
        },
      ],
      right: [
        {
          title: 'Counted',
          files: ruleFile(alert('\'count({__name__=~"health_(disk|fan|psu)"} > 0) > 3\'')),
        },
        {
          title: 'A label keeps the name',
          files: ruleFile(
            alert('\'label_replace({__name__=~"health_(disk|fan)"}, "what", "$1", "__name__", "(.+)") > 0\''),
          ),
        },
        { title: 'One name', files: ruleFile(alert('\'{__name__=~"health.disk"} > 0\'')) },
      ],
    },
  },
  messages: {
    dropped: (data: { matcher: string; by: string }) => ({
      message: `${data.matcher} selects several metrics, and ${data.by} drops the name that distinguishes their series`,
      why: 'if two of them have the same labels, the evaluation fails ("vector contains metrics with the same labelset") and no alert fires',
      help: 'write one rule for each metric, keep the name in a label by label_replace(..., "metric", "$1", "__name__", "(.+)"), or aggregate',
    }),
  },
  create: (context) => ({
    Promql(query) {
      const rule = ruleOf(query);
      if (rule === undefined || query.ast === undefined) return;
      walkExpr(query.ast, (node, path) => {
        const matcher = node.kind === 'VectorSelector' ? severalNames(node) : undefined;
        if (matcher === undefined) return;
        const by = droppedBy(path) ?? (rule.kind === 'alert' ? 'an alert' : 'the rule');
        if (by === 'kept') return;
        const { start, end } = matcher;
        context.report('dropped', query.place(matcher), { matcher: query.source.text.slice(start, end), by });
      });
    },
  }),
});

/** A pattern on the name that spells out or leaves open several metrics. */
function severalNames(selector: VectorSelector): LabelMatcher | undefined {
  if (selectedName(selector) !== undefined) return undefined;
  const matcher = selector.matchers.find(({ name, op }) => name === '__name__' && op === '=~');
  if (matcher === undefined) return undefined;
  const names = literalsOf(matcher.value);
  const several = names === undefined ? /[|*+]/.test(matcher.value) : names.length > 1;
  return several ? matcher : undefined;
}

/**
 * What drops the name on the way up; `kept`: series are added up, counted or named before, or a comparison with another
 * vector decides. undefined: the name arrives at the rule.
 */
function droppedBy(path: readonly Expr[]): string | undefined {
  for (const node of [...path].reverse()) {
    if (node.kind === 'AggregateExpr') return 'kept';
    if (node.kind === 'Call') {
      if (/^(?:label_|absent|count_over_time|scalar|last_over_time|sort)/.test(node.func)) return 'kept';
      return `${node.func}()`;
    }
    if (node.kind !== 'BinaryExpr') continue;
    if (node.matching !== undefined) return 'kept';
    if (!isFloatComparison(node.op) || node.bool) return `"${node.op}${node.bool ? ' bool' : ''}"`;
  }
  return undefined;
}
