import { describe, expect, it } from 'vitest';
import { shorten } from '../../../src/testing/notifications/limits.ts';
import { failuresOf } from './run.ts';

describe('a text that is too long', () => {
  it('ends with a mark, and is counted in characters', () => {
    const limit = { kind: 'characters', most: 5 } as const;
    expect(shorten('12345', limit)).toBe('12345');
    expect(shorten('123456', limit)).toBe('1234…');
    expect(shorten('😀😀😀😀😀', limit)).toBe('😀😀😀😀😀');
    expect(shorten('😀😀😀😀😀😀', limit)).toBe('😀😀😀😀…');
  });

  it('is cut between characters where bytes count', () => {
    const limit = { kind: 'bytes', most: 8 } as const;
    expect(shorten('üüüü', limit)).toBe('üüüü');
    expect(shorten('üüüüü', limit)).toBe('üü…');
    expect(shorten('x'.repeat(9), { kind: 'hard-bytes', most: 8 })).toBe('x'.repeat(8));
  });
});

describe('the message of a scenario', () => {
  const given = {
    rules: `groups: [{ name: g, rules: [{ alert: A, expr: up == 0, annotations: { summary: '<b> & {{ $labels.job }}' } }] }]`,
    alertmanager: `route: { receiver: team, group_wait: 30s, routes: [{ matchers: [job!=""], group_by: [job] }] }
receivers:
  - name: team
    webhook_configs: [{ url: 'http://127.0.0.1/' }]
    telegram_configs: [{ chat_id: 1, bot_token: x, message: '{{ .CommonAnnotations.summary }}' }]
    opsgenie_configs: [{ api_key: x, message: '${'0123456789'.repeat(14)}' }]
`,
  };
  const message = (fields: string): string =>
    `{ alert: A, scenarios: [{ name: s, series: { 'up{job="a"}': 0x9 }, expect: [{ at: 1m, message: { receiver: team, ${fields} } }] }] }`;

  it.each([
    'integration: webhook, body: { status: firing, alerts: [{ labels: { job: a } }], truncatedAlerts: "0" }',
    String.raw`integration: webhook, body: { groupKey: '{}/{job!=""}:{job="a"}', version: "4" }`,
    String.raw`integration: webhook, body: '/^\{"receiver":"team","status":"firing",.*\\u003cb\\u003e/'`,
    "integration: telegram, message: '&lt;b&gt; &amp; a'",
    `integration: opsgenie, message: '${'0123456789'.repeat(13).slice(0, 129)}…'`,
  ])('%s holds', async (fields) => {
    expect(await failuresOf({ ...given, scenarios: message(fields) })).toEqual([]);
  });

  it('names the values of a body to who asks for one of them', async () => {
    const [failure] = await failuresOf({
      ...given,
      scenarios: message('integration: webhook, body: { state: firing }'),
    });
    expect(failure?.message).toBe(
      'the message to team has no field "body.state"; did you mean "body.status"?',
    );
    const [other] = await failuresOf({ ...given, scenarios: message('integration: webhook, boddy: firing') });
    expect(other?.message).toContain('did you mean "body"?');
    expect(other?.help).toBe('its fields are url, body');
  });
});
