import type { AlertingRule } from '../../documents/rules/types.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { defineCheck } from '../contract.ts';
import { deadPart, neverFault, neverText } from '../support/dead-part.ts';
import type { DeadPart, NeverFault } from '../support/dead-part.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';
import {
  ageCondition,
  clockCondition,
  isBeyond,
  longestWindow,
  mostCounted,
  neededComparisons,
  oldestAge,
  sampleCount,
  thresholdOf,
  weekText,
} from '../../analysis/expression/index.ts';
import { snippet } from '../support/snippet.ts';

const CATALOGUE = `metrics:
  shop_checkout_duration_seconds:
    type: histogram
    labels: [shop]
    buckets: [0.1, 0.5, 1]
`;
const WHY = 'the expression never returns a series, so the alert never notifies anyone';

export default defineCheck({
  meta: {
    id: 'alerts/never-fires',
    summary: 'alerts whose condition can never be true',
    why: 'A condition outside the possible range of its value, or one that contradicts another, makes an alert that never fires.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint alerts/comparison', 'pint promql/impossible'],
    examples: {
      wrong: [
        {
          title: 'A count of no series is empty, not 0',
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
          title: 'Above the highest bucket',
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
          title: 'Older than the lookback of a query',
          files: ruleFile(alert('time() - timestamp(shop_heartbeat) > 600')),
          at: ['time() - timestamp(shop_heartbeat) > 600'],
        },
        {
          title: '"for" longer than its time window',
          files: ruleFile(alert('shop_sold < 10 and on () (hour() >= 9 < 10)', { for: '2h' })),
          at: ['2h'],
        },
        {
          title: 'Days that exclude each other',
          files: ruleFile(
            alert('shop_sold < 10 and on () (day_of_week() == 6) and on () (day_of_week() == 0)'),
          ),
          at: ['day_of_week() == 6) and on () (day_of_week() == 0'],
        },
        {
          title: 'More changes than samples',
          files: {
            'prometheus.yml': 'global: { scrape_interval: 1m }\nscrape_configs: [{ job_name: shop }]\n',
            'rules.yml': ruleFile(alert('changes(shop_leader[5m]) > 10')),
          },
          at: ['changes(shop_leader[5m]) > 10'],
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
          title: 'Shorter than its time window, which continues past midnight',
          files: ruleFile(alert('shop_sold < 10 and on () (hour() >= 22 or hour() < 6)', { for: '7h' })),
        },
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
    never: (fault: NeverFault) => neverText(fault, WHY),
    age: (data: { text: string; argument: string; oldest: string }) => ({
      message: `"${data.text}" can never be true: a query does not return samples older than ${data.oldest}`,
      why: WHY,
      help: `test for absence: "${data.argument} offset 15m unless ${data.argument}" or absent(...); if the server has a longer lookback, set prometheus.lookback_delta in rulecheck.yaml`,
    }),
    window: (data: { hold: string; longest: string; times: string }) => ({
      message: `"for: ${data.hold}" is not shorter than the time window of the condition: ${data.longest} (${data.times} UTC)`,
      why: 'the alert becomes pending, and starts again in the next window: it never fires',
      help: `make "for" shorter than ${data.longest}, or mute the alert at other times in Alertmanager (time_intervals) instead`,
    }),
    clock: (data: { text: string }) => ({
      message: `the time conditions exclude each other: "${data.text}"`,
      why: WHY,
      help: 'join alternatives with "or"; a range past midnight is "hour() >= 22 or hour() < 6"; all times are UTC',
    }),
    evaluation: (data: { text: string; argument: string }) => ({
      message: `"${data.text}" can never be true: timestamp() of "${data.argument}" returns the evaluation time`,
      why: 'timestamp() returns the time of the sample only for a plain selector; any other expression is calculated now',
      help: 'use timestamp(metric), or max_over_time(timestamp(metric)[1h:]) to look further back',
    }),
    samples: (data: {
      text: string;
      func: string;
      range: string;
      most: string;
      interval: string;
      from: string;
    }) => ({
      message: `"${data.text}" can never be true: ${data.func}() over ${data.range} is at most ${data.most} with one sample every ${data.interval} (${data.from})`,
      why: WHY,
      help: 'use a longer range, or a lower threshold',
    }),
  },
  create: (context) => {
    const reportBounds = (query: PromqlQuery, ast: Expr): void => {
      const { lookback } = context.project.server;
      for (const node of neededComparisons(ast)) {
        const age = ageCondition(node);
        const oldest = age === undefined ? undefined : oldestAge(age.call, lookback);
        if (age !== undefined && oldest !== undefined) {
          if (!isBeyond(age.op, age.limit, oldest)) continue;
          const [argument] = age.call.args;
          const data = { text: snippet(query, node), argument: argument ? snippet(query, argument) : '' };
          if (oldest === 0) context.report('evaluation', query.place(node), data);
          else
            context.report('age', query.place(node), {
              ...data,
              oldest: formatDurationMs(oldest * 1000),
            });
          continue;
        }
        const threshold = thresholdOf(node);
        const count = threshold === undefined ? undefined : sampleCount(threshold.value);
        if (threshold === undefined || count === undefined) continue;
        const known = context.project.server.of(query.file.path).sampleInterval(count.selector);
        if (known === undefined) continue;
        const most = mostCounted(count, known.value);
        if (!isBeyond(threshold.op, threshold.limit, most)) continue;
        context.report('samples', query.place(node), {
          text: snippet(query, node),
          func: count.call.func,
          range: formatDurationMs(count.rangeMs),
          most: String(most),
          interval: formatDurationMs(known.value),
          from: known.from,
        });
      }
    };
    const reportClock = (query: PromqlQuery, ast: Expr, rule: AlertingRule): void => {
      const clock = clockCondition(ast, query.source.text);
      const [first, last] = [clock?.parts[0], clock?.parts.at(-1)];
      if (clock === undefined || first === undefined || last === undefined) return;
      const { windows } = clock;
      if (windows.length === 0) {
        const range = { start: first.start, end: last.end };
        if (deadPart(ast, context.project) === undefined)
          context.report('clock', query.place(range), { text: snippet(query, range) });
        return;
      }
      const longest = longestWindow(windows) * 60_000;
      if (rule.for === undefined || rule.for.value < longest) return;
      const data = {
        hold: formatDurationMs(rule.for.value),
        longest: formatDurationMs(longest),
        times: weekText(windows),
      };
      context.report('window', { file: rule.file, range: rule.for.range }, data);
    };
    return {
      Promql(query) {
        const rule = alertOf(query);
        if (query.ast === undefined || rule === undefined) return;
        reportBounds(query, query.ast);
        reportClock(query, query.ast, rule);
        for (const part of deadParts(query.ast, context.project)) {
          const found = neverFault(query, part, context.project);
          if (found !== undefined)
            context.report('never', found.place, found.fault, { related: found.related });
        }
      },
    };
  },
});

/** The whole expression, or each branch of an `or`, that never returns anything. */
function deadParts(expr: Expr, project: Project): DeadPart[] {
  const node = unwrap(expr);
  if (node.kind === 'BinaryExpr' && node.op === 'or')
    return [...deadParts(node.lhs, project), ...deadParts(node.rhs, project)];
  const part = deadPart(node, project);
  return part === undefined ? [] : [part];
}
