import type { Integration } from './types.ts';

/** A field of which a service takes only some values. */
export interface ServiceValues {
  /** The path of the field: `severity`, `priority.priority`. */
  readonly key: string;
  readonly service: string;
  readonly values: readonly string[];
  /** Whether the service takes a text as it is. */
  readonly accepts: (text: string) => boolean;
  /** What Alertmanager itself makes of another value; undefined: the service refuses it. */
  readonly otherwise?: 'critical' | 'standard';
  /** Whether the service looks at the value of an alert that is over, too. */
  readonly whenResolved: boolean;
}

/** The values that the service of an integration takes; undefined: it has no such field. */
export function serviceValues({ kind, section }: Integration): ServiceValues | undefined {
  switch (kind) {
    case 'pagerduty':
      // The older interface, which service keys belong to, has no severity. A resolved notification does not need one.
      return section.isSet('service_key') || section.isSet('service_key_file')
        ? undefined
        : {
            key: 'severity',
            service: 'PagerDuty',
            whenResolved: false,
            ...oneOf(['critical', 'error', 'warning', 'info']),
          };
    case 'opsgenie':
      // A resolved message closes the alert and has no priority.
      return {
        key: 'priority',
        service: 'OpsGenie',
        whenResolved: false,
        ...orEmpty(['P1', 'P2', 'P3', 'P4', 'P5']),
      };
    case 'pushover':
      return {
        key: 'priority',
        service: 'Pushover',
        whenResolved: true,
        ...orEmpty(['-2', '-1', '0', '1', '2']),
      };
    case 'victorops':
      return {
        key: 'message_type',
        service: 'VictorOps',
        otherwise: 'critical',
        whenResolved: false,
        values: ['INFO', 'WARNING', 'CRITICAL'],
        // What becomes CRITICAL was meant to, in any case.
        accepts: (text) => ['', 'INFO', 'WARNING'].includes(text) || text.toUpperCase() === 'CRITICAL',
      };
    case 'mattermost': {
      const { values, accepts } = orEmpty(['urgent', 'important', 'standard']);
      return {
        key: 'priority.priority',
        service: 'Mattermost',
        otherwise: 'standard',
        whenResolved: true,
        values,
        accepts: (text) => accepts(text.toLowerCase()),
      };
    }
    default:
      return undefined;
  }
}

function oneOf(values: readonly string[]): Pick<ServiceValues, 'values' | 'accepts'> {
  return { values, accepts: (text) => values.includes(text) };
}

/** An empty text is left out of the message, or stands for the usual value. */
function orEmpty(values: readonly string[]): Pick<ServiceValues, 'values' | 'accepts'> {
  return { values, accepts: (text) => text === '' || values.includes(text) };
}
