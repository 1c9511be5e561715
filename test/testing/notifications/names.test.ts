import { describe, expect, it } from 'vitest';
import { failuresOf } from './run.ts';

/** What a scenario names must exist, and what it expects must be looked at: a typo must never pass. */

const RULES = `groups:
  - name: g
    interval: 15s
    rules:
      - { alert: Down, expr: up == 0, labels: { severity: critical } }
`;

const ALERTMANAGER = `route:
  receiver: chat
  group_wait: 30s
  routes: [{ matchers: [severity="critical"], receiver: page, mute_time_intervals: [nights] }]
time_intervals:
  - { name: nights, time_intervals: [{ times: [{ start_time: '22:00', end_time: '24:00' }] }] }
receivers:
  - { name: page, pagerduty_configs: [{ routing_key: x }] }
  - { name: chat, slack_configs: [{ api_url: 'http://127.0.0.1/x', channel: '#c' }] }
`;

/** The message of each failure with the text that it points at. */
async function faults(expectation: string): Promise<[string, string][]> {
  const scenarios = `alert: Down\nscenarios:\n  - name: s\n    start: 2026-03-25T10:00:00Z\n    interval: 15s\n    series: { up: 0x40 }\n    expect:\n      - ${expectation}\n`;
  const failures = await failuresOf({ rules: RULES, alertmanager: ALERTMANAGER, scenarios });
  return failures.map(({ message, range }) => [message, scenarios.slice(range.start, range.end)]);
}

const NO_PAGEE = 'the Alertmanager configuration has no receiver "pagee"; did you mean "page"?';

describe('names that the configuration lacks', () => {
  it.each([
    '{ at: 5m, alerts: [{ receivers: [pagee] }] }',
    '{ at: 5m, alerts: [{ notifies: pagee }] }',
    '{ at: 5m, message: { receiver: pagee, description: x } }',
    '{ notifications: [{ at: 30s, receiver: pagee }] }',
    // This one would pass: nothing is ever sent to a receiver that does not exist.
    '{ notifications: [], until: 5m, receivers: [pagee] }',
  ])('%s', async (expectation) => {
    expect(await faults(expectation)).toEqual([[NO_PAGEE, 'pagee']]);
  });

  it('are reported of time intervals', async () => {
    expect(await faults('{ at: 5m, alerts: [{ muted_by: night }] }')).toEqual([
      ['the Alertmanager configuration has no time interval "night"; did you mean "nights"?', 'night'],
    ]);
  });
});

describe('expectations that would look at nothing', () => {
  it.each([
    [
      '{ notifications: [], until: 5m, receivers: [] }',
      '"receivers" is empty, so no notification is checked',
      'receivers',
    ],
    ['{ notifications: [], until: 5m, from: 10m }', 'this window ends at 5m, before it starts at 10m', '5m'],
    [
      '{ at: 5m, alerts: [{ receivers: }] }',
      '"receivers" of an expected alert is empty, so nothing is checked',
      'receivers',
    ],
    [
      '{ notifications: [{ at: 30s, receiver: page, alerts: }] }',
      '"alerts" of a notification is empty, so nothing is checked',
      'alerts',
    ],
  ])('%s', async (expectation, message, place) => {
    expect(await faults(expectation)).toEqual([[message, place]]);
  });

  it('may be narrowed to one receiver, written alone', async () => {
    expect(await faults('{ notifications: [], until: 5m, receivers: chat }')).toEqual([]);
    expect(await faults('{ notifications: [{ at: 30s, receiver: page }], receivers: page }')).toEqual([]);
  });
});

describe('words of a message and of a notification', () => {
  it.each([
    [
      '{ at: 5m, message: { receiver: page, descripton: x } }',
      'the message to page has no field "descripton"; did you mean "description"?',
      'descripton',
    ],
    [
      '{ at: 5m, message: { receiver: page, integration: pagerdutty, description: x } }',
      'page sends no pagerdutty then; did you mean "pagerduty"?',
      'pagerdutty',
    ],
    [
      '{ notifications: [{ at: 30s, receiver: page, status: fireing }] }',
      '"fireing" is not a status of a notification; did you mean "firing"?',
      'fireing',
    ],
    [
      '{ notifications: [{ at: 30s, receiver: page, reason: first notifcation }] }',
      '"first notifcation" is not a reason of a notification; did you mean "first notification"?',
      'first notifcation',
    ],
  ])('%s', async (expectation, message, place) => {
    expect(await faults(expectation)).toEqual([[message, place]]);
  });
});
