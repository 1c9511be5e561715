import { defineCheck } from '../contract.ts';
import { firesAtOnce } from '../support/alert-time.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { typeOf } from '../../promql/syntax/types.ts';
import { children } from '../../promql/syntax/walk.ts';

export default defineCheck({
  meta: {
    id: 'alerts/no-for',
    summary: 'alerts on an instantaneous value without "for"',
    why: 'One sample above the threshold pages, and the next one resolves the alert, as does a failed scrape.',
    severity: 'info',
    preset: 'strict',
    peers: ['pint rule/for'],
    examples: {
      wrong: [{ files: ruleFile(alert('shop_queue_length > 100')), at: ['ShopBroken'] }],
      right: [
        { files: ruleFile(alert('shop_queue_length > 100', { for: '5m' })) },
        { title: 'A range smooths', files: ruleFile(alert('avg_over_time(shop_queue_length[5m]) > 100')) },
        { title: 'A recorded range', files: ruleFile(alert('shop:errors:rate5m > 100')) },
      ],
    },
  },
  messages: {
    once: (data: { alert: string }) => ({
      message: `the alert "${data.alert}" fires on a single sample`,
      why: 'the expression reads only the newest value, and there is no "for"',
      help: 'add "for", or use a range (avg_over_time, max_over_time, rate)',
    }),
    flaps: (data: { alert: string }) => ({
      message: `the alert "${data.alert}" fires on a single sample, and a gap in the data resolves it`,
      why: 'there is neither "for" nor "keep_firing_for": each failed scrape resolves the alert, and the next sample pages again',
      help: 'add "for", and a "keep_firing_for" longer than the gaps',
    }),
  },
  create: (context) => ({
    Promql(query) {
      const rule = alertOf(query);
      if (rule === undefined || query.ast === undefined || !firesAtOnce(rule)) return;
      if (!isMomentary(query.ast)) return;
      context.report(
        rule.keepFiringFor === undefined ? 'flaps' : 'once',
        { file: rule.file, range: rule.name.range },
        { alert: rule.name.value },
      );
    },
  }),
});

/** Only the newest values of scraped series count: no range, and no recorded series, which may hold one. */
function isMomentary(expr: Expr): boolean {
  if (expr.kind === 'VectorSelector') return expr.name?.includes(':') !== true;
  if (expr.kind === 'MatrixSelector' || expr.kind === 'SubqueryExpr') return false;
  const inner = children(expr).filter((child) => typeOf(child) !== 'scalar');
  return inner.length > 0 && inner.every(isMomentary);
}
