import { factsOf } from '../../project/facts.ts';
import type { Project } from '../../project/project.ts';
import { isFloatComparison, isPossible, unwrap } from '../../promql/infer/index.ts';
import type { NeverReason } from '../../promql/infer/index.ts';
import type { BinaryExpr, Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { defineCheck } from '../contract.ts';
import type { Place } from '../contract.ts';
import { cataloguedSeries } from '../support/catalogued-selector.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';

import { snippet } from '../support/snippet.ts';
import { sidesText } from '../support/value-text.ts';
import { hasPartWithItself } from '../support/with-itself.ts';

const CATALOGUE = `metrics:
  shop_checkout_duration_seconds:
    type: histogram
    labels: [shop]
    buckets: [0.1, 0.5, 1]
`;
const why = 'the expression returns nothing whatever happens, so nobody is ever told';

export default defineCheck({
  meta: {
    id: 'alerts/never-fires',
    summary: 'alerts whose condition can never be true',
    why: 'A condition outside the range of the value it is put on, or one that contradicts another, is an alert that everybody believes in and that never fires.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint alerts/comparison', 'pint promql/impossible'],
    examples: {
      wrong: [
        {
          title: 'A count of nothing is nothing, not 0',
          files: ruleFile(alert('count(up{job="shop"} == 1) == 0')),
          at: ['count(up{job="shop"} == 1) == 0'],
        },
        {
          title: 'A ratio compared with a percentage',
          files: ruleFile(
            alert('sum(rate(shop_requests_total{code="500"}[5m])) / sum(rate(shop_requests_total[5m])) > 5'),
          ),
          at: ['sum(rate(shop_requests_total{code="500"}[5m])) / sum(rate(shop_requests_total[5m])) > 5'],
        },
        {
          title: 'Two conditions that exclude each other',
          files: ruleFile(alert('shop_queue_length > 100 and shop_queue_length < 10')),
          at: ['shop_queue_length > 100 and shop_queue_length < 10'],
        },
        {
          title: 'A filter used as if it were 1 or 0',
          files: ruleFile(alert('avg_over_time((shop_queue_length > 100)[10m:1m]) < 0.5')),
          at: ['avg_over_time((shop_queue_length > 100)[10m:1m]) < 0.5'],
        },
        {
          title: 'Over the highest bucket',
          files: {
            'metrics.yml': CATALOGUE,
            'rules.yml': ruleFile(
              alert(
                'histogram_quantile(0.99, sum by (le) (rate(shop_checkout_duration_seconds_bucket[5m]))) > 5',
              ),
            ),
          },
          at: ['histogram_quantile(0.99, sum by (le) (rate(shop_checkout_duration_seconds_bucket[5m]))) > 5'],
        },
        {
          title: 'A matcher that excludes everything',
          files: ruleFile(alert('shop_queue_length{till!~".*"} > 10')),
          at: ['till!~".*"'],
        },
        {
          title: 'Through a recording rule',
          files: ruleFile(record('shop:up:count', 'count(up{job="shop"})'), alert('shop:up:count < 1')),
          at: ['shop:up:count < 1'],
        },
      ],
      right: [
        { files: ruleFile(alert('(count(up{job="shop"} == 1) or vector(0)) == 0')) },
        { files: ruleFile(alert('shop_queue_length > 10 and shop_queue_length < 100')) },
        { files: ruleFile(alert('count(up{job="shop"} == 1) < 2')) },
        {
          title: 'Series without the label',
          files: ruleFile(alert('shop_queue_length{till!~".+"} > 10')),
        },
        {
          files: ruleFile(
            alert(
              'sum(rate(shop_requests_total{code="500"}[5m])) / sum(rate(shop_requests_total[5m])) > 0.05',
            ),
          ),
        },
      ],
    },
  },
  messages: {
    comparison: (data: { text: string; sides: string; help: string }) => ({
      message: `"${data.text}" can never be true: ${data.sides}`,
      why,
      help: data.help,
    }),
    contradiction: (data: { text: string }) => ({
      message: `the two conditions of "${data.text}" exclude each other`,
      why,
      help: 'join alternatives by "or", or correct one of the thresholds',
    }),
    excluded: (data: { text: string }) => ({
      message: `"unless" takes away everything that the left side of "${data.text}" returns`,
      why,
      help: 'correct one of the thresholds',
    }),
    itself: (data: { text: string }) => ({
      message: `"${data.text}" compares a value with itself`,
      why,
      help: 'compare with a threshold, or with the value of another time ("offset 1h")',
    }),
    present: (data: { text: string }) => ({
      message: `"${data.text}" asks for the absence of something that is always there`,
      why,
      help: 'take the constant ("vector(...)") out of the argument',
    }),
    parameter: (data: { text: string }) => ({
      message: `"${data.text}" returns nothing with this parameter`,
      why,
      help: 'topk and its kin need a number of at least 1; clamp needs a minimum below its maximum',
    }),
    matchers: (data: { text: string; label: string }) => ({
      message: `the matcher ${data.text} can never hold together with what else is known of "${data.label}"`,
      why,
      help: 'correct the value; for alternatives write one regular expression, such as {code=~"500|503"}',
    }),
    excludesAll: (data: { text: string; label: string }) => ({
      message: `the matcher ${data.text} excludes every value of "${data.label}", and series without it too`,
      why,
      help: `exclude the values that are meant, or write ${data.label}="" for series without the label`,
    }),
    recorded: (data: { record: string }) => ({
      message: `"${data.record}" is never recorded: the expression of its rule can never return anything`,
      why,
      help: 'correct the recording rule',
    }),
  },
  create: (context) => ({
    Promql(query) {
      if (query.ast === undefined || alertOf(query) === undefined) return;
      for (const { reason, node } of deadParts(query.ast, context.project)) {
        const place = query.place(reason.range);
        const text = snippet(query, reason.range);
        switch (reason.kind) {
          case 'comparison': {
            const comparison = comparisonAt(node, reason.range);
            if (comparison !== undefined && hasPartWithItself(comparison)) break;
            context.report('comparison', place, {
              text,
              sides: sidesText(reason.left, reason.right),
              help: comparisonHelp(node, reason.range),
            });
            break;
          }
          case 'contradiction':
            context.report('contradiction', query.place(joinOf(node, reason.range)), {
              text: snippet(query, joinOf(node, reason.range)),
            });
            break;
          case 'excluded':
          case 'itself':
          case 'present':
          case 'parameter':
            context.report(reason.kind, place, { text });
            break;
          case 'matchers':
            if (!isCataloguesBusiness(query.ast, reason, context.project)) {
              const kind = /!~\s*["'`]\^?\(?\.\*\)?\$?["'`]$/.test(text) ? 'excludesAll' : 'matchers';
              context.report(kind, place, { text, label: reason.label });
            }
            break;
          case 'recorded': {
            const related = recorderPlace(reason, context.project);
            context.report(
              'recorded',
              place,
              { record: reason.record },
              {
                related: related === undefined ? [] : [{ ...related, message: 'nothing comes of this' }],
              },
            );
            break;
          }
          case 'no-match':
            // promql/impossible-match shows the labels.
            break;
        }
      }
    },
  }),
});

interface DeadPart {
  readonly node: Expr;
  readonly reason: NeverReason;
}

/** The whole expression, or each branch of an `or`, that never returns anything. */
function deadParts(expr: Expr, project: Project): DeadPart[] {
  const node = unwrap(expr);
  if (node.kind === 'BinaryExpr' && node.op === 'or')
    return [...deadParts(node.lhs, project), ...deadParts(node.rhs, project)];
  const alternatives = factsOf(project).alternatives(node);
  const [first] = alternatives;
  if (first === undefined || alternatives.some(isPossible) || first.presence.kind !== 'never') return [];
  return [{ node, reason: first.presence.reason }];
}

/** The join whose left side the range is. */
function joinOf(root: Expr, range: { start: number; end: number }): { start: number; end: number } {
  let found = range;
  walkExpr(root, (node) => {
    if (node.kind === 'BinaryExpr' && node.lhs.start === range.start && node.lhs.end === range.end)
      found = node;
  });
  return found;
}

function comparisonAt(root: Expr, range: { start: number; end: number }): BinaryExpr | undefined {
  let found: BinaryExpr | undefined;
  walkExpr(root, (node) => {
    if (node.kind === 'BinaryExpr' && node.start === range.start && node.end === range.end) found ??= node;
  });
  return found;
}

function comparisonHelp(root: Expr, range: { start: number; end: number }): string {
  const comparison = comparisonAt(root, range);
  const left = comparison && unwrap(comparison.lhs);
  if (left?.kind === 'AggregateExpr' && left.op === 'count')
    return 'a count of no series is empty, not 0: use absent(...), or "(count(...) or vector(0))"';
  if (left?.kind === 'BinaryExpr' && left.op === '/')
    return 'compare a ratio with a number from 0 to 1, or multiply it by 100';
  if (left?.kind === 'Call' && left.func === 'histogram_quantile')
    return 'a quantile is never above the highest bucket: add buckets, or compare with less';
  return left !== undefined && hasFilter(left)
    ? 'a comparison is a filter that passes values on: write "> bool" for 1 and 0, or correct the threshold'
    : 'correct the threshold';
}

/** Matchers on labels and values that a catalogue does not list belong to promql/unknown-label. */
function isCataloguesBusiness(root: Expr, { range }: NeverReason, project: Project): boolean {
  let catalogued = false;
  walkExpr(root, (node) => {
    if (node.kind === 'VectorSelector' && node.start <= range.start && range.end <= node.end)
      catalogued = cataloguedSeries(node, project) !== undefined;
  });
  return catalogued;
}

function recorderPlace(reason: NeverReason & { kind: 'recorded' }, project: Project): Place | undefined {
  const rule = project.series.recorders(reason.record)[reason.recorder];
  if (rule === undefined) return undefined;
  const { inner } = reason;
  return {
    file: rule.file,
    range: inner.kind === 'recorded' ? rule.expr.range : rule.expr.rangeOf(inner.range),
  };
}

/** Whether a comparison without `bool` is somewhere in an expression. */
function hasFilter(expr: Expr): boolean {
  let found = false as boolean;
  walkExpr(expr, (node) => {
    found ||= node.kind === 'BinaryExpr' && isFloatComparison(node.op) && !node.bool;
  });
  return found;
}
