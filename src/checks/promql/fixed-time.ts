import type { AtModifier, DurationExpr } from '../../promql/syntax/ast.ts';
import type { PromqlQuery } from '../../project/project.ts';
import { defineCheck } from '../contract.ts';
import { alert, group, ruleFile } from '../support/example-rules.ts';
import { ruleOf } from '../support/rule-of.ts';
import { staticMs } from '../../analysis/expression/index.ts';

export default defineCheck({
  meta: {
    id: 'promql/fixed-time',
    summary: 'rules that look into the future or at a moment that never changes',
    why: 'At evaluation the future is empty, and a fixed moment gives the same answer for ever: the alert never fires, or never ends.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: ruleFile(alert('shop_orders offset -1h < 5')), at: ['-1h'] },
        { files: ruleFile(alert('shop_orders @ 1609746000 < 5')), at: ['@ 1609746000'] },
      ],
      right: [
        { files: ruleFile(alert('shop_orders offset 1h < 5')) },
        { title: 'In a rule the end is now', files: ruleFile(alert('shop_orders @ end() < 5')) },
        {
          title: 'The group looks back as a whole',
          files: `groups:\n${group('shop', [alert('shop_orders offset -1m < 5')], 'query_offset: 5m')}`,
        },
        {
          title: 'Forward inside a range of the past',
          files: ruleFile(alert('max_over_time((x - x offset -5m)[1h:] offset 10m) > 5')),
        },
      ],
    },
  },
  messages: {
    future: () => ({
      message: 'this offset is negative: it looks into the future',
      why: 'a rule is evaluated now, and what comes later is not stored yet: the result is empty or too old',
      help: 'take a positive offset, which looks back',
    }),
    fixed: (data: { at: string }) => ({
      message: `"@ ${data.at}" fixes the moment: every evaluation sees the same value, until it is past the retention`,
      why: 'the rule does not follow what happens now',
      help: 'use "offset" for a moment relative to now',
    }),
  },
  create(context) {
    const check = (node: { offset?: DurationExpr; at?: AtModifier }, query: PromqlQuery): void => {
      const rule = ruleOf(query);
      if (rule === undefined) return;
      const { offset, at } = node;
      const shifted = rule.group.queryOffset !== undefined || /\]\s*offset\s+[^-\s]/.test(query.source.text);
      if (offset !== undefined && at === undefined && !shifted && (staticMs(offset) ?? 0) < 0)
        context.report('future', query.place(offset), undefined);
      if (typeof at?.at === 'number') context.report('fixed', query.place(at), { at: String(at.at) });
    };
    return { VectorSelector: check, SubqueryExpr: check };
  },
});
