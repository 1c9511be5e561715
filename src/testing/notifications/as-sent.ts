import type { Integration } from '../../documents/alertmanager/types.ts';
import { isBefore } from '../../documents/alertmanager/version.ts';
import { quoteJson } from '../../template/alertmanager/json.ts';
import type { Delivery } from './delivery.ts';
import type { RenderedField, RenderedMessage } from './rendered.ts';

interface Circumstances {
  /** `firing` or `resolved`. */
  readonly status: string;
  readonly version: Delivery['version'];
}

type Sent = Pick<RenderedMessage, 'fields' | 'note'>;

/** What Alertmanager makes of the rendered texts of an integration: some it replaces, and some it does not send. */
export function asSent(
  { kind, section }: Integration,
  fields: readonly RenderedField[],
  { status, version }: Circumstances,
): Sent {
  switch (kind) {
    case 'opsgenie':
      return status === 'resolved'
        ? only(fields, ['source'], 'a resolve message of OpsGenie closes the alert and has no other text')
        : { fields };
    case 'victorops':
      return { fields: replaced(fields, 'message_type', (text) => victorOpsType(text, status)) };
    case 'mattermost': {
      const ranked = replaced(fields, 'priority.priority', mattermostPriority);
      const own = !isBefore(version, '0.32') && section.items('attachments').length > 0;
      return own
        ? only(ranked, MATTERMOST_BESIDE, 'with "attachments", Mattermost gets none of the other texts')
        : { fields: ranked };
    }
    case 'pushover':
      // Pushover refuses empty messages.
      return { fields: replaced(fields, 'message', (text) => text.trim() || '(no details)') };
    case 'rocketchat':
      return {
        fields: fields.map((field) =>
          /^actions\.\d+\.type$/.test(field.path) ? { ...field, rendering: { text: 'button' } } : field,
        ),
      };
    case 'pagerduty':
      return section.isSet('service_key') || section.isSet('service_key_file')
        ? only(
            fields,
            status === 'firing'
              ? ['description', 'details', 'client', 'client_url']
              : ['description', 'details'],
            'events of "service_key" have no other fields',
          )
        : { fields: withinEvent(withoutEmptyLinks(fields)) };
    default:
      return { fields };
  }
}

/** The fields whose names begin so. */
function only(fields: readonly RenderedField[], names: readonly string[], note: string): Sent {
  return { fields: fields.filter(({ path }) => names.includes(path.split('.')[0] ?? '')), note };
}

function replaced(
  fields: readonly RenderedField[],
  path: string,
  by: (text: string) => string,
): RenderedField[] {
  return fields.map((field) =>
    field.path === path && 'text' in field.rendering
      ? { path, rendering: { text: by(field.rendering.text) } }
      : field,
  );
}

function victorOpsType(text: string, status: string): string {
  if (status === 'resolved') return 'RECOVERY';
  return ['INFO', 'WARNING', 'CRITICAL'].includes(text) ? text : 'CRITICAL';
}

function mattermostPriority(text: string): string {
  const lower = text.toLowerCase();
  return ['urgent', 'important', 'standard'].includes(lower) ? lower : 'standard';
}

/** What a post to Mattermost has outside of its attachments. */
const MATTERMOST_BESIDE = [
  'text',
  'channel',
  'username',
  'icon_url',
  'icon_emoji',
  'type',
  'props',
  'priority',
  'attachments',
];

/** Images without a source and links without an address are left out. */
function withoutEmptyLinks(fields: readonly RenderedField[]): RenderedField[] {
  const empty = new Set(
    fields.flatMap(({ path, rendering }) =>
      /^(?:images\.\d+\.src|links\.\d+\.href)$/.test(path) && 'text' in rendering && rendering.text === ''
        ? path.slice(0, path.lastIndexOf('.') + 1)
        : [],
    ),
  );
  return fields.filter(({ path }) => !empty.has(path.slice(0, path.lastIndexOf('.') + 1)));
}

/** Alertmanager's measure for an event of PagerDuty, in bytes of JSON. */
const MOST_OF_EVENT = 512_000;

/** The details of an event that is too large are replaced by a sentence that says so. */
function withinEvent(fields: readonly RenderedField[]): readonly RenderedField[] {
  const sizes = fields.map(({ path, rendering }) =>
    'text' in rendering && rendering.text !== '' ? path.length + sizeInJson(path, rendering.text) : 0,
  );
  // Keys, braces, the routing key and the key of the group.
  const size = sizes.reduce((sum, one) => sum + one, 300);
  if (size <= MOST_OF_EVENT) return fields;
  const text =
    'Custom details have been removed because the original event exceeds the maximum size of 512KB';
  return [
    ...fields.filter(({ path }) => !path.startsWith('details.')),
    { path: 'details.error', rendering: { text } },
  ];
}

/** Details that are lists or objects go out as such, other texts in quotes. */
function sizeInJson(path: string, text: string): number {
  return Buffer.byteLength(path.startsWith('details.') && /^[[{]/.test(text) ? text : quoteJson(text));
}
