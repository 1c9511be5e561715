import { fleetingWhile } from '../../promql/knowledge/index.ts';
import { rangedSelector } from '../../analysis/expression/index.ts';
import { selectedName } from '../../project/series-graph.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';

export default defineCheck({
  meta: {
    id: 'promql/fleeting-series',
    summary: 'min_over_time() and avg_over_time() of series that exist only during a fault',
    why: 'A series that exists only while a pod waits has no earlier samples: its minimum over 15 minutes is 1 from the first sample, and the alert fires at once.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: ruleFile(
            alert(
              'min_over_time(kube_pod_container_status_waiting_reason{reason="ContainerCreating"}[15m]) > 0',
            ),
          ),
          at: ['min_over_time'],
        },
        {
          title: 'A share of the time',
          files: ruleFile(alert('avg_over_time(ALERTS{alertname="ShopDown"}[1h]) > 0.5')),
          at: ['avg_over_time'],
        },
      ],
      right: [
        {
          title: '"for" requires a duration',
          files: ruleFile(
            alert('kube_pod_container_status_waiting_reason{reason="ContainerCreating"} > 0', { for: '15m' }),
          ),
        },
        {
          title: 'A test for its existence',
          files: ruleFile(
            alert(
              'max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m]) >= 1',
              {
                for: '15m',
              },
            ),
          ),
        },
        {
          title: 'A series with a value for every state',
          files: ruleFile(alert('min_over_time(kube_pod_status_phase{phase="Pending"}[15m]) > 0')),
        },
      ],
    },
  },
  messages: {
    fleeting: (data: { func: string; name: string; lasts: string }) => ({
      message: `"${data.name}" exists only while ${data.lasts}: ${data.func}() ignores the time without samples`,
      why: 'one sample is enough, so the condition is true at once for every range',
      help: 'compare the series itself with "for" of that length, or compare count_over_time(...) with the number of samples',
    }),
  },
  create: (context) => ({
    Call(node, query) {
      if (alertOf(query) === undefined) return;
      if (node.func !== 'min_over_time' && node.func !== 'avg_over_time') return;
      const selector = node.args[0] === undefined ? undefined : rangedSelector(node.args[0]);
      const name = selector === undefined ? undefined : selectedName(selector);
      const lasts = name === undefined ? undefined : fleetingWhile(name);
      if (name === undefined || lasts === undefined) return;
      context.report('fleeting', query.place(node.funcRange), { func: node.func, name, lasts });
    },
  }),
});
