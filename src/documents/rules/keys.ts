/** Keys of a rule file; `namespace` is what mimirtool, cortextool and lokitool write. */
export const ROOT_KEYS = ['groups', 'namespace'] as const;

/** Keys of a group: Prometheus's first, then those of Thanos, Mimir and Loki. */
export const GROUP_KEYS = [
  'name',
  'interval',
  'query_offset',
  'limit',
  'labels',
  'rules',
  'partial_response_strategy',
  'source_tenants',
  'evaluation_delay',
  'align_evaluation_time_on_interval',
  'remote_write',
] as const;

export const RULE_KEYS = [
  'alert',
  'record',
  'expr',
  'for',
  'keep_firing_for',
  'labels',
  'annotations',
] as const;

/** Keys of groups and of rules that only vmalert of VictoriaMetrics has. */
export const VMALERT_KEYS: ReadonlySet<string> = new Set([
  'concurrency',
  'type',
  'params',
  'headers',
  'notifier_headers',
  'debug',
  'eval_offset',
  'eval_delay',
  'eval_alignment',
  'update_entries_limit',
]);
