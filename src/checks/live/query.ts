import { defineCheck } from '../contract.ts';
import { exampleServer } from '../support/example-live.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

const JOIN = 'shop_up * on (pod) group_left () kube_pod_info == 0';
const DETAIL = 'found duplicate series for the match group {pod="a"} on the right hand-side of the operation';

export default defineCheck({
  meta: {
    id: 'live/query',
    summary: 'expressions that the server of --prometheus cannot work out on the data that it has',
    why: 'A rule whose query fails fires nothing and records nothing; the error is on the page of rules, which nobody watches.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint promql/vector_matching', 'pint promql/syntax'],
    examples: {
      wrong: [
        {
          title: 'A join that is not unique on the data of today',
          files: ruleFile(alert(JOIN)),
          live: exampleServer({ queries: { [JOIN]: { error: 'execution', detail: DETAIL } } }),
          at: [JOIN],
        },
        {
          title: 'It takes too long',
          files: ruleFile(alert('sum(shop_slow) > 1')),
          live: exampleServer({
            queries: { 'sum(shop_slow) > 1': { error: 'timeout', detail: 'query timed out' } },
          }),
          at: ['sum(shop_slow) > 1'],
        },
      ],
      right: [
        { files: ruleFile(alert(JOIN)) },
        {
          files: ruleFile(alert('shop_up == 0')),
          live: exampleServer({ queries: { 'shop_up == 0': { series: 0, samples: 4, seconds: 0.1 } } }),
        },
      ],
    },
  },
  messages: {
    refused: (data: { server: string; detail: string }) => ({
      message: `${data.server} cannot evaluate this: ${data.detail}`,
      why: 'the rule fails at each evaluation: it fires nothing and records nothing',
      help: 'run the expression there and look at the series that the error names',
    }),
    slow: (data: { server: string; detail: string }) => ({
      message: `${data.server} did not evaluate this in time: ${data.detail}`,
      why: 'a rule that takes longer than its interval is late, and delays those behind it',
      help: 'read a recorded series instead, or fewer series and a shorter range',
    }),
  },
  create(context) {
    const { live } = context.project;
    if (live === undefined) return {};
    return {
      Rule({ expr, file }) {
        const answer = live.queries.get(expr.text);
        if (answer === undefined || !('error' in answer)) return;
        const { error, detail } = answer;
        const isSlow = error === 'timeout' || error === 'canceled';
        const data = { server: live.server, detail: detail.slice(0, MOST_DETAIL) };
        context.report(isSlow ? 'slow' : 'refused', { file, range: expr.range }, data);
      },
    };
  },
});

/** Characters of a server's error that are shown: it may name every series. */
const MOST_DETAIL = 300;
