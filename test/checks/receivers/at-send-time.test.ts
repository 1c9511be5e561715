import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { alertmanagerPeers } from '../../../scripts/peers/alertmanager.ts';
import type { AlertmanagerPeer } from '../../../scripts/peers/alertmanager.ts';
import { alert, ruleFile } from '../../../src/checks/support/example-rules.ts';
import { compareVersions } from '../../../src/util/compare-versions.ts';
import { startAlertmanager } from '../../support/alertmanager/process.ts';
import { startReceiver } from '../../support/alertmanager/receiver.ts';
import { startMailServer } from '../../support/alertmanager/smtp.ts';
import { lintFiles } from '../../support/lint-files.ts';
import { SEND_CASES, TEMPLATES } from './send-cases.ts';
import type { SendCase } from './send-cases.ts';

/** What Alertmanager accepts when it starts and fails on when it sends: found before, and confirmed by real processes. */

const peers = await alertmanagerPeers(process.env);

const RULES = {
  'prometheus.yml': 'rule_files: [rules.yml]\n',
  'rules.yml': ruleFile(
    alert('sum(up{job="shop"}) == 0', { name: 'ShopDown', labels: { severity: 'warning' } }),
  ),
  'all.tmpl': TEMPLATES,
};

function casesFor(version: string): [string, SendCase][] {
  return Object.entries(SEND_CASES).filter(
    ([, { since = '0.25', until }]) =>
      compareVersions(version, since) >= 0 && (until === undefined || compareVersions(version, until) < 0),
  );
}

function configOf(receivers: readonly (readonly [string, string])[]): string {
  const routes = receivers.map(([name]) => `    - { receiver: ${name}, continue: true }`);
  const entries = receivers.map(([name, text]) => `  - name: ${name}\n    ${text}`);
  return `route:
  receiver: ${receivers[0]![0]}
  group_by: [alertname]
  group_wait: 50ms
  group_interval: 1s
  routes:
${routes.join('\n')}
receivers:
${entries.join('\n')}
templates: ['*.tmpl']
`;
}

const minorOf = (version: string): string => version.replace(/^(\d+\.\d+).*/, '$1');

describe.concurrent.each(Object.entries(SEND_CASES))('%s', (name, { receiver, finds, until }) => {
  it(finds === undefined ? 'nothing is said of it' : `${finds} tells it`, ({ expect: check }) => {
    const text = receiver.replaceAll('URL', `http://localhost:9/${name}`).replaceAll('MAIL', 'localhost:25');
    const config = until === undefined ? '' : 'alertmanager: { version: "0.31" }\n';
    const files = { ...RULES, 'alertmanager.yml': configOf([[name, text]]) };
    const found = lintFiles(files, { config }).filter(({ check: id }) => id.startsWith('receivers/'));
    const about = found.filter(
      ({ check: id }) => id !== 'receivers/secret' && id !== 'receivers/empty-field',
    );
    check(about.map(({ check: id }) => id)).toEqual(finds === undefined ? [] : [finds]);
  });
});

interface Observed {
  readonly log: string;
  readonly bodies: ReadonlyMap<string, readonly string[]>;
}

/** Lets one alert fire and end, with every case as a receiver of it. */
async function send(peer: AlertmanagerPeer, cases: readonly [string, SendCase][]): Promise<Observed> {
  const server = await startReceiver(({ path }) => {
    if (path.includes('/search')) return { body: { issues: [] } };
    return path.includes('slack') ? { body: { ok: true } } : undefined;
  });
  const mail = await startMailServer();
  const receivers = cases.map(([name, { receiver }]): [string, string] => [
    name,
    receiver.replaceAll('URL', `${server.url}/${name}`).replaceAll('MAIL', `'${mail.address}'`),
  ]);
  const am = await startAlertmanager(peer, configOf(receivers), { files: { 'all.tmpl': TEMPLATES } });
  try {
    const startsAt = new Date(Date.now() - 60_000).toISOString();
    const one = { labels: { alertname: 'ShopDown', severity: 'warning' }, startsAt };
    await am.post([{ ...one, endsAt: new Date(Date.now() + 3_600_000).toISOString() }]);
    await sleep(1500);
    await am.post([{ ...one, endsAt: new Date().toISOString() }]);
    await sleep(2500);
    const observed = (): Observed => ({ log: am.log(), bodies: bodiesByCase(server.requests) });
    // A busy machine needs longer, the text that loops most of all.
    for (let rest = 40; rest > 0 && !cases.every((each) => isSeen(each, observed())); rest--)
      await sleep(500);
    return observed();
  } finally {
    await am.stop();
    await Promise.all([server.close(), mail.close()]);
  }
}

function bodiesByCase(requests: readonly { readonly path: string; readonly body: string }[]) {
  const bodies = new Map<string, string[]>();
  for (const { path, body } of requests) {
    const name = path.split(/[/?]/)[1] ?? '';
    bodies.set(name, [...(bodies.get(name) ?? []), body]);
  }
  return bodies;
}

function failuresOf(name: string, log: string): string[] {
  const own = new RegExp(`receiver=${name}\\s|err="${name}/`);
  return log.split('\n').filter((line) => own.test(line) && line.includes('err='));
}

/** Whether what is expected of a case has happened. */
function isSeen(
  [name, { fails, arrives, receiver }]: [string, SendCase],
  { log, bodies }: Observed,
): boolean {
  const sent = bodies.get(name) ?? [];
  if (fails !== undefined && !fails.test(failuresOf(name, log).join('\n'))) return false;
  if (arrives !== undefined) return sent.some((body) => arrives.test(body));
  return fails !== undefined || !receiver.includes('URL') || sent.length > 0;
}

describe.concurrent('what a real Alertmanager makes of it', () => {
  for (const peer of peers) {
    it(peer.version, { timeout: 60_000 }, async ({ expect: check }) => {
      const cases = casesFor(minorOf(peer.version));
      const { log, bodies } = await send(peer, cases);
      for (const [name, { fails, arrives, receiver }] of cases) {
        const lines = failuresOf(name, log);
        if (fails !== undefined) check(lines.join('\n'), `${name} fails`).toMatch(fails);
        else check(lines, `${name} is sent`).toEqual([]);
        const sent = bodies.get(name) ?? [];
        if (arrives !== undefined)
          check(
            sent.some((body) => arrives.test(body)),
            `${name}: ${sent.join('\n')}`,
          ).toBe(true);
        else if (fails === undefined && receiver.includes('URL'))
          check(sent.length, `${name} arrives`).toBeGreaterThan(0);
      }
    });
  }
});

it('brings Alertmanagers of both ends where it brings any', () => {
  if (peers.length > 0) expect(peers.map(({ version }) => minorOf(version))).toContain('0.25');
});
