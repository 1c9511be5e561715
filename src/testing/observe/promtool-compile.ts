import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { type Probe, probesOf } from './promtool-probes.ts';
import type { TestCase } from './types.ts';

/** A label that no rule sets: an expectation with it never holds, so promtool shows what it got. */
const PROBE = 'rulecheck_probe';

export interface CompiledCase {
  /** The unit-test file, as JSON, which is YAML. */
  readonly text: string;
  /** In the order in which promtool reports them. */
  readonly probes: readonly Probe[];
}

/**
 * Writes a case as a promtool unit-test file. promtool compares alerts in full only, and does not report pending ones; so
 * every expectation is an impossible one, and the answers are read from what promtool says it got.
 */
export function compileCase(testCase: TestCase, ruleFiles: readonly string[]): CompiledCase {
  const probes = probesOf(testCase);
  // promtool checks alerts while it evaluates, in the order of time, and expressions after that as written.
  const alerts = stableSort(probes.filter((probe) => probe.kind === 'alerts'));
  const exprs = probes.filter((probe) => probe.kind === 'expr');
  const file = {
    rule_files: ruleFiles.map(escapeGlob),
    evaluation_interval: formatDurationMs(testCase.evaluationIntervalMs),
    group_eval_order: testCase.groupOrder,
    tests: [
      {
        interval: formatDurationMs(testCase.intervalMs),
        input_series: testCase.series.map(({ selector, values }) => ({ series: selector, values })),
        external_labels:
          testCase.externalLabels.size > 0 ? Object.fromEntries(testCase.externalLabels) : undefined,
        external_url: testCase.externalUrl === '' ? undefined : testCase.externalUrl,
        alert_rule_test: alerts.map((probe) => ({
          eval_time: formatDurationMs(probe.atMs),
          alertname: probe.subject,
          exp_alerts: [{ exp_labels: { [PROBE]: 'x' } }],
        })),
        promql_expr_test: exprs.map((probe) => ({
          expr: probe.subject,
          eval_time: formatDurationMs(probe.atMs),
          exp_samples: [{ labels: PROBE, value: 0 }],
        })),
      },
    ],
  };
  return { text: JSON.stringify(file), probes: [...alerts, ...exprs] };
}

function stableSort(probes: readonly Probe[]): Probe[] {
  return [...probes].sort((a, b) => a.atMs - b.atMs);
}

/** promtool takes rule files as globs. */
function escapeGlob(path: string): string {
  return path.replace(/[\\*?[\]]/g, '\\$&');
}
