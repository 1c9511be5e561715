import {
  BOOLEAN,
  described,
  DURATION,
  list,
  MESSAGES,
  NAMES,
  object,
  root,
  SCALAR,
  TEXT,
  TEXTS,
} from './parts.ts';
import type { Schema } from './parts.ts';

/** Settings of a file, and of one of its scenarios. */
const SETTINGS: Readonly<Record<string, Schema>> = {
  interval: described(
    DURATION,
    'Time between the samples of the input; default 15s, or test.interval of rulecheck.yaml.',
  ),
  evaluation_interval: described(DURATION, 'How often rules are evaluated; default: as their groups say.'),
  intervals: { enum: ['common', 'group'], description: 'Whether all groups are evaluated at one interval.' },
  external_labels: described(TEXTS, 'The external labels of the server.'),
  external_url: described(SCALAR, 'The address of the server, for templates.'),
  alertmanager_url: described(SCALAR, 'The address of Alertmanager, for notification templates.'),
  discover: described(
    BOOLEAN,
    'Whether Loki adds detected_level and service_name to log lines; default: as the project sets it.',
  ),
  start: described(SCALAR, 'When the input begins: 2026-03-28T23:00:00Z.'),
};

const STATUS: Schema = { enum: ['firing', 'resolved'] };

const ALERT: Schema = object({
  labels: described(TEXTS, 'Labels that it has; /.../ is a regular expression.'),
  annotations: described(TEXTS, 'Annotations that it has.'),
  exact: described(BOOLEAN, 'It has these labels and annotations and no others.'),
  receivers: described(NAMES, 'Whom the routes lead to.'),
  inhibited: described(BOOLEAN, 'Whether another alert mutes it.'),
  inhibited_by: described(SCALAR, 'The alert that mutes it.'),
  notifies: described(NAMES, 'Who is told by then.'),
  muted_by: described(SCALAR, 'The time interval that mutes it.'),
  group: described(TEXTS, 'Labels of the group that it is sent with.'),
});

const SAMPLE: Schema = object(
  { labels: TEXTS, value: described(SCALAR, 'A number, NaN, +Inf, -Inf, or 1 ± 0.01.') },
  ['value'],
);

const AT = described(DURATION, 'Time since the start of the input.');

const EXPECTED_LINE: Schema = {
  anyOf: [SCALAR, object({ line: SCALAR, labels: described(TEXTS, 'Labels that the line has.') })],
};

const OF_ALERTS: Schema = object(
  {
    at: AT,
    state: { enum: ['pending', 'firing', 'inactive', 'resolved'] },
    first: {
      enum: ['pending', 'firing', 'resolved'],
      description: 'It is in this state at this instant, and was not before.',
    },
    labels: described(TEXTS, 'Narrows "state" or "first" to some alerts.'),
    alerts: list(ALERT, 'All alerts that fire then.'),
    expr: described(SCALAR, 'An expression, with "samples" or "lines".'),
    query: described(SCALAR, 'The name of a catalogued query, in place of "expr".'),
    samples: list(SAMPLE, 'What the expression returns.'),
    lines: {
      anyOf: [list(EXPECTED_LINE), { type: 'integer', minimum: 0 }],
      description: 'The lines that a log query returns, oldest first, or how many.',
    },
    range: described(DURATION, 'How far back a log query looks; default: to the start.'),
  },
  ['at'],
);

const NOTIFICATION: Schema = object(
  {
    at: AT,
    receiver: SCALAR,
    status: STATUS,
    reason: {
      enum: [
        'first notification',
        'new alerts added',
        'some alerts resolved',
        'all alerts resolved',
        'repeat interval elapsed',
      ],
    },
    integrations: NAMES,
    group: TEXTS,
    alerts: list(object({ status: STATUS, labels: TEXTS, annotations: TEXTS })),
  },
  ['at', 'receiver'],
);

const OF_NOTIFICATIONS: Schema = object(
  {
    notifications: list(NOTIFICATION, 'Everything that is sent between "from" and "until".'),
    from: DURATION,
    until: DURATION,
    receivers: NAMES,
  },
  ['notifications'],
);

const OF_MESSAGE: Schema = object({ at: AT, message: MESSAGES }, ['at', 'message']);

const LINE: Schema = {
  anyOf: [
    SCALAR,
    object(
      {
        line: { description: 'The text, or a map that is logged as JSON.' },
        at: DURATION,
        every: DURATION,
        times: { type: 'integer', minimum: 1 },
        until: DURATION,
        metadata: TEXTS,
      },
      ['line'],
    ),
  ],
};

const STREAMS: Schema = { type: 'object', additionalProperties: list(LINE) };

const RAW_LOGS: Schema = object(
  {
    pipeline: described(
      SCALAR,
      'The configuration of Promtail or Alloy; relative to the folder of this file.',
    ),
    job: described(SCALAR, 'The job, or the component of Alloy, that reads the lines.'),
    file: described(SCALAR, 'The file that the lines are in: their label filename.'),
    labels: described(TEXTS, 'Labels that service discovery gives: __meta_docker_container_name.'),
    environment: described(TEXTS, "Variables of the agent's environment."),
    lines: list(LINE, 'The lines as the agent reads them.'),
  },
  ['pipeline', 'lines'],
);

const SCENARIO: Schema = object(
  {
    name: described(TEXT, 'The situation, in a few words.'),
    series: described(TEXTS, 'Input series in promtool\'s notation: up{job="web"}: 1x20 0x60'),
    logs: {
      anyOf: [STREAMS, RAW_LOGS, { type: 'array', items: { anyOf: [RAW_LOGS, STREAMS] } }],
      description: 'Log lines, by the labels of their stream, or as an agent with a pipeline reads them.',
    },
    also: list(SCALAR, 'Other alerts that may fire.'),
    expect: { type: 'array', minItems: 1, items: { anyOf: [OF_ALERTS, OF_NOTIFICATIONS, OF_MESSAGE] } },
    ...SETTINGS,
  },
  ['name', 'expect'],
);

/** A file without an alert: every expectation says what it asks. */
const ABOUT_QUERIES: Schema = {
  properties: {
    scenarios: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          expect: {
            type: 'array',
            items: { anyOf: ['expr', 'query', 'lines'].map((key) => ({ type: 'object', required: [key] })) },
          },
        },
      },
    },
  },
};

/** The JSON Schema of scenario files (docs/scenarios.md). */
export const SCENARIOS = root('Scenarios of rulecheck', {
  ...object(
    {
      alert: described(TEXT, 'The alert that the scenarios are about.'),
      query: described(TEXT, 'The catalogued query that the scenarios are about, in place of an alert.'),
      ...SETTINGS,
      alertmanager: described(
        SCALAR,
        'The Alertmanager configuration, relative to this file; default: the closest.',
      ),
      rule_files: list(TEXT, 'Rule files, relative to this file; default: those of the project.'),
      scenarios: { type: 'array', minItems: 1, items: SCENARIO },
    },
    ['scenarios'],
  ),
  anyOf: [{ required: ['alert'] }, { required: ['query'] }, ABOUT_QUERIES],
});
