import type { AlertmanagerIssue } from '../alertmanager/issue.ts';
import type { ChartDefaults } from './part.ts';

/**
 * Issues of a configuration in the values of a chart: a fault of a default of the chart is reported where the values removed
 * what the default needs.
 */
export function withChartWords(
  issues: readonly AlertmanagerIssue[],
  chart: ChartDefaults,
): readonly AlertmanagerIssue[] {
  const told = new Set<string>();
  return issues.flatMap((issue) => {
    const { start, end } = issue.range;
    if (start !== chart.anchor.start || end !== chart.anchor.end) return [issue];
    if (issue.code !== 'undefined-receiver') return [];
    const name = /"([^"]*)"/.exec(issue.message)?.[1] ?? '';
    if (told.has(name)) return [];
    told.add(name);
    return [undefinedDefault(issue, name, chart)];
  });
}

function undefinedDefault(issue: AlertmanagerIssue, name: string, chart: ChartDefaults): AlertmanagerIssue {
  const isStack = chart.name === 'kube-prometheus-stack';
  const whose = isStack
    ? `the chart's own route (its default, and the one for the alert Watchdog) goes to the receiver "${name}"`
    : `the chart's own route goes to the receiver "${name}"`;
  return {
    ...issue,
    range: chart.receivers,
    message: `${whose}, which these values do not define`,
    why: `Helm replaces lists: "receivers" removes those of ${chart.name}, but keeps its route; ${
      isStack ? 'the Prometheus operator rejects the configuration' : 'Alertmanager rejects the configuration'
    }${chart.isAll ? '' : ', unless another values file changes that'}`,
    help: isStack
      ? `add - name: "${name}" to "receivers", or set "receiver" and "routes" of the route yourself ("routes: []" removes them)`
      : `add - name: ${name} to "receivers", or set "receiver" of the route yourself`,
    ...(chart.isAll ? {} : { premise: true as const }),
  };
}
