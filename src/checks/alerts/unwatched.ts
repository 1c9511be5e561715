import { selectedName } from '../../project/series-graph.ts';
import { unwrap } from '../../promql/infer/index.ts';
import { exposedBy, knownMetric } from '../../promql/knowledge/index.ts';
import type { Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { defineCheck } from '../contract.ts';
import { selectorsOf, thresholdOf } from '../../analysis/expression/index.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';
import { isWatched, watchedBy } from '../support/watched.ts';
import type { Watched } from '../support/watched.ts';
import type { Threshold } from '../../analysis/expression/index.ts';

const LOW = alert('rate(shop_orders_total{job="shop"}[5m]) < 1', { name: 'OrdersLow' });

export default defineCheck({
  meta: {
    id: 'alerts/unwatched',
    summary: 'alerts on a low value without an alert on the absence of its series',
    why: 'When the target disappears there is no value to compare: the worst case does not fire.',
    severity: 'info',
    preset: 'strict',
    examples: {
      wrong: [
        { files: ruleFile(LOW), at: ['shop_orders_total'] },
        {
          title: 'Another job has the absence alert',
          files: ruleFile(LOW, alert('up{job="web"} == 0 or absent(up{job="web"})')),
          at: ['shop_orders_total'],
        },
        {
          title: 'Targets that service discovery no longer finds',
          files: ruleFile(alert('sum(up{job="shop"}) < 2', { for: '5m' })),
          at: ['up'],
        },
        {
          title: 'A timestamp that was never set',
          files: ruleFile(alert('time() - shop_backup_timestamp_seconds > 86400')),
          at: ['shop_backup_timestamp_seconds'],
        },
      ],
      right: [
        {
          title: 'Any number of targets',
          files: ruleFile(alert('up == 0', { for: '5m' })),
        },
        { files: ruleFile(LOW, alert('absent(shop_orders_total)', { for: '5m' })) },
        { title: 'The absence alert exists', files: ruleFile(LOW, alert('up == 0', { for: '5m' })) },
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
      message: `the alert "${data.alert}" does not fire when "${data.name}" is missing, and no alert covers that`,
      why: `without series there is no value that could be ${data.op} the threshold`,
      help: `add an alert on absent(${data.name}), or on up == 0 of its job`,
    }),
    age: (data: { alert: string; name: string }) => ({
      message: `the alert "${data.alert}" does not fire when "${data.name}" is missing, and no alert covers that`,
      why: 'a missing timestamp returns no series, so the alert stays silent',
      help: `add an alert on absent(${data.name}), or on up == 0 of its job`,
    }),
    targets: (data: { alert: string; name: string }) => ({
      message: `the alert "${data.alert}" does not fire when service discovery loses its targets: "${data.name}" disappears with them`,
      why: '"up" is 0 for a target that does not answer; a target that is no longer discovered has no "up" series',
      help: 'add an alert on absent(up{job="..."}), or append "or absent(...)" to this one',
    }),
  },
  create(context) {
    let watched: Watched | undefined;
    return {
      Promql(query) {
        const rule = alertOf(query);
        const shortage = query.ast === undefined ? undefined : shortageOf(query.ast);
        if (rule === undefined || shortage === undefined || hasConstantBranch(shortage.value)) return;
        const [selector] = selectorsOf(shortage.value);
        const name = selector === undefined ? undefined : selectedName(selector);
        if (selector === undefined || name === undefined || name.includes(':')) return;
        // alerts/dies-with says more.
        if (exposedBy(name) !== undefined) return;
        if (name === 'up' && !isOfSome(shortage.value, selector)) return;
        watched ??= watchedBy(context.project);
        if (isWatched(name, selector, watched)) return;
        const place = query.place(selector.nameRange ?? selector);
        const data = { alert: rule.name.value, name };
        if (name === 'up') context.report('targets', place, data);
        else if (shortage.kind === 'age') context.report('age', place, data);
        else context.report('silent', place, { ...data, op: shortage.op });
      },
    };
  },
});

/** What an alert finds too little of, or too old. */
type Shortage =
  | { readonly kind: 'level'; readonly value: Expr; readonly op: string }
  | { readonly kind: 'age'; readonly value: Expr };

function shortageOf(expr: Expr): Shortage | undefined {
  const threshold = thresholdOf(expr);
  if (threshold === undefined) return undefined;
  const { op, limit, value } = threshold;
  const low = op === '<' || op === '<=' || (op === '==' && limit === 0) || isNotUp(threshold);
  if (low) return { kind: 'level', value, op };
  const node = unwrap(value);
  if ((op !== '>' && op !== '>=') || node.kind !== 'BinaryExpr' || node.op !== '-') return undefined;
  const now = unwrap(node.lhs);
  if (now.kind !== 'Call' || now.func !== 'time') return undefined;
  const names = selectorsOf(node.rhs).map((selector) => selectedName(selector) ?? '');
  return names.every((name) => LATEST.test(name) && !BEGUN.test(name))
    ? { kind: 'age', value: node.rhs }
    : undefined;
}

/** Times of what should happen again and again; of something that has begun and goes on the age is another matter. */
const LATEST = /last|success|push|heartbeat|complet|finish|checkpoint|sync|backup|refresh/i;
const BEGUN = /start|creat|boot/i;

/** `redis_up != 1` says what `redis_up == 0` does. */
function isNotUp({ op, limit, value }: Threshold): boolean {
  if (op !== '!=' || limit !== 1) return false;
  const [selector] = selectorsOf(value);
  const name = selector === undefined ? undefined : selectedName(selector);
  return name !== undefined && knownMetric(name)?.values?.[1] === 1;
}

/** `up == 0` watches whatever targets there are; with a job, or summed up, it is about some that must be there. */
function isOfSome(value: Expr, { matchers }: VectorSelector): boolean {
  if (matchers.some(({ name, op }) => op === '=' && (name === 'job' || name === 'instance'))) return true;
  const node = unwrap(value);
  return node.kind === 'AggregateExpr' && node.grouping.length === 0;
}

/** `x or vector(0)` has a value when x is gone; absent() says so itself. */
function hasConstantBranch(expr: Expr): boolean {
  let found = false;
  walkExpr(expr, (node) => {
    if (node.kind === 'Call' && ['vector', 'absent', 'absent_over_time'].includes(node.func)) found = true;
  });
  return found;
}
