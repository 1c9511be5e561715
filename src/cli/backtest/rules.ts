import type { RuleGroup } from '../../documents/rules/types.ts';
import { lokiIngest } from '../../project/loki-ingest.ts';
import type { Project } from '../../project/project.ts';
import { withSources } from '../../testing/backtest/index.ts';
import type { BacktestRules } from '../../testing/backtest/index.ts';

const MINUTE_MS = 60_000;

export interface BacktestRuleOptions {
  /** Milliseconds; for groups whose interval is not known otherwise. */
  readonly intervalMs: number | undefined;
  /** Names of the alerts that are asked about; undefined: all. */
  readonly alerts: ReadonlySet<string> | undefined;
}

/** The alerts of the reported files of a project and the recording rules that feed them, as their server evaluates them. */
export function backtestRules(project: Project, { intervalMs, alerts }: BacktestRuleOptions): BacktestRules {
  const { server, settings } = project;
  const fallbackMs = intervalMs ?? settings.prometheus.evaluationInterval ?? MINUTE_MS;
  const { version, features } = settings.prometheus;
  const loki = lokiIngest(project);
  const intervalOf = (group: RuleGroup): number => {
    const own = group.interval?.value ?? 0;
    return own > 0 ? own : (intervalMs ?? server.evaluationInterval(group)?.value ?? fallbackMs);
  };
  const groups = project.ruleDocuments.flatMap((document) => document.groups);
  const config = project.prometheusConfigs.length === 1 ? project.prometheusConfigs[0] : undefined;
  const rules: BacktestRules = {
    groups,
    intervalOf,
    evaluationIntervalMs:
      intervalMs ?? settings.prometheus.evaluationInterval ?? config?.evaluationInterval ?? MINUTE_MS,
    evaluation: {
      version,
      lookbackDeltaMs: server.lookback,
      ...(features === undefined ? {} : { features }),
    },
    lokiRelease: loki.release,
    lokiLimits: loki.query,
    externalLabels: Object.fromEntries(
      (config?.externalLabels ?? []).map(({ name, value }) => [name, value]),
    ),
    externalUrl: '',
  };
  return withSources(
    rules,
    (rule) =>
      rule.kind === 'alert' &&
      project.isReported(rule.file) &&
      (alerts === undefined || alerts.has(rule.name.value)),
  );
}
