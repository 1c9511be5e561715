import { factsOf, impossibleJoin, impossiblePair } from '../../analysis/expression/index.ts';
import { repairMatch } from '../../analysis/suggestion/index.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type { LabelFact, LabelMismatch } from '../../promql/infer/index.ts';
import type { BinaryExpr, Expr } from '../../promql/syntax/ast.ts';
import { groupBy } from '../../util/group-by.ts';
import { defineCheck } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { labelLoss } from '../support/label-loss.ts';
import type { RelatedPlace } from '../support/label-loss.ts';
import { snippet } from '../support/snippet.ts';

interface Found {
  readonly op: string;
  readonly difference: string;
  /** What the finding rests on, where it is not proved. */
  readonly premise: string;
  readonly mend: string;
}

const why = 'the labels of the two sides never agree, so the result is always empty';
const WHY_UNLESS =
  'no series on the right has the labels of a series on the left, so "unless" excludes nothing';

export default defineCheck({
  meta: {
    id: 'promql/impossible-match',
    summary: 'operators whose two sides can never have matching labels',
    why: 'A join without matches returns no series and no error: the alert never fires.',
    severity: 'error',
    preset: 'recommended',
    dashboards: true,
    peers: ['pint promql/vector_matching', 'pint promql/impossible'],
    examples: {
      wrong: [
        {
          title: 'A label that one side has lost',
          files: ruleFile(
            alert('sum by (job) (rate(shop_errors_total[5m])) / sum(rate(shop_requests_total[5m])) > 0.1'),
          ),
          at: ['/'],
        },
        {
          title: 'Different values of a label',
          files: ruleFile(
            alert(
              'rate(shop_requests_total{code="500"}[5m]) / rate(shop_requests_total{code="200"}[5m]) > 1',
            ),
          ),
          at: ['/'],
        },
        {
          title: 'Lost in a recording rule',
          files: ruleFile(
            record('shop:errors:rate5m', 'sum(rate(shop_errors_total[5m]))'),
            alert('shop:errors:rate5m > 1 and on (job) up{job="shop"} == 1'),
          ),
          at: ['and on (job)'],
        },
        {
          title: 'A condition that excludes nothing',
          files: ruleFile(alert('up{job="shop"} == 0 unless on (job) sum(shop_maintenance) > 0')),
          at: ['unless on (job)'],
        },
        {
          title: 'A branch that never matches',
          files: ruleFile(
            alert('sum by (shop) (errors) > 5 and on (shop) (max by (shop) (busy) > 3 or absent(busy))'),
          ),
          at: ['absent(busy)'],
        },
      ],
      right: [
        {
          files: ruleFile(
            alert(
              'sum by (job) (rate(shop_errors_total[5m])) / on () group_left sum(rate(shop_requests_total[5m])) > 0.1',
            ),
          ),
        },
        {
          title: 'Both sides may lack the label',
          files: ruleFile(alert('shop_used_bytes / shop_size_bytes > 0.9')),
        },
        {
          title: 'Different values of a label that is ignored',
          files: ruleFile(
            alert(
              'rate(shop_requests_total{code="500"}[5m]) / ignoring (code) rate(shop_requests_total{code="200"}[5m]) > 1',
            ),
          ),
        },
        {
          title: 'Each branch matches another side',
          files: ruleFile(
            alert(
              '(sum by (shop) (errors) or sum(errors)) > 5 and (sum by (shop) (busy) > 3 or sum(busy) > 9)',
            ),
          ),
        },
        {
          title: 'Alternatives may differ',
          files: ruleFile(alert('up{job="shop"} == 0 or up{job="till"} == 0')),
        },
      ],
    },
  },
  messages: {
    never: ({ op, difference, premise, mend }: Found) => ({
      message: `the two sides of "${op}" can never match: ${difference}`,
      why: why + premise,
      help: mend,
    }),
    unlessNothing: ({ difference, premise, mend }: Found) => ({
      message: `this "unless" never excludes a series: ${difference}`,
      why: WHY_UNLESS + premise,
      help: mend,
    }),
    branch: ({ op, difference, text }: { op: string; difference: string; text: string }) => ({
      message: `"or ${text}" never matches on the right side of "${op}": ${difference}`,
      why: 'it never matches a series of the left side, so only the other branch counts',
      help: `compare only labels that it also has ("${op} on (...)"), or join the branch to the whole expression with "or"`,
    }),
  },
  create: (context) => ({
    BinaryExpr(node, query) {
      if (node.matching === undefined || node.op === 'or') return;
      const found = impossibleJoin(node, context.project);
      if (found === undefined) {
        const branch = deadBranch(node, context.project);
        if (branch === undefined) return;
        const { expr, labels } = branch;
        const data = { op: node.op, difference: differences(labels), text: snippet(query, expr) };
        const related = labels.flatMap((each) => places(each, query, context.project));
        context.report('branch', query.place(expr), data, { severity: 'warning', related });
        return;
      }
      const labels = withoutPremises(found.labels);
      const premise = premiseOf(labels);
      const { help, fix } = repairMatch(query, node, context.project);
      const data = {
        op: node.op,
        difference: differences(labels),
        premise: premise === undefined ? '' : `; premise: ${premise}`,
        mend: help,
      };
      const related = labels.flatMap((each) => places(each, query, context.project));
      const range = { start: node.opRange.start, end: Math.max(node.opRange.end, node.matching.end) };
      context.report(node.op === 'unless' ? 'unlessNothing' : 'never', query.place(range), data, {
        related,
        ...(fix === undefined ? {} : { fix }),
        ...(premise === undefined ? {} : { severity: 'warning' }),
      });
    },
  }),
});

/**
 * The branch of an `or` on the right side of a set operator that matches nothing on the left, where others may. Only the
 * last one: a branch before another one may be there to hide it.
 */
function deadBranch(
  node: BinaryExpr,
  project: Project,
): { expr: Expr; labels: readonly LabelMismatch[] } | undefined {
  const right = unwrap(node.rhs);
  if ((node.op !== 'and' && node.op !== 'unless') || right.kind !== 'BinaryExpr' || right.op !== 'or')
    return undefined;
  const facts = factsOf(project);
  const found = impossiblePair(node, facts.alternatives(node.lhs), facts.alternatives(right.rhs));
  return found === undefined ? undefined : { expr: right.rhs, labels: found.labels };
}

/** The labels on which two sides differ; those that one side lacks stand together. */
function differences(labels: readonly LabelMismatch[]): string {
  const parts = groupBy(labels, ({ kind, label }) => (kind === 'values' ? `values ${label}` : kind));
  const texts = [...parts].map(([kind, [first, ...others]]) => {
    if (first === undefined || first.kind === 'values') return first === undefined ? '' : describe(first);
    const names = [first, ...others].map(({ label }) => `"${label}"`);
    const side = kind === 'missing-left' ? 'left' : 'right';
    return `the ${side} side has no label${names.length > 1 ? 's' : ''} ${names.join(', ')}`;
  });
  return texts.join('; ');
}

/** Without the labels that are only expected of a scraped series, where others are proved to differ. */
function withoutPremises(labels: readonly LabelMismatch[]): readonly LabelMismatch[] {
  const proved = labels.filter((each) => presentSide(each).reason?.kind !== 'scraped');
  return proved.length > 0 ? proved : labels;
}

function presentSide({ kind, left, right }: LabelMismatch): LabelFact {
  return kind === 'missing-left' ? right : left;
}

/**
 * What a mismatch rests on where every label that differs is only expected, because the metric is scraped. undefined: it
 * is proved, or the author or a catalogue says so.
 */
function premiseOf(labels: readonly LabelMismatch[]): string | undefined {
  const metrics = new Set<string>();
  for (const label of labels) {
    const { reason } = presentSide(label);
    if (reason?.kind !== 'scraped') return undefined;
    metrics.add(`"${reason.metric}"`);
  }
  return `${[...metrics].join(', ')} is scraped, and every scraped series has the labels "job" and "instance"`;
}

function describe({ label, left, right }: LabelMismatch): string {
  return `"${label}" is ${values(left)} on the left and ${values(right)} on the right`;
}

const MOST_VALUES = 3;

function values(fact: LabelFact): string {
  if (fact.values === undefined) return fact.reason?.kind === 'matcher' ? fact.reason.text : 'another value';
  const all = [...fact.values].map((value) => `"${value}"`);
  const shown = all.slice(0, MOST_VALUES).join(' or ');
  return all.length > MOST_VALUES ? `${shown} or ${all.length - MOST_VALUES} more` : shown;
}

function places(
  { label, left, right, kind }: LabelMismatch,
  query: PromqlQuery,
  project: Project,
): RelatedPlace[] {
  if (kind === 'values') return [];
  const lost = kind === 'missing-left' ? left : right;
  return labelLoss(label, lost.reason, query, project);
}
