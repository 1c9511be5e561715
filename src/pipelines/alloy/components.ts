/** The arguments and blocks of a component, as far as rulecheck reads it. */
export interface ComponentShape {
  readonly attributes: readonly string[];
  /** Names of blocks; `stage.*` stands for all stages. */
  readonly blocks: readonly string[];
}

const HTTP_CLIENT = [
  'bearer_token',
  'bearer_token_file',
  'proxy_url',
  'no_proxy',
  'proxy_from_environment',
  'proxy_connect_header',
  'follow_redirects',
  'enable_http2',
  'http_headers',
];
const HTTP_BLOCKS = ['basic_auth', 'authorization', 'oauth2', 'tls_config'];

/** Components that decide the labels and lines of streams, in Alloy 1.19. */
export const COMPONENTS: Readonly<Record<string, ComponentShape | undefined>> = {
  'loki.process': { attributes: ['forward_to'], blocks: ['stage.*'] },
  'loki.relabel': { attributes: ['forward_to', 'max_cache_size'], blocks: ['rule'] },
  'discovery.relabel': { attributes: ['targets'], blocks: ['rule'] },
  'local.file_match': { attributes: ['path_targets', 'sync_period', 'ignore_older_than'], blocks: [] },
  'loki.write': { attributes: ['external_labels', 'max_streams'], blocks: ['endpoint', 'wal'] },
  'loki.source.file': {
    attributes: [
      'targets',
      'forward_to',
      'encoding',
      'tail_from_end',
      'legacy_positions_file',
      'on_positions_file_error',
    ],
    blocks: ['decompression', 'file_watch', 'file_match'],
  },
  'loki.source.docker': {
    attributes: ['host', 'targets', 'forward_to', 'labels', 'relabel_rules', 'refresh_interval'],
    blocks: ['http_client_config'],
  },
  'loki.source.journal': {
    attributes: ['format_as_json', 'max_age', 'path', 'relabel_rules', 'matches', 'forward_to', 'labels'],
    blocks: ['legacy_position'],
  },
  'loki.source.kubernetes': { attributes: ['targets', 'forward_to'], blocks: ['client', 'clustering'] },
};

/** The endpoint of a loki.write. */
export const ENDPOINT: ComponentShape = {
  attributes: [
    'name',
    'url',
    'batch_wait',
    'batch_size',
    'remote_timeout',
    'headers',
    'min_backoff_period',
    'max_backoff_period',
    'max_backoff_retries',
    'tenant_id',
    'retry_on_http_429',
    ...HTTP_CLIENT,
  ],
  blocks: ['queue_config', ...HTTP_BLOCKS],
};

/** Every component for logs; lines through others than those above are not followed. */
export const LOG_COMPONENTS: readonly string[] = [
  ...Object.keys(COMPONENTS),
  ...['loki.echo', 'loki.enrich', 'loki.rules.kubernetes', 'loki.secretfilter'],
  ...[
    'api',
    'awsfirehose',
    'azure_event_hubs',
    'cloudflare',
    'gcplog',
    'gelf',
    'heroku',
    'kafka',
    'kubernetes_events',
    'podlogs',
    'syslog',
    'windowsevent',
  ].map((name) => `loki.source.${name}`),
];

/** Blocks of the configuration that are not components. */
export const SETTINGS_BLOCKS = /^(?:logging|tracing|http|livedebugging|remotecfg|foreach|argument|export)$/;
