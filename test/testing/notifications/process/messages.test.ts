import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alertmanagerPeers } from '../../../../scripts/peers/alertmanager.ts';
import type { AlertmanagerPeer } from '../../../../scripts/peers/alertmanager.ts';
import { decodeAlertmanager } from '../../../../src/documents/alertmanager/decode.ts';
import { VERSIONS } from '../../../../src/documents/alertmanager/version.ts';
import type { AlertmanagerVersion } from '../../../../src/documents/alertmanager/version.ts';
import { groupKey, groupLabels } from '../../../../src/routing/grouping/group.ts';
import { labelSet, labelsKey } from '../../../../src/routing/labels.ts';
import { buildRouteTree } from '../../../../src/routing/tree/build.ts';
import { matchRoutes } from '../../../../src/routing/tree/match.ts';
import { notificationData } from '../../../../src/testing/notifications/data.ts';
import type { Delivery } from '../../../../src/testing/notifications/delivery.ts';
import { loadDelivery } from '../../../../src/testing/notifications/delivery.ts';
import { renderMessage } from '../../../../src/testing/notifications/message.ts';
import { parseYaml } from '../../../../src/yaml/parse.ts';
import { startAlertmanager } from '../../../support/alertmanager/process.ts';
import type { PostedAlert } from '../../../support/alertmanager/process.ts';
import { startReceiver } from '../../../support/alertmanager/receiver.ts';
import type { ReceivedRequest } from '../../../support/alertmanager/receiver.ts';
import { startMailServer } from '../../../support/alertmanager/smtp.ts';
import type { ReceivedMail } from '../../../support/alertmanager/smtp.ts';
import { visible } from '../../../template/alertmanager/visible.ts';
import { textsOf, textsOfMail } from './extract.ts';
import type { Texts } from './extract.ts';
import { integrationsFor } from './receivers.ts';

/** Compares the texts of messages with what a real Alertmanager sends to a stand-in for every service. */

const EXTERNAL_URL = 'http://alerts.example.com/am & co';

interface Given {
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
  readonly resolved?: boolean;
  /** It fires at first, and is over before the second message: that one is compared. */
  readonly ends?: boolean;
}

/** Alerts of one group each. */
const SETS: Readonly<Record<string, readonly Given[]>> = {
  odd: [
    {
      labels: { alertname: 'Döwn', job: 'web', instance: 'b:1', severity: 'critical' },
      annotations: { summary: `<b>it's</b> "down" & out`, runbook: 'http://r/?a=1&b=2' },
    },
    {
      labels: { alertname: 'Döwn', job: 'web', severity: 'critical', zone: 'eu west' },
      annotations: { summary: 'line 1\nline 2\t\u2028 \u{1F600}', runbook: 'http://r/?a=1&b=2' },
    },
    {
      labels: { alertname: 'Döwn', job: 'web', instance: 'a:1', severity: 'warning' },
      annotations: { summary: 'over' },
      resolved: true,
    },
  ],
  bare: [{ labels: { alertname: 'Slow', job: 'db' }, annotations: {} }],
  over: [
    {
      labels: { alertname: 'Gone', job: 'a', zone: 'x' },
      annotations: { summary: 'it was down' },
      ends: true,
    },
    { labels: { alertname: 'Gone', job: 'a' }, annotations: { summary: 'it was down' }, ends: true },
  ],
  many: Array.from({ length: 12 }, (_, i) => ({
    labels: { alertname: 'Full', job: 'a', disk: `d${i}` },
    annotations: { summary: `disk ${i} is full ${'— very '.repeat(20)}`, runbook: 'http://r' },
  })),
};

/** Younger than `group_wait`, so that the group waits for all of them. */
const [BEGAN_AGO_MS, ENDED_AGO_MS] = [1000, 500];

function posted({ labels, annotations, resolved }: Given, nowMs: number, endsAtMs?: number): PostedAlert {
  const iso = (ms: number): string => new Date(ms).toISOString();
  return {
    labels,
    annotations,
    startsAt: iso(nowMs - BEGAN_AGO_MS),
    endsAt: iso(endsAtMs ?? (resolved === true ? nowMs - ENDED_AGO_MS : nowMs + 600_000)),
  };
}

function configOf(url: string, smtp: string, version: AlertmanagerVersion): string {
  const receivers = Object.entries(SETS).flatMap(([set]) =>
    Object.entries(integrationsFor(url, smtp, version)).map(([name, configs]) => {
      const slug = slugOf(set, name);
      // Some integrations send resolved alerts only if configured so.
      const asked = Object.fromEntries(
        Object.entries(configs).map(([key, list]) => [
          key,
          list.map((one) => ({ ...one, send_resolved: true })),
        ]),
      );
      const text = JSON.stringify(asked)
        .replaceAll(`${url}/`, `${url}/${slug}/`)
        .replaceAll('am@example.com', `${slug}@example.com`);
      return { name: slug, ...(JSON.parse(text) as object) };
    }),
  );
  const routes = receivers.map(({ name }) => ({
    receiver: name,
    matchers: [`set="${name.split('-')[0] ?? ''}"`],
    continue: true,
  }));
  return JSON.stringify({
    route: {
      receiver: 'none',
      group_by: ['alertname', 'job'],
      group_wait: '3s',
      group_interval: '2s',
      routes,
    },
    receivers: [{ name: 'none' }, ...receivers],
  });
}

const slugOf = (set: string, name: string): string => `${set}-${name.replaceAll(' ', '-')}`;

/** What the services say to Alertmanager. */
function answer({ path }: ReceivedRequest): { body: unknown } {
  if (path.includes('gettoken')) return { body: { access_token: 'x' } };
  if (path.includes('/search')) {
    const issues = path.startsWith('/over-')
      ? [{ key: 'P-1', fields: { status: { statusCategory: { key: 'new' } } } }]
      : [];
    return { body: { issues, total: issues.length, isLast: true } };
  }
  if (path.includes('telegram'))
    return { body: { ok: true, result: { message_id: 1, date: 0, chat: { id: 1 } } } };
  return { body: { ok: true, success: true, errcode: 0 } };
}

const peers = await alertmanagerPeers(process.env);

describe('the texts of messages', () => {
  it.skipIf(peers.length > 0)(
    'are not compared: no Alertmanager in the cache (scripts/ensure-alertmanager.ts)',
    (context) => {
      context.skip();
    },
  );

  for (const peer of peers) describe(`are those that ${peer.version} sends`, () => compareWith(peer));
});

function compareWith(peer: AlertmanagerPeer): void {
  const version = VERSIONS.find((known) => peer.version.startsWith(`${known}.`))!;
  const names = Object.keys(integrationsFor('http://x', 'x:1', version));
  let delivery: Delivery;
  let nowMs: number;
  let endedMs: number;
  let log: () => string;
  let stop: (() => Promise<void>) | undefined;
  let requests: readonly ReceivedRequest[];
  let mails: readonly ReceivedMail[];

  beforeAll(async () => {
    const [web, mail] = [await startReceiver(answer), await startMailServer()];
    stop = async () => {
      await web.close();
      await mail.close();
    };
    const config = configOf(web.url, mail.address, version);
    delivery = await deliveryOf(config, version);
    const alertmanager = await startAlertmanager(peer, config, { externalUrl: EXTERNAL_URL });
    log = () => alertmanager.log();
    const closeServers = stop;
    stop = async () => {
      await alertmanager.stop();
      await closeServers();
    };
    nowMs = Date.now();
    await alertmanager.post(
      Object.entries(SETS).flatMap(([set, alerts]) =>
        alerts.map((one) => posted({ ...one, labels: { ...one.labels, set } }, nowMs)),
      ),
    );
    requests = web.requests;
    mails = mail.mails;
    for (const name of names) await sentTo(slugOf('over', name));
    endedMs = Date.now();
    const over = SETS['over']!.map((one) => ({ ...one, labels: { ...one.labels, set: 'over' } }));
    await alertmanager.post(over.map((one) => posted(one, nowMs, endedMs)));
  }, 60_000);

  afterAll(async () => stop?.());

  /** What a receiver is sent, of several messages the one at `index`. */
  async function sentTo(slug: string, index = 0): Promise<Texts> {
    for (let i = 0; i < 300; i++) {
      const texts = sentTexts(slug, requests, mails)[index];
      if (texts !== undefined) return texts;
      await sleep(50);
    }
    throw new Error(
      `nothing was sent:\n${log()
        .split('\n')
        .filter((line) => line.includes(slug))
        .join('\n')}`,
    );
  }

  for (const set of Object.keys(SETS)) {
    it.each(names)(`${set}: %s`, async (name) => {
      const slug = slugOf(set, name);
      const ends = SETS[set]!.some((one) => one.ends === true);
      const theirs = await sentTo(slug, ends ? 1 : 0);
      const ours = rendered(
        delivery,
        slug,
        SETS[set]!.map((one) => ({ ...one, labels: { ...one.labels, set } })),
        { beganMs: nowMs - BEGAN_AGO_MS, endedMs: ends ? endedMs : nowMs - ENDED_AGO_MS },
      );
      expect(ours.length).toBeGreaterThan(0);
      for (const { path, text } of ours) {
        if (NOT_SENT.has(`${slug.split('-')[1]!} ${path}`)) continue;
        const form = formOf(name, path);
        expect.soft(shown(form(text)), path).toEqual(shown(form(theirs(path) ?? '')));
      }
    });
  }
}

/** Fields that are not part of the message, but of its delivery. */
const NOT_SENT = new Set([
  'webhook url',
  'pagerduty routing_key',
  'pagerduty service_key',
  'victorops routing_key',
  'sns api_url',
  'slack message_text',
  'opsgenie tags',
  'opsgenie actions',
  'jira reopen_transition',
  'jira resolve_transition',
  'jira wont_fix_resolution',
  'sns topic_arn',
  'sns phone_number',
  'sns target_arn',
]);

function sentTexts(
  slug: string,
  requests: readonly ReceivedRequest[],
  mails: readonly ReceivedMail[],
): Texts[] {
  const kind = slug.split('-')[1]!;
  if (kind === 'email')
    return mails.filter(({ headers }) => headers.get('From')?.includes(`${slug}@`)).map(textsOfMail);
  return requests
    .filter(
      ({ path, method }) => path.startsWith(`/${slug}/`) && method !== 'GET' && !/gettoken|search/.test(path),
    )
    .map((request) => textsOf(kind, request));
}

/** In what form texts are compared. */
function formOf(name: string, path: string): (text: string) => unknown {
  if (name === 'email default' && path === 'html') return visible;
  return name.startsWith('pagerduty') && path.startsWith('details.') ? structured : (text) => text;
}

/** Long texts by their ends and a hash: a difference in all of one takes minutes to print. */
function shown(value: unknown): unknown {
  if (typeof value !== 'string' || value.length < 5000) return value;
  const hash = createHash('sha256').update(value).digest('hex');
  return `${value.slice(0, 100)} [${value.length}, ${hash}] ${value.slice(-100)}`;
}

/** From 0.30 on PagerDuty's details go out as the values that their texts are in YAML, where an empty text is null. */
function structured(text: string): unknown {
  if (!/^\[[{\]]/.test(text)) return text;
  return JSON.parse(text, (_, value: unknown) => (value === null ? '' : value)) as unknown;
}

async function deliveryOf(text: string, version: AlertmanagerVersion): Promise<Delivery> {
  const { config, issues } = decodeAlertmanager(parseYaml(text).documents[0]!.root, text, { version });
  expect(issues.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([]);
  return loadDelivery(config, buildRouteTree(config.route!), '/alertmanager.yml', {
    glob: () => Promise.resolve([]),
    read: () => Promise.resolve(''),
  });
}

/** What rulecheck says that the receiver is sent. */
function rendered(
  delivery: Delivery,
  receiver: string,
  alerts: readonly Given[],
  { beganMs, endedMs }: { readonly beganMs: number; readonly endedMs: number },
): { path: string; text: string }[] {
  const { tree } = delivery;
  const sets = alerts.map(({ labels }) => labelSet(labels));
  const route = matchRoutes(tree, sets[0]!).find(({ settings }) => settings.receiver === receiver)!;
  const [integration] = delivery.receivers.get(receiver)!.integrations;
  const sent = {
    atMs: beganMs,
    receiver,
    integrations: [integration!.name],
    status: alerts.every(isOver) ? 'resolved' : 'firing',
    reason: alerts.every(isOver) ? 'all alerts resolved' : 'first notification',
    routeLabels: new Map(),
    timers: { groupWaitMs: 0, groupIntervalMs: 0, repeatIntervalMs: 0 },
    group: groupLabels(sets[0]!, route),
    groupKey: groupKey(route, sets[0]!),
    firing: sets.filter((_, i) => !isOver(alerts[i]!)),
    resolved: sets.filter((_, i) => isOver(alerts[i]!)),
  } as const;
  const byKey = new Map(sets.map((labels, i) => [labelsKey(labels), alerts[i]!]));
  const episode = (labels: ReadonlyMap<string, string>) => {
    const given = byKey.get(labelsKey(labels))!;
    return {
      labels,
      startsAtMs: beganMs,
      endsAtMs: isOver(given) ? endedMs : undefined,
      resentAtMs: [],
      texts: [{ atMs: beganMs, annotations: labelSet(given.annotations) }],
    };
  };
  const data = notificationData(
    sent,
    { episode },
    { rules: [], prometheusUrl: '', alertmanagerUrl: new URL(EXTERNAL_URL).href },
    integration!,
  );
  const message = renderMessage(integration!, { data, groupKey: sent.groupKey, nowMs: beganMs }, delivery);
  return message.fields.flatMap(({ path, rendering }) => {
    // What the service refuses is posted all the same.
    if ('fault' in rendering) return [];
    return [{ path, text: 'text' in rendering ? rendering.text : `error: ${rendering.error.goText}` }];
  });
}

function isOver({ resolved, ends }: Given): boolean {
  return resolved === true || ends === true;
}
