import type { AtModifier, DurationExpr } from '../../promql/syntax/ast.ts';
import type { PromqlQuery } from '../../project/project.ts';
import { defineCheck } from '../contract.ts';
import { alert, group, ruleFile } from '../support/example-rules.ts';
import { ruleOf } from '../support/rule-of.ts';
import { staticMs } from '../../analysis/expression/index.ts';

export default defineCheck({
  meta: {
    id: 'promql/fixed-time',
    summary: 'rules that read the future or a fixed time',
    why: 'Future samples do not exist yet, and a fixed time always gives the same result: the alert never fires, or never resolves.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: ruleFile(alert('shop_orders offset -1h < 5')), at: ['-1h'] },
        { files: ruleFile(alert('shop_orders @ 1609746000 < 5')), at: ['@ 1609746000'] },
      ],
      right: [
        { files: ruleFile(alert('shop_orders offset 1h < 5')) },
        {
          title: 'In a rule, end() is the evaluation time',
          files: ruleFile(alert('shop_orders @ end() < 5')),
        },
        {
          title: 'The whole group looks back',
          files: `groups:\n${group('shop', [alert('shop_orders offset -1m < 5')], 'query_offset: 5m')}`,
        },
        {
          title: 'A negative offset within a range in the past',
          files: ruleFile(alert('max_over_time((x - x offset -5m)[1h:] offset 10m) > 5')),
        },
      ],
    },
  },
  messages: {
    future: () => ({
      message: 'this offset is negative: it reads the future',
      why: 'a rule is evaluated for the current time, and later samples do not exist yet: the result is empty or outdated',
      help: 'use a positive offset, which looks back',
    }),
    fixed: (data: { at: string }) => ({
      message: `"@ ${data.at}" fixes the time: every evaluation reads the same value, until it exceeds the retention`,
      why: 'the rule does not react to current values',
      help: 'use "offset" for a time relative to now',
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
