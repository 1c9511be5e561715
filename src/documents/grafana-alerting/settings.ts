import { didYouMean, didYouMeanText } from '../../util/did-you-mean.ts';
import { isNull } from '../../yaml/node.ts';
import type { MapEntry, MapNode } from '../../yaml/node.ts';
import type { DocumentIssue } from '../issue.ts';

/** What Grafana asks of the settings of an integration before it takes the contact point. */
interface Settings {
  /** Of each list one key must be there. */
  readonly needs: readonly (readonly string[])[];
  /** Values that a key may have; Grafana refuses others. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** Keys that replace the needs where they are given. */
  readonly unless?: readonly string[];
}

const url = { needs: [['url']] };

/** By the type of the integration, from `receivers/<type>/v1/config.go` of grafana/alerting (August 2026). */
const SETTINGS: Readonly<Record<string, Settings | undefined>> = {
  'prometheus-alertmanager': url,
  dingding: url,
  discord: url,
  email: { needs: [['addresses']] },
  googlechat: url,
  jira: { needs: [['api_url'], ['project'], ['issue_type'], ['api_token', 'user']] },
  kafka: { needs: [['kafkaRestProxy'], ['kafkaTopic']], values: { apiVersion: ['v2', 'v3'] } },
  line: { needs: [['token']] },
  mqtt: {
    needs: [['brokerUrl'], ['topic']],
    values: { messageFormat: ['json', 'text'], qos: ['0', '1', '2'] },
  },
  oncall: url,
  opsgenie: { needs: [['apiKey']], values: { sendTagsAs: ['tags', 'details', 'both'] } },
  pagerduty: { needs: [['integrationKey']] },
  pushover: { needs: [['userKey'], ['apiToken']] },
  sensugo: { needs: [['url'], ['apikey']] },
  slack: {
    needs: [['recipient'], ['token']],
    unless: ['url', 'endpointUrl'],
    values: { mentionChannel: ['here', 'channel'] },
  },
  sns: { needs: [['topic_arn', 'target_arn', 'phone_number']] },
  teams: url,
  telegram: {
    needs: [['bottoken'], ['chatid']],
    values: { parse_mode: ['Markdown', 'MarkdownV2', 'HTML', 'None'] },
  },
  threema: { needs: [['gateway_id'], ['recipient_id'], ['api_secret']] },
  victorops: url,
  webhook: url,
  wecom: { needs: [['url', 'secret']] },
};

const WHY = 'Grafana refuses the contact point: it does not start with the file';

/**
 * What Grafana refuses in the settings of an integration. Keys are found without regard to case, as Go reads JSON.
 *
 * @param type in lower case
 * @param what for messages: `the slack receiver of the contact point "chat"`
 * @param elsewhere keys that come from Secrets
 */
export function settingsIssues(
  type: string,
  settings: MapNode,
  what: string,
  elsewhere: readonly string[],
): DocumentIssue[] {
  const known = SETTINGS[type];
  if (known === undefined) return [];
  const entries = new Map(settings.entries.map((entry) => [entry.key.text.toLowerCase(), entry]));
  const has = (key: string): boolean => isGiven(entries.get(key.toLowerCase())) || elsewhere.includes(key);
  const isReplaced = known.unless?.some(has) ?? false;
  const missing = isReplaced ? [] : known.needs.filter((keys) => !keys.some(has));
  return [
    ...(missing.length === 0 ? [] : [lacks(missing, settings, what)]),
    ...wrongValues(known, entries, what),
  ];
}

function lacks(missing: Settings['needs'], settings: MapNode, what: string): DocumentIssue {
  const names = missing.map((keys) => keys.map((key) => `"${key}"`).join(' or '));
  const keys = missing.flat();
  const misspelt = settings.entries.find(({ key }) => didYouMean(key.text, keys) !== undefined)?.key;
  const right = misspelt === undefined ? undefined : didYouMean(misspelt.text, keys);
  return {
    code: 'missing-key',
    message: `the settings of ${what} have no ${names.join(' and no ')}`,
    why: WHY,
    help: right === undefined ? `add ${names.join(' and ')}` : `rename "${misspelt!.text}" to "${right}"`,
    range: (misspelt ?? settings.entries[0]?.key ?? settings).range,
  };
}

function wrongValues(
  { values = {} }: Settings,
  entries: ReadonlyMap<string, MapEntry>,
  what: string,
): DocumentIssue[] {
  return Object.entries(values).flatMap(([key, allowed]) => {
    const value = entries.get(key.toLowerCase())?.value;
    if (value?.kind !== 'scalar' || isNull(value) || value.text === '' || value.text.includes('$')) return [];
    if (allowed.some((one) => one.toLowerCase() === value.text.toLowerCase())) return [];
    return [
      {
        code: 'bad-value' as const,
        message: `"${key}" of ${what} cannot be "${value.text}"${didYouMeanText(value.text, allowed)}`,
        why: WHY,
        help: `write one of ${allowed.join(', ')}`,
        range: value.range,
      },
    ];
  });
}

function isGiven(entry: MapEntry | undefined): boolean {
  if (entry === undefined || isNull(entry.value)) return false;
  return entry.value.kind !== 'scalar' || entry.value.text !== '';
}
