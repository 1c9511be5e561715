import { selectedName } from '../../project/series-graph.ts';
import type { Project } from '../../project/project.ts';
import type { Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { defineCheck } from '../contract.ts';
import { disjoint, selectorsOf } from '../support/disjoint.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';
import { ruleAst } from '../support/rule-ast.ts';
import { thresholdOf } from '../support/threshold.ts';

const LOW = alert('rate(shop_orders_total{job="shop"}[5m]) < 1', { name: 'OrdersLow' });

export default defineCheck({
  meta: {
    id: 'alerts/unwatched',
    summary: 'alerts on too little of something, where nothing watches for its absence',
    why: 'When the target is gone there is no value to be too low: the worst case is the silent one.',
    severity: 'info',
    preset: 'strict',
    examples: {
      wrong: [
        { files: ruleFile(LOW), at: ['shop_orders_total'] },
        {
          title: 'Another job is watched',
          files: ruleFile(LOW, alert('up{job="web"} == 0')),
          at: ['shop_orders_total'],
        },
      ],
      right: [
        { files: ruleFile(LOW, alert('absent(shop_orders_total)', { for: '5m' })) },
        { title: 'The target is watched', files: ruleFile(LOW, alert('up == 0', { for: '5m' })) },
        {
          title: 'In the expression itself',
          files: ruleFile(alert('shop_orders < 1 or absent(shop_orders)')),
        },
        { title: 'Too much of it', files: ruleFile(alert('shop_queue_length > 100')) },
      ],
    },
  },
  messages: {
    silent: (data: { alert: string; name: string; op: string }) => ({
      message: `the alert "${data.alert}" is silent when "${data.name}" is gone, and no alert watches for that`,
      why: `without series there is nothing that could be ${data.op} the limit`,
      help: `add an alert on absent(${data.name}), or on up == 0 of its job`,
    }),
  },
  create(context) {
    let watched: Watched | undefined;
    return {
      Promql(query) {
        const rule = alertOf(query);
        const threshold = query.ast === undefined ? undefined : thresholdOf(query.ast);
        if (rule === undefined || threshold === undefined || !isLow(threshold.op, threshold.limit)) return;
        const [selector] = selectorsOf(threshold.value);
        const name = selector === undefined ? undefined : selectedName(selector);
        if (selector === undefined || name === undefined || name === 'up' || name.includes(':')) return;
        if (hasConstantBranch(threshold.value)) return;
        watched ??= collect(context.project);
        if (watched.names.has(name) || watched.ups.some((up) => !disjoint(up, selector))) return;
        context.report('silent', query.place(selector.nameRange ?? selector), {
          alert: rule.name.value,
          name,
          op: threshold.op,
        });
      },
    };
  },
});

function isLow(op: string, limit: number): boolean {
  return op === '<' || op === '<=' || (op === '==' && limit === 0);
}

/** `x or vector(0)` has a value when x is gone; absent() says so itself. */
function hasConstantBranch(expr: Expr): boolean {
  let found = false;
  walkExpr(expr, (node) => {
    if (node.kind === 'Call' && ['vector', 'absent', 'absent_over_time'].includes(node.func)) found = true;
  });
  return found;
}

interface Watched {
  /** Metrics whose absence some alert speaks of. */
  readonly names: ReadonlySet<string>;
  /** Selectors of `up` in alerts. */
  readonly ups: readonly VectorSelector[];
}

function collect(project: Project): Watched {
  const names = new Set<string>();
  const ups: VectorSelector[] = [];
  for (const rule of project.alerts) {
    const ast = ruleAst(rule);
    if (ast === undefined) continue;
    walkExpr(ast, (node) => {
      if (node.kind === 'VectorSelector' && selectedName(node) === 'up') ups.push(node);
      if (node.kind !== 'Call' || !node.func.startsWith('absent')) return;
      for (const selector of selectorsOf(node)) {
        const name = selectedName(selector);
        if (name !== undefined) names.add(name);
      }
    });
  }
  return { names, ups };
}
