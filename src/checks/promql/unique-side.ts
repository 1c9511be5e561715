import { factsOf, selectorsOf } from '../../analysis/expression/index.ts';
import type { Project } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import { isPossible, takesPart, unwrap } from '../../promql/infer/index.ts';
import type { BinaryExpr, Expr } from '../../promql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { ruleOf } from '../support/rule-of.ts';

export default defineCheck({
  meta: {
    id: 'promql/unique-side',
    summary: 'joins whose "one" side is not guaranteed to be unique',
    why: 'During a rolling restart, or with a second exporter, two series have the same compared labels: the evaluation fails with "found duplicate series for the match group".',
    severity: 'info',
    preset: 'strict',
    peers: ['pint promql/vector_matching'],
    examples: {
      wrong: [
        {
          title: 'A raw metric on the "one" side: a second exporter has the same pods',
          files: ruleFile(
            alert(
              'sum by (pod) (rate(shop_errors_total[5m])) * on (pod) group_left (node) kube_pod_info > 1',
            ),
          ),
          at: ['kube_pod_info'],
        },
        {
          title: 'Aggregated by a label that is copied but not compared',
          files: ruleFile(
            alert('shop_errors * on (pod) group_left (owner) max by (pod, owner) (kube_pod_owner) > 1'),
          ),
          at: ['max by (pod, owner) (kube_pod_owner)'],
        },
        {
          title: 'Neither side compares the target',
          files: ruleFile(alert('shop_used_bytes / on (pod) shop_limit_bytes > 0.9')),
          at: ['shop_limit_bytes'],
        },
      ],
      right: [
        {
          title: 'Made unique',
          files: ruleFile(
            alert(
              'sum by (pod) (rate(shop_errors_total[5m])) * on (pod) group_left (node) topk by (pod) (1, kube_pod_info) > 1',
            ),
          ),
        },
        {
          title: 'Compared by the labels of the grouping',
          files: ruleFile(
            alert('shop_errors / on (pod) group_left sum by (pod) (rate(shop_requests_total[5m])) > 1'),
          ),
        },
        {
          title: 'The target is compared too',
          files: ruleFile(alert('shop_errors * on (job, instance) group_left (version) shop_build_info > 1')),
        },
      ],
    },
  },
  messages: {
    raw: (data: { name: string; labels: string; free: string }) => ({
      message: `"${data.name}" is not guaranteed to be unique by ${data.labels}: the join does not compare "${data.free}"`,
      why: 'a second exporter, or the old and the new one during a restart, export the same series: the rule then fails with "found duplicate series for the match group"',
      help: 'aggregate that side by the compared labels: max by (...) (...), or topk by (...) (1, ...) to copy labels',
    }),
    copied: (data: { copied: string; labels: string }) => ({
      message: `this side also has a series for each ${data.copied}, but the join compares only ${data.labels}`,
      why: 'as soon as two values exist for the same compared labels (a restart, a new owner), the rule fails: "found duplicate series for the match group"',
      help: 'select one: topk by (...) (1, ...) by the compared labels',
    }),
  },
  create: (context) => ({
    BinaryExpr(node, query) {
      const { matching } = node;
      if (matching?.keyword !== 'on' || ruleOf(query) === undefined) return;
      const side = oneSide(node) ?? namelessSide(node, context.project);
      if (side === undefined) return;
      const labels = matching.labels.map(({ name }) => `"${name}"`).join(', ') || 'no label';
      const name = rawName(side, context.project) ?? anyName(side);
      const free = name === undefined ? undefined : uncomparedTarget(node, side);
      if (name !== undefined && free !== undefined && !context.project.catalogue.series(name)) {
        context.report('raw', query.place(unwrap(side)), { name, labels, free });
        return;
      }
      const copied = name === undefined ? copiedLabels(node, side, context.project) : [];
      if (copied.length > 0)
        context.report('copied', query.place(unwrap(side)), {
          copied: copied.map((label) => `"${label}"`).join(', '),
          labels,
        });
    },
  }),
});

/** The side of a many-to-one join that must have one series for each of the other. */
function oneSide({ matching, lhs, rhs }: BinaryExpr): Expr | undefined {
  if (matching?.cardinality === 'many-to-one') return rhs;
  return matching?.cardinality === 'one-to-many' ? lhs : undefined;
}

/** `a / on (pod) b` of two scraped metrics, whose targets are not compared: both sides must be unique. */
function namelessSide(node: BinaryExpr, project: Project): Expr | undefined {
  if (node.matching?.cardinality !== 'one-to-one') return undefined;
  const isRaw = (side: Expr): boolean =>
    (rawName(side, project) ?? anyName(side)) !== undefined && uncomparedTarget(node, side) === 'instance';
  return isRaw(node.lhs) && isRaw(node.rhs) ? node.rhs : undefined;
}

/** The pattern of a selector that takes several metrics. */
function anyName(side: Expr): string | undefined {
  const node = unwrap(side);
  return node.kind === 'VectorSelector' ? node.matchers.find(isAnyName)?.value : undefined;
}

function isAnyName({ name, op }: { readonly name: string; readonly op: string }): boolean {
  return name === '__name__' && op === '=~';
}

/** The scraped metric that a side is, without a filter or aggregation. */
function rawName(side: Expr, project: Project): string | undefined {
  const node = unwrap(side);
  if (node.kind === 'BinaryExpr' && node.matching === undefined) return rawName(node.lhs, project);
  if (node.kind === 'Call') {
    const [first] = node.args;
    const range = first === undefined ? undefined : unwrap(first);
    return range?.kind === 'MatrixSelector' ? rawName(range.selector, project) : undefined;
  }
  if (node.kind !== 'VectorSelector') return undefined;
  const name = selectedName(node);
  return name === undefined || name.includes(':') || project.series.recorders(name).length > 0
    ? undefined
    : name;
}

/** A label of the target that the join does not compare and that no matcher pins: two targets may expose the same. */
function uncomparedTarget(node: BinaryExpr, side: Expr): string | undefined {
  const pinned = new Set(
    selectorsOf(side).flatMap(({ matchers }) =>
      matchers.filter(({ op }) => op === '=').map(({ name }) => name),
    ),
  );
  return ['instance', 'job'].find((label) => !takesPart(node, label) && !pinned.has(label));
}

/** Labels that a side is aggregated by and that the join copies without comparing them. */
function copiedLabels(node: BinaryExpr, side: Expr, project: Project): string[] {
  const aggregate = unwrap(side);
  if (aggregate.kind !== 'AggregateExpr' || aggregate.keyword !== 'by') return [];
  if (['topk', 'bottomk', 'limitk'].includes(aggregate.op)) return [];
  const alternatives = factsOf(project).alternatives(aggregate).filter(isPossible);
  return aggregate.grouping
    .map(({ name }) => name)
    .filter((name) => !takesPart(node, name))
    .filter((name) => alternatives.some(({ labels }) => labels.known.get(name)?.values?.size !== 1));
}
