import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateDashboards } from '../../grafana/src/generate.ts';
import type { NotificationTimeline } from '../../src/testing/notifications/timeline.ts';
import { countValues, panelQueries } from './panels.ts';
import { predict } from './predict.ts';
import { PrometheusApi } from './prometheus-api.ts';
import { SCRAPE_MS, programs, startStack } from './stack.ts';
import { errorText } from '../../src/util/error-text.ts';
import type { Stack } from './stack.ts';

/** Which Slack channel belongs to which receiver of alertmanager/alertmanager.yml. */
const RECEIVER_OF: Readonly<Record<string, string>> = {
  '#oneiric-platform': 'platform-team',
  '#oneiric-oncall': 'oncall-page',
  '#oneiric-alerts': 'platform-slack',
  '#oneiric-info': 'platform-info',
  '#security-alerts': 'security-team',
  '#backend-alerts': 'backend-team',
  '#devops-alerts': 'devops-team',
  '#infrastructure-alerts': 'infrastructure-team',
};

/** Why the servers cannot be had (no network, no apt); undefined: they are there. */
const missing = await programs().then(() => undefined, errorText);
if (missing !== undefined) process.stderr.write(`the servers cannot be had, so nothing is run: ${missing}\n`);
const suite = describe.skipIf(missing !== undefined);

let stack: Stack;
let api: PrometheusApi;
let startMs: number;
let endMs: number;
let timeline: NotificationTimeline;
let targets: Awaited<ReturnType<PrometheusApi['targets']>>;

/**
 * One run, described by the tests below: the demo is healthy, then four faults are switched on and off again. Times are a
 * tenth of the shipped ones, so two minutes hold what takes twenty.
 */
beforeAll(async () => {
  if (missing !== undefined) return;
  startMs = Date.now();
  stack = await startStack();
  api = new PrometheusApi(stack.prometheusUrl);
  await sleep(25_000);
  targets = await api.targets();
  for (const fault of ['digest-failure', 'paused-domain', 'resolution-storm']) stack.demo().set(fault, true);
  await sleep(45_000);
  for (const fault of ['digest-failure', 'resolution-storm']) stack.demo().set(fault, false);
  await sleep(45_000);
  stack.demo().set('paused-domain', false);
  await stack.loseProcess(4 * SCRAPE_MS);
  await sleep(12_000);
  endMs = Date.now();
  timeline = await predict(stack, api, startMs, endMs);
}, 200_000);

afterAll(async () => {
  if (missing === undefined) await stack.stop();
});

suite('the servers run together', () => {
  test('every target is up', () => {
    expect(targets.map(({ labels, health }) => `${labels['job']} ${health}`).sort()).toEqual([
      'alertmanager up',
      'oneiric up',
      'prometheus up',
    ]);
  });

  test('26 alerts and 43 recording rules are loaded, and evaluate without an error', async () => {
    const rules = (await api.groups()).flatMap(({ rules }) => rules);
    expect(rules.filter(({ type }) => type === 'alerting')).toHaveLength(26);
    expect(rules.filter(({ type }) => type === 'recording')).toHaveLength(43);
    expect(
      rules.filter(({ health }) => health !== 'ok').map(({ name, lastError }) => `${name}: ${lastError}`),
    ).toEqual([]);
  });
});

suite('faults fire the right alerts', () => {
  test.each([
    ['OneiricDigestVerificationFailed'],
    ['OneiricResolutionFailureRateHigh'],
    ['OneiricComponentsPaused'],
    ['OneiricRestarted'],
  ])('%s fires', async (alert) => {
    expect((await firings()).map(({ labels }) => labels['alertname'])).toContain(alert);
  });

  test('the simulation of the same samples predicted the same alerts', async () => {
    const actual = (await firings()).map(({ key }) => key);
    const predicted = new Set(timelineFirings().map(({ key }) => key));
    expect([...predicted].sort()).toEqual([...new Set(actual)].sort());
  });

  test('within one evaluation of each rule that its expression depends on', async () => {
    const predicted = new Map(timelineFirings().map(({ key, atMs }) => [key, atMs]));
    const intervals = await intervalsByAlert();
    for (const { key, labels, atMs } of await firings()) {
      const toleranceMs = intervals.get(labels['alertname'] ?? '')! + SCRAPE_MS;
      expect(Math.abs(predicted.get(key)! - atMs), `${key}: milliseconds apart`).toBeLessThanOrEqual(
        toleranceMs,
      );
    }
  });
});

suite('the right receivers are told', () => {
  test.each([
    ['OneiricDigestVerificationFailed', ['oncall-page', 'security-team']],
    ['OneiricResolutionFailureRateHigh', ['backend-team', 'oncall-page']],
    ['OneiricComponentsPaused', ['platform-info']],
  ])('%s reaches %j', (alert, receivers) => {
    expect(
      [
        ...new Set(
          messages()
            .filter((one) => one.alert === alert)
            .map((one) => one.receiver),
        ),
      ].sort(),
    ).toEqual(receivers);
  });

  test('critical alerts page, also through PagerDuty', () => {
    const summaries = stack.receiver.pages.map(
      ({ message }) => `${message.routing_key}: ${message.payload.summary}`,
    );
    expect(
      summaries.some((one) => one.startsWith('oncall: [CRITICAL] OneiricResolutionFailureRateHigh')),
    ).toBe(true);
    expect(
      summaries.some((one) => one.startsWith('security: [CRITICAL] OneiricDigestVerificationFailed')),
    ).toBe(true);
  });

  test('the text is rendered, with the links to runbook and panel', () => {
    const sent = stack.receiver.slack.find(({ message }) =>
      message.attachments[0].title.includes('OneiricResolutionFailureRateHigh'),
    );
    const { title, title_link, color, text, actions } = sent!.message.attachments[0];
    expect(title).toBe('[CRITICAL] OneiricResolutionFailureRateHigh');
    expect(title_link).toBe('https://docs.oneiric.io/runbooks/resolution-failures');
    expect(color).toBe('#d7263d');
    expect(text).toMatch(/\d+(\.\d+)?% of resolutions fail/);
    expect(text).not.toMatch(/no value|%!|\{\{/);
    expect(actions.find((action) => action.text === 'Dashboard')!.url).toBe(
      'https://grafana.oneiric.io/d/oneiric-resolution?viewPanel=1',
    );
  });

  test('inhibition mutes the warnings of the component of a critical alert', async () => {
    expect((await firings()).map(({ labels }) => labels['alertname'])).toContain(
      'OneiricResolutionFailuresByDomain',
    );
    expect(messages().map(({ alert }) => alert)).not.toContain('OneiricResolutionFailuresByDomain');
  });

  test('ended alerts are sent as resolved', () => {
    const resolved = messages()
      .filter(({ resolved }) => resolved)
      .map(({ alert }) => alert);
    expect(resolved).toContain('OneiricDigestVerificationFailed');
    expect(resolved).toContain('OneiricResolutionFailureRateHigh');
  });

  test('the simulation predicted the same notifications', () => {
    const predicted = new Set(
      timeline.sent.map(
        ({ receiver, group, status }) => `${receiver} ${group.get('alertname') ?? ''} ${status}`,
      ),
    );
    const actual = new Set(
      messages().map(
        ({ receiver, alert, resolved }) => `${receiver} ${alert} ${resolved ? 'resolved' : 'firing'}`,
      ),
    );
    expect([...predicted].sort()).toEqual([...actual].sort());
  });
});

suite('every panel has data', () => {
  beforeAll(async () => {
    if (missing !== undefined) return;
    for (const fault of [
      'rollbacks',
      'slow-swaps',
      'source-down',
      'signature-failure',
      'digest-failure',
      'resolution-storm',
    ])
      stack.demo().set(fault, true);
    await sleep(16_000);
  }, 40_000);

  test.each(panelQueries(generateDashboards()).map((run) => [run.name, run] as const))(
    '%s',
    async (_, run) => {
      expect(await countValues(run, api, stack.log), run.expr).toBeGreaterThan(0);
    },
  );
});

interface Firing {
  readonly key: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly atMs: number;
}

/** When Prometheus had each alert firing first. */
async function firings(): Promise<Firing[]> {
  const seconds = Math.ceil((endMs - startMs) / 1000);
  const series = await api.query(`ALERTS{alertstate="firing"}[${seconds}s]`, endMs);
  return series.map(({ metric, values = [] }) => ({
    key: keyOf(metric),
    labels: metric,
    atMs: values[0]![0] * 1000,
  }));
}

/** When the simulation has each alert firing first. */
function timelineFirings(): { key: string; atMs: number }[] {
  const first = new Map<string, number>();
  for (let atMs = timeline.startMs; atMs <= endMs; atMs += SCRAPE_MS / 2)
    for (const labels of timeline.firingAt(atMs)) {
      const key = keyOf(Object.fromEntries(labels));
      if (!first.has(key)) first.set(key, timeline.episode(labels, atMs)!.startsAtMs);
    }
  return [...first].map(([key, atMs]) => ({ key, atMs }));
}

const IDENTITY = ['alertname', 'domain', 'source', 'provider', 'instance'];
const keyOf = (labels: Readonly<Record<string, string>>): string =>
  IDENTITY.flatMap((name) => (labels[name] === undefined ? [] : [`${name}=${labels[name]}`])).join(' ');

/** The interval of an alert's group, plus those of the recording rules that it reads, in milliseconds. */
async function intervalsByAlert(): Promise<Map<string, number>> {
  const groups = await api.groups();
  const recordsMs = groups
    .filter(({ name }) => !/_(critical|warning|info|slo_alerts)$/.test(name))
    .map(({ interval }) => interval * 1000);
  const slowestRecordMs = Math.max(...recordsMs.filter((ms) => ms <= 6000));
  return new Map(
    groups.flatMap(({ name, interval, rules }) =>
      rules.map(
        (rule) =>
          [rule.name, interval * 1000 + (name === 'oneiric_slo_alerts' ? 2 * slowestRecordMs : 0)] as const,
      ),
    ),
  );
}

function messages(): { receiver: string; alert: string; resolved: boolean; atMs: number }[] {
  return stack.receiver.slack
    .filter(({ atMs }) => atMs <= endMs)
    .map(({ atMs, message }) => {
      const { title } = message.attachments[0];
      const alert = /Oneiric\w+/.exec(title)?.[0] ?? title;
      return {
        receiver: RECEIVER_OF[message.channel] ?? message.channel,
        alert,
        resolved: title.startsWith('[RESOLVED]'),
        atMs,
      };
    });
}
