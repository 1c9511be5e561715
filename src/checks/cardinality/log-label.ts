import { defineCheck } from '../contract.ts';

const promtail = (stages: string): Record<string, string> => ({
  'promtail.yml': `clients: []
scrape_configs:
  - job_name: app
    pipeline_stages:
      - json: { expressions: { level: , trace_id: , user: , took: } }
${stages}
`,
});

export default defineCheck({
  meta: {
    id: 'cardinality/log-label',
    summary: 'parts of a log line with too many values (ids, durations, addresses) that become stream labels',
    why: 'Loki stores a stream, with chunks and an index entry, for each combination of label values: ids, durations and addresses make thousands of streams, which slow every query and reach the limit of streams.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: promtail('      - labels: { level: , trace_id: }'), at: ['trace_id'] },
        {
          title: 'Under another name',
          files: promtail('      - labels: { level: , who: user_agent }'),
          at: ['who'],
        },
        {
          title: 'Inside of a match, in Alloy',
          files: {
            'config.alloy': `loki.process "app" {
  stage.match {
    selector = "{app=\\"shop\\"}"
    stage.labels { values = { duration = "" } }
  }
  forward_to = []
}
`,
          },
          at: ['duration'],
        },
      ],
      right: [
        { files: promtail('      - labels: { level: }') },
        {
          title: 'Structured metadata takes any values',
          files: promtail('      - structured_metadata: { trace_id: }'),
        },
        { title: 'The file of a line', files: promtail('      - labels: { level: , filename: }') },
      ],
    },
  },
  messages: {
    many: (data: { label: string; from: string; kind: string; agent: string }) => ({
      message: `"${data.label}" becomes a stream label${data.from}, and ${data.kind} has a new value on almost every line`,
      why: 'Loki stores a stream, with chunks and an index entry, for each combination of label values',
      help: `keep it in the line and read it with a parser, or put it into structured metadata (${data.agent})`,
    }),
  },
  create: (context) => ({
    Agent({ streamLabels, file, agent }) {
      for (const { name, range, extracted } of streamLabels) {
        if (extracted === undefined) continue;
        const kind = kindOf(name) ?? kindOf(extracted);
        if (kind === undefined) continue;
        const from = extracted === name ? '' : ` with the value of "${extracted}"`;
        const stage = agent === 'alloy' ? 'stage.structured_metadata' : 'the stage structured_metadata';
        context.report('many', { file, range }, { label: name, from, kind, agent: stage });
      }
    },
  }),
});

/** Names whose values never repeat, or are far too many, and what they are. */
const KINDS: readonly (readonly [name: RegExp, kind: string])[] = [
  [
    /(?:^|_)(?:uuid|guid|(?:trace|span|request|req|session|correlation|transaction|user|customer|order|message|event|connection|client|job|task)_?id)$/,
    'an id',
  ],
  [/^id$/, 'an id'],
  [/(?:^|_)(?:key|token|hash|checksum|etag|fingerprint)$/, 'a key'],
  [
    /(?:^|_)(?:duration|duration_m?s|latency|latency_m?s|elapsed|elapsed_m?s|took|took_m?s|response_time|request_time|bytes_sent|body_bytes_sent)$/,
    'a measured value',
  ],
  [/(?:^|_)(?:ts|timestamp|datetime)$|^time(?:_local|_iso8601)?$/, 'a time'],
  [
    /(?:^|_)(?:ip|ip_address|remote_addr|client_ip|remote_ip|client_address|remote_port|client_port)$/,
    'an address',
  ],
  [/(?:^|_)(?:user_agent|useragent|http_user_agent|referer|http_referer)$/, 'what a client sends'],
  [
    /(?:^|_)(?:url|uri|request_uri|request_path|query_string|querystring)$|^path$/,
    'a path with its parameters',
  ],
  [
    /^(?:msg|message|stacktrace|stack_trace|traceback|exception_message|error_message|content|body|line)$/,
    'a text',
  ],
  [/(?:^|_)(?:email|username|user_name|session)$/, 'a person or a session'],
];

function kindOf(name: string): string | undefined {
  const plain = name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
  return KINDS.find(([pattern]) => pattern.test(plain))?.[1];
}
