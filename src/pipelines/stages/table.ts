import type { Agent } from '../issue.ts';

/** A stage as the two agents know it. */
export interface StageKind {
  /** Promtail's name; undefined: it has none. */
  readonly promtail?: string;
  /** Alloy's name behind `stage.`. */
  readonly alloy?: string;
  /** The arguments that both know. */
  readonly args: readonly string[];
  /** Those that one of them knows. */
  readonly promtailArgs?: readonly string[];
  readonly alloyArgs?: readonly string[];
  /** Promtail writes names of the user's own as keys of the stage. */
  readonly free?: boolean;
}

/** Every stage of Promtail 3.6 and Alloy 1.19 (clients/pkg/logentry/stages, internal/component/loki/process/stages). */
const STAGE_KINDS: readonly StageKind[] = [
  ...both('json', ['expressions', 'source', 'drop_malformed'], ['regex']),
  ...both('logfmt', ['mapping', 'source'], ['regex']),
  ...both('regex', ['expression', 'source'], ['labels_from_groups']),
  ...both('replace', ['expression', 'source', 'replace']),
  ...both('template', ['source', 'template']),
  ...both(
    'timestamp',
    ['source', 'format', 'fallback_formats', 'location', 'action_on_failure'],
    ['action_on_duplicate_timestamp'],
  ),
  ...both('output', ['source']),
  { promtail: 'labels', alloy: 'labels', args: [], alloyArgs: ['values', 'source_type'], free: true },
  { promtail: 'static_labels', alloy: 'static_labels', args: [], alloyArgs: ['values'], free: true },
  {
    promtail: 'structured_metadata',
    alloy: 'structured_metadata',
    args: [],
    alloyArgs: ['values', 'regex'],
    free: true,
  },
  { promtail: 'non_indexed_labels', args: [], free: true },
  { alloy: 'structured_metadata_drop', args: ['values'] },
  { promtail: 'labeldrop', alloy: 'label_drop', args: [], alloyArgs: ['values'] },
  { promtail: 'labelallow', alloy: 'label_keep', args: [], alloyArgs: ['values'] },
  {
    promtail: 'match',
    alloy: 'match',
    args: ['selector', 'action', 'pipeline_name', 'drop_counter_reason'],
    promtailArgs: ['stages'],
  },
  ...both('drop', [
    'source',
    'value',
    'separator',
    'expression',
    'older_than',
    'longer_than',
    'drop_counter_reason',
  ]),
  ...both('limit', ['rate', 'burst', 'drop', 'by_label_name', 'max_distinct_labels']),
  ...both('multiline', ['firstline', 'max_lines', 'max_wait_time'], ['trim_newlines']),
  ...both('pack', ['labels', 'ingest_timestamp']),
  ...both('tenant', ['label', 'source', 'value']),
  ...both('sampling', ['rate', 'drop_counter_reason']),
  ...both('eventlogmessage', ['source', 'drop_invalid_labels', 'overwrite_existing']),
  { alloy: 'windowsevent', args: ['source', 'drop_invalid_labels', 'overwrite_existing'] },
  ...both('decolorize', []),
  ...both('docker', []),
  ...both('cri', ['max_partial_lines', 'max_partial_line_size', 'max_partial_line_size_truncate']),
  ...both('geoip', ['db', 'source', 'db_type'], ['custom_lookups']),
  { promtail: 'metrics', alloy: 'metrics', args: [], free: true },
  { alloy: 'luhn', args: ['replacement', 'source', 'min_length', 'delimiters', 'skip_regex'] },
  { alloy: 'pattern', args: ['pattern', 'source', 'labels_from_groups'] },
  { alloy: 'split_json', args: ['source'] },
  { alloy: 'truncate', args: [] },
];

function both(name: string, args: readonly string[], alloyArgs: readonly string[] = []): StageKind[] {
  return [{ promtail: name, alloy: name, args, alloyArgs }];
}

/** The stage of a name, as one of the agents writes it. */
export function stageKind(name: string, agent: Agent): StageKind | undefined {
  return STAGE_KINDS.find((kind) => kind[agent] === name);
}

/** The names of all stages of an agent. */
export function stageNames(agent: Agent): string[] {
  return STAGE_KINDS.flatMap((kind) => kind[agent] ?? []);
}

/** The arguments that an agent knows; undefined: any. */
export function stageArgs(kind: StageKind, agent: Agent): readonly string[] | undefined {
  if (agent === 'promtail')
    return kind.free === true ? undefined : [...kind.args, ...(kind.promtailArgs ?? [])];
  return kind.alloy === 'metrics' ? undefined : [...kind.args, ...(kind.alloyArgs ?? [])];
}
