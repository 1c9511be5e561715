import { branchesOf, selectorsOf, thresholdOf } from '../../analysis/expression/index.ts';
import type { Threshold } from '../../analysis/expression/index.ts';
import { selectedName } from '../../project/series-graph.ts';
import { unwrap } from '../../promql/infer/index.ts';
import { aboutItself, exposedBy } from '../../promql/knowledge/index.ts';
import type { VectorSelector } from '../../promql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';
import { isWatched, watchedBy } from '../support/watched.ts';
import type { Watched } from '../support/watched.ts';

export default defineCheck({
  meta: {
    id: 'alerts/dies-with',
    summary: 'alerts on a metric that disappears when its target fails',
    why: 'An exporter that runs inside the process it watches cannot report that the process is gone: the series ends, the condition has no value, and the worst case pages nobody.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: ruleFile(alert('cnpg_collector_up == 0', { for: '5m' })),
          at: ['cnpg_collector_up'],
        },
        {
          title: 'An exporter that reports its own end',
          files: ruleFile(
            alert('kube_deployment_status_replicas_available{deployment="kube-state-metrics"} == 0'),
          ),
          at: ['kube_deployment_status_replicas_available'],
        },
        {
          title: 'A unit that runs the exporter itself',
          files: ruleFile(
            alert('node_systemd_unit_state{name="node_exporter.service", state="active"} != 1'),
          ),
          at: ['node_systemd_unit_state'],
        },
        {
          title: 'A container that is forgotten',
          files: ruleFile(alert('time() - container_last_seen > 60', { for: '1m' })),
          at: ['container_last_seen'],
        },
      ],
      right: [
        {
          title: 'Its absence is watched',
          files: ruleFile(alert('cnpg_collector_up == 0 or absent(cnpg_collector_up)', { for: '5m' })),
        },
        {
          title: 'Another alert watches the targets',
          files: ruleFile(
            alert('cnpg_collector_up == 0', { for: '5m' }),
            alert('up == 0', { name: 'TargetDown', for: '5m' }),
          ),
        },
        {
          title: 'Another exporter',
          files: ruleFile(alert('kube_deployment_status_replicas_available{deployment="shop"} == 0')),
        },
        { title: 'An exporter beside the server', files: ruleFile(alert('mysql_up == 0', { for: '5m' })) },
      ],
    },
  },
  messages: {
    within: (data: { name: string; by: string }) => ({
      message: `"${data.name}" disappears when its target fails: it is exposed by ${data.by}`,
      why: 'when the process or pod is gone there is no series to compare, and the alert stays silent or resolves',
      help: `watch the target too: "up{job=...} == 0" or "absent(${data.name})"`,
    }),
    itself: (data: { name: string; exporter: string }) => ({
      message: `${data.exporter} cannot report its own end: "${data.name}" is one of its metrics`,
      why: 'when it is down the series is gone, and the alert stays silent',
      help: 'watch the target: "up{job=...} == 0 or absent(up{job=...})"',
    }),
  },
  create(context) {
    let watched: Watched | undefined;
    return {
      Promql(query) {
        if (query.ast === undefined || alertOf(query) === undefined) return;
        for (const branch of branchesOf(query.ast)) {
          const threshold = thresholdOf(branch);
          if (threshold === undefined || !isMissing(threshold)) continue;
          const [selector] = selectorsOf(threshold.value);
          const name = selector === undefined ? undefined : selectedName(selector);
          if (selector === undefined || name === undefined) continue;
          const by = exposedBy(name);
          const exporter = by === undefined ? exporterOf(name, selector) : undefined;
          if (by === undefined && exporter === undefined) continue;
          watched ??= watchedBy(context.project);
          if (isWatched(name, selector, watched)) continue;
          const place = query.place(selector.nameRange ?? selector);
          if (by !== undefined) context.report('within', place, { name, by });
          else context.report('itself', place, { name, exporter: exporter! });
        }
      },
    };
  },
});

/** A value that says "it does not run", or an age that says so. */
function isMissing({ op, limit, value }: Threshold): boolean {
  if ((op === '==' && limit === 0) || (op === '!=' && limit === 1) || (op === '<' && limit === 1))
    return true;
  const node = unwrap(value);
  const now = node.kind === 'BinaryExpr' && node.op === '-' ? unwrap(node.lhs) : undefined;
  return (op === '>' || op === '>=') && now?.kind === 'Call' && now.func === 'time';
}

/** The exporter that a series is about, where the series is its own. */
function exporterOf(name: string, { matchers }: VectorSelector): string | undefined {
  const found = matchers
    .filter(({ op }) => op === '=' || op === '=~')
    .filter((matcher) => matcher.name !== 'job' && matcher.name !== 'container')
    .map(({ value }) => aboutItself(name, value));
  return found.find((exporter) => exporter !== undefined);
}
