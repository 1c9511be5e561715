import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import { parseGoDurationMs } from '../../documents/alertmanager/scalars.ts';
import type { Integration } from '../../documents/alertmanager/types.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import { theAlerts } from '../support/alert-names.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { fieldOf, sentTexts } from '../../analysis/delivery/index.ts';
import { concernsAlertsOf } from '../support/receiver-alerts.ts';

const RULES = {
  'prometheus.yml': 'rule_files: [rules.yml]\n',
  'rules.yml': ruleFile(
    alert('sum(up{job="shop"}) == 0', { name: 'ShopDown', labels: { severity: 'page' } }),
  ),
};
const files = (integration: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
receivers:
  - name: everybody
${integration}`,
  ...RULES,
});
const pagerduty = (severity: string): Record<string, string> =>
  files(
    `    pagerduty_configs:\n      - routing_key_file: /etc/alertmanager/pagerduty\n        severity: '${severity}'\n`,
  );
const pushover = (more: string): Record<string, string> =>
  files(
    `    pushover_configs:\n      - user_key_file: /etc/alertmanager/user\n        token_file: /etc/alertmanager/token\n${more}`,
  );
const victorops = (type: string): Record<string, string> =>
  files(
    `    victorops_configs:\n      - api_key_file: /etc/alertmanager/victorops\n        routing_key: shop\n        message_type: '${type}'\n`,
  );

export default defineCheck({
  meta: {
    id: 'receivers/service-value',
    summary:
      'values that the service does not take: severities of PagerDuty, priorities of OpsGenie, types of VictorOps, times of Pushover',
    why: 'Alertmanager sends anything; the service refuses the message, or takes it for something else.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'No severity of PagerDuty',
          files: pagerduty('{{ .CommonLabels.severity }}'),
          at: ["'{{ .CommonLabels.severity }}'"],
        },
        { title: 'Lower case: the alert pages as CRITICAL', files: victorops('warning'), at: ["'warning'"] },
        { title: 'Too often', files: pushover('        retry: 10s\n'), at: ['10s'] },
        { title: 'For longer than three hours', files: pushover('        expire: 24h\n'), at: ['24h'] },
      ],
      right: [
        {
          files: pagerduty('{{ if eq .CommonLabels.severity "page" }}critical{{ else }}warning{{ end }}'),
        },
        { files: victorops('{{ .CommonLabels.level | toUpper }}INFO') },
        { title: 'It becomes CRITICAL, as it should', files: victorops('critical') },
        {
          title: 'Only emergencies are repeated',
          files: pushover("        priority: '1'\n        retry: 10s\n"),
        },
      ],
    },
  },
  messages: {
    refused: (data: {
      key: string;
      text: string;
      service: string;
      names: readonly string[];
      known: readonly string[];
    }) => ({
      message: `"${data.key}" is ${JSON.stringify(data.text)}${forAlerts(data.names)}, which ${data.service} does not take${didYouMeanText(data.text, data.known)}`,
      why: `${data.service} refuses the message, and nobody is paged`,
      help: `write one of ${data.known.join(', ')}`,
    }),
    critical: (data: { text: string; names: readonly string[] }) => ({
      message: `"message_type" is ${JSON.stringify(data.text)}${forAlerts(data.names)}, which Alertmanager sends to VictorOps as CRITICAL`,
      why: 'only INFO, WARNING and CRITICAL are known, in capital letters: everything else pages',
      help: 'write it in capital letters, such as {{ .CommonLabels.severity | toUpper }}',
    }),
    standard: (data: { text: string; names: readonly string[] }) => ({
      message: `the priority is ${JSON.stringify(data.text)}${forAlerts(data.names)}, which Alertmanager sends to Mattermost as standard`,
      why: 'only urgent, important and standard are known',
      help: 'write urgent or important',
    }),
    retry: (data: { text: string; alerts: string }) => ({
      message: `"retry" is ${data.text}, and Pushover repeats an emergency every 30 s at most`,
      why: `Pushover refuses the message, and nobody is paged${data.alerts}`,
      help: 'write retry: 30s or longer',
    }),
    expire: (data: { text: string; alerts: string }) => ({
      message: `"expire" is ${data.text}, and Pushover repeats an emergency for three hours at most`,
      why: `Pushover refuses the message, and nobody is paged${data.alerts}`,
      help: 'write expire: 3h or shorter',
    }),
  },
  create: (context) => ({
    Alertmanager(document) {
      const { config, file } = document;
      for (const receiver of config.receivers) {
        for (const integration of receiver.integrations) {
          const known = knownValues(integration);
          const field = known === undefined ? undefined : fieldOf(integration, known.key, document);
          if (known !== undefined && field !== undefined && field.node !== undefined) {
            for (const { text, names } of sentTexts(field, document, receiver, context.project)) {
              if (text === '' || known.accepts(text)) continue;
              const place = { file, range: field.range };
              if (known.otherwise === undefined) {
                const { key, service, values } = known;
                context.report('refused', place, { key, text, service, names, known: values });
              } else context.report(known.otherwise, place, { text, names });
            }
          }
          if (integration.kind === 'pushover' && isEmergency(integration, document)) {
            for (const { key, wrong } of PUSHOVER_TIMES) {
              const time = integration.section.text(key);
              const ms = time === undefined ? undefined : parseGoDurationMs(time.value);
              if (time !== undefined && ms !== undefined && wrong(ms))
                context.report(
                  key,
                  { file, range: time.range },
                  { text: time.value, alerts: concernsAlertsOf(receiver, document, context.project) },
                );
            }
          }
        }
      }
    },
  }),
});

function forAlerts(names: readonly string[]): string {
  return names.length === 0 ? '' : ` for ${theAlerts(names)}`;
}

interface KnownValues {
  readonly key: string;
  readonly service: string;
  readonly values: readonly string[];
  readonly accepts: (text: string) => boolean;
  /** What Alertmanager itself makes of another value; undefined: the service refuses it. */
  readonly otherwise?: 'critical' | 'standard';
}

function oneOf(values: readonly string[]): Pick<KnownValues, 'values' | 'accepts'> {
  return { values, accepts: (text) => values.includes(text) };
}

/** What becomes CRITICAL was meant to, in any case. */
const victorOpsTypes: Pick<KnownValues, 'values' | 'accepts'> = {
  values: ['INFO', 'WARNING', 'CRITICAL'],
  accepts: (text) => ['INFO', 'WARNING'].includes(text) || text.toUpperCase() === 'CRITICAL',
};

function knownValues({ kind, section }: Integration): KnownValues | undefined {
  switch (kind) {
    case 'pagerduty':
      // The older interface, which service keys belong to, has no severity.
      return section.isSet('service_key') || section.isSet('service_key_file')
        ? undefined
        : { key: 'severity', service: 'PagerDuty', ...oneOf(['critical', 'error', 'warning', 'info']) };
    case 'opsgenie':
      return { key: 'priority', service: 'OpsGenie', ...oneOf(['P1', 'P2', 'P3', 'P4', 'P5']) };
    case 'pushover':
      return { key: 'priority', service: 'Pushover', ...oneOf(['-2', '-1', '0', '1', '2']) };
    case 'victorops':
      return { key: 'message_type', service: 'VictorOps', otherwise: 'critical', ...victorOpsTypes };
    case 'mattermost': {
      const { values, accepts } = oneOf(['urgent', 'important', 'standard']);
      return {
        key: 'priority.priority',
        service: 'Mattermost',
        otherwise: 'standard',
        values,
        accepts: (text) => accepts(text.toLowerCase()),
      };
    }
    default:
      return undefined;
  }
}

/** Messages that Pushover repeats until somebody confirms them: the default while alerts fire. */
function isEmergency(integration: Integration, document: AlertmanagerDocument): boolean {
  const priority = fieldOf(integration, 'priority', document);
  return priority === undefined || priority.node === undefined || priority.text.trim() === '2';
}

const PUSHOVER_TIMES = [
  { key: 'retry', wrong: (ms: number): boolean => ms < 30_000 },
  { key: 'expire', wrong: (ms: number): boolean => ms > 3 * 3_600_000 },
] as const;
