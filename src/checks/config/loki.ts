import type { LokiConfigDocument } from '../../documents/loki/config.ts';
import type { Project } from '../../project/project.ts';
import { isAtLeast, NEWEST_LOKI } from '../../util/loki-release.ts';
import { defineCheck } from '../contract.ts';

const SCHEMA = `schema_config:
  configs:
    - { from: 2024-01-01, store: tsdb, object_store: filesystem, schema: v13, index: { prefix: index_, period: 24h } }
`;
const OLD = `schema_config:
  configs:
    - { from: 2022-01-01, store: boltdb-shipper, object_store: filesystem, schema: v12 }
`;
const ALERT = `groups:
  - name: logs
    rules:
      - alert: WebErrors
        expr: sum(count_over_time({app="web"} |= "error" [5m])) > 5
`;
const RECORD = `groups:
  - name: logs
    rules:
      - record: web:errors:rate5m
        expr: sum(rate({app="web"} |= "error" [5m]))
`;
const of = (config: string, rules = ALERT): Record<string, string> => ({
  'loki.yml': config,
  'rules/logs.yml': rules,
});

export default defineCheck({
  meta: {
    id: 'config/loki',
    summary: 'Loki configurations that drop alerts or recorded series, keep expired data, or do not start',
    why: 'Loki silently evaluates rules whose alerts and series it sends nowhere, and does not start if the schema cannot store the data.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { title: 'Alerts are not sent', files: of(`${SCHEMA}ruler: { enable_api: true }\n`), at: ['ruler'] },
        {
          title: 'Recorded series are not sent',
          files: of(`${SCHEMA}ruler: { alertmanager_url: http://am:9093 }\n`, RECORD),
          at: ['ruler'],
        },
        {
          title: 'Expired data is not deleted',
          files: of(`${SCHEMA}limits_config: { retention_period: 30d }\n`),
          at: ['30d'],
        },
        {
          title: 'Loki does not start: no store for delete requests',
          files: of(`${SCHEMA}compactor: { retention_enabled: true }\n`),
          at: ['true'],
        },
        {
          title: 'Loki does not start: the schema does not support structured metadata',
          files: of(OLD),
          at: ['v12'],
        },
      ],
      right: [
        {
          files: of(
            `${SCHEMA}limits_config: { retention_period: 30d }
compactor: { retention_enabled: true, delete_request_store: filesystem }
ruler: { alertmanager_url: http://am:9093, remote_write: { enabled: true } }
`,
            RECORD,
          ),
        },
        { files: of(`${OLD}limits_config: { allow_structured_metadata: false }\n`) },
        { title: 'Loki 2.9', config: 'loki: { version: "2.9" }\n', files: of(OLD) },
      ],
    },
  },
  messages: {
    alertmanager: (data: { alert: string }) => ({
      message: `the ruler has no "alertmanager_url": "${data.alert}" and the other alerts of Loki notify nobody`,
      why: 'Loki evaluates the rules but sends no alerts, unless the flag -ruler.alertmanager-url sets the URL',
      help: 'add alertmanager_url: http://alertmanager:9093',
    }),
    remoteWrite: (data: { record: string }) => ({
      message: `the ruler has no enabled "remote_write": the series "${data.record}" is lost`,
      why: 'Loki does not store series itself: alerts that read a recorded series never fire',
      help: 'add remote_write: { enabled: true, clients: { prometheus: { url: http://prometheus:9090/api/v1/write } } }',
    }),
    retention: (_: Readonly<Record<string, never>>) => ({
      message: 'expired data is not deleted: "retention_enabled" of "compactor" is not true',
      why: 'without it the compactor ignores retention_period, and the store grows without limit',
      help: 'add compactor: { retention_enabled: true, delete_request_store: <the object store> }',
    }),
    deleteStore: (_: Readonly<Record<string, never>>) => ({
      message: 'retention is enabled, but "delete_request_store" of "compactor" is missing',
      why: 'Loki 3 does not start: "compactor.delete-request-store should be configured when retention is enabled"',
      help: 'add delete_request_store with the name of the object store, such as s3 or filesystem',
    }),
    schema: (data: { what: string }) => ({
      message: `${data.what} does not support structured metadata, which Loki 3 stores by default`,
      why: 'Loki 3 does not start: structured metadata needs the store "tsdb" and the schema "v13"',
      help: 'add a period with store: tsdb and schema: v13 that starts in the future, and set limits_config.allow_structured_metadata: false until then',
    }),
  },
  create: (context) => ({
    Project(project) {
      for (const config of project.lokiConfigs) {
        const at = (range: LokiConfigDocument['range']) => ({ file: config.file, range });
        const { ruler, compactor, retention } = config;
        const { alert, record } = lokiRules(project);
        if (ruler !== undefined && !ruler.hasAlertmanager && alert !== undefined)
          context.report('alertmanager', at(ruler.range), { alert });
        if (ruler !== undefined && !ruler.writesSeries && record !== undefined)
          context.report('remoteWrite', at(ruler.range), { record });
        const { retentionEnabled, deleteRequestStore } = compactor;
        if (retention !== undefined && retention.value > 0 && retentionEnabled?.value !== true)
          context.report('retention', at(retention.range), {});
        if (!isAtLeast(project.settings.loki.version ?? NEWEST_LOKI, '3.0')) continue;
        if (retentionEnabled?.value === true && deleteRequestStore === undefined)
          context.report('deleteStore', at(retentionEnabled.range), {}, { severity: 'error' });
        const period = config.periods.at(-1);
        const old = period === undefined ? undefined : oldSchema(period);
        if (period !== undefined && old !== undefined && config.ingest.allowStructuredMetadata !== false)
          context.report('schema', at(period.schema.range), { what: old }, { severity: 'error' });
      }
    },
  }),
});

/** The first alert and the first recorded series of Loki in the project. */
function lokiRules({ rules }: Project): { alert?: string; record?: string } {
  const own = rules.filter(({ group }) => group.document.language === 'logql');
  const first = (kind: 'alert' | 'record'): string | undefined =>
    own.find((rule) => rule.kind === kind)?.name.value;
  return { alert: first('alert'), record: first('record') };
}

/** What of a period is too old for structured metadata. */
function oldSchema({ schema, store }: LokiConfigDocument['periods'][number]): string | undefined {
  const number = /^v(\d+)$/.exec(schema.value)?.[1];
  if (number !== undefined && Number(number) < 13) return `the schema "${schema.value}" of the last period`;
  return store !== '' && store !== 'tsdb' && !store.includes('$')
    ? `the store "${store}" of the last period`
    : undefined;
}
