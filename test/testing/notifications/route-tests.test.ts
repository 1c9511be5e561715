import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readAlertmanager } from '../../../src/documents/alertmanager-document.ts';
import { readDocuments } from '../../../src/documents/read.ts';
import { SourceFile } from '../../../src/source/source-file.ts';
import type { TestResult } from '../../../src/testing/index.ts';
import { runTests } from '../../../src/testing/index.ts';
import { parseYaml } from '../../../src/yaml/parse.ts';
import { ROOT } from '../../support/pack.ts';

/** The configuration that the examples of docs/route-tests.md are about. */
const ALERTMANAGER = `route:
  receiver: nobody
  routes:
    - { matchers: [severity="critical"], receiver: page, continue: true }
    - { matchers: [team="db", severity=~"critical|warning"], receiver: db-chat, mute_time_intervals: [nights] }
time_intervals:
  - { name: nights, time_intervals: [{ times: [{ start_time: '22:00', end_time: '24:00' }] }] }
inhibit_rules:
  - { source_matchers: [alertname="DiskFull"], target_matchers: [alertname="DiskFilling"], equal: [team] }
receivers:
  - name: nobody
  - { name: page, slack_configs: [{ api_url: 'http://127.0.0.1/page', channel: c, send_resolved: true, text: '{{ if .Alerts.Firing }}now{{ else }}over{{ end }}', title: '{{ .CommonLabels.alertname }}: {{ .CommonAnnotations.summary }}' }] }
  - { name: db-chat, webhook_configs: [{ url: 'http://127.0.0.1/chat' }] }
`;

async function run(text: string, alertmanager: string | undefined = ALERTMANAGER): Promise<TestResult[]> {
  const { documents, issues } = readDocuments(new SourceFile('routes.yml', text), { named: true });
  expect(issues).toEqual([]);
  const [document] = documents;
  if (document?.kind !== 'route-tests') throw new Error('not recognised as route tests');
  const routing = alertmanager === '' ? undefined : routingOf(alertmanager);
  const outcome = await runTests({
    tests: [document],
    rules: [],
    cwd: '/project',
    ruleFileReader: { glob: () => Promise.resolve([]), read: () => Promise.resolve('') },
    engine: 'embedded',
    routing,
  });
  if (outcome.status !== 'ran') throw new Error(`${outcome.tool} is missing`);
  return [...outcome.run.results];
}

function routingOf(text: string) {
  const { tree, config } = readAlertmanager(
    parseYaml(text).documents[0]!.root!,
    new SourceFile('alertmanager.yml', text),
  );
  return { tree: tree!, inhibitRules: config.inhibitRules, path: '/project/alertmanager.yml', config };
}

const one = async (test: string): Promise<(string | undefined)[]> =>
  (await run(`route_tests:\n  - ${test}\n`)).flatMap(({ failures }) =>
    failures.flatMap(({ message, help }) => [message, help]),
  );

const EXAMPLES = [
  ...readFileSync(`${ROOT}docs/route-tests.md`, 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```$/gm),
].map(([, text]) => text!);

describe('route tests', () => {
  it.each(EXAMPLES.map((text, i) => [i + 1, text] as const))(
    'of example %i of the documentation pass',
    async (_, text) => {
      const results = await run(text);
      expect(results.length).toBeGreaterThan(0);
      expect(results.map(({ kind, status, message }) => [kind, status, message])).toEqual(
        results.map(() => ['routes', 'passed', '']),
      );
    },
  );

  it.each([
    [
      '{ labels: { severity: critical, team: db }, receivers: [page] }',
      '{severity="critical", team="db"} reaches page, db-chat, expected page',
    ],
    [
      '{ labels: { severity: warning, team: db }, at: 2026-03-28T23:00:00Z, receivers: [db-chat] }',
      '{severity="warning", team="db"} reaches nobody, expected db-chat; db-chat is muted by nights',
    ],
    [
      '{ labels: { severity: warning, team: db }, at: 2026-03-28T12:00:00Z, muted_by: nights }',
      '{severity="warning", team="db"} is not muted by nights: no interval mutes it at that time',
    ],
    [
      '{ labels: { severity: critical }, message: { receiver: db-chat, url: x } }',
      '{severity="critical"} does not reach db-chat, but page',
    ],
    [
      '{ labels: { severity: critical }, message: { receiver: page, title: x } }',
      '"title" of the message to page is not as expected',
    ],
    [
      '{ labels: { severity: critical }, status: resolved, message: { receiver: page, text: now } }',
      '"text" of the message to page is not as expected',
    ],
    [
      '{ labels: { severity: critical }, status: over, receivers: [page] }',
      '"over" is not a status of a notification',
    ],
    [
      '{ labels: { severity: critical }, message: [{ receiver: page, text: now }, { receiver: page, text: over }] }',
      '"text" of the message to page is not as expected',
    ],
    ['{ labels: { severity: critical }, message: [] }', '"message" is empty, so no message is checked'],
    [
      '{ labels: { severity: critical }, dropped: true }',
      '{severity="critical"} is not dropped: page is notified',
    ],
    [
      '{ labels: { severity: info }, dropped: false }',
      'nobody is notified of {severity="info"}: nobody has no integration',
    ],
    [
      '{ labels: { alertname: DiskFilling, team: db }, while: [{ alertname: DiskFull, team: web }], inhibited: true }',
      '{alertname="DiskFilling", team="db"} is not inhibited, expected to be inhibited',
    ],
  ])('%s fails', async (test, message) => {
    expect((await one(test))[0]).toBe(message);
  });

  it('know which integrations send the end', async () => {
    const quiet = ALERTMANAGER.replace('send_resolved: true', 'send_resolved: false');
    const end = 'labels: { severity: critical }, status: resolved';
    const results = await run(
      `route_tests:\n  - { name: a, ${end}, dropped: true }\n  - { name: b, ${end}, dropped: false }\n  - { name: c, ${end}, message: { receiver: page, text: over } }\n`,
      quiet,
    );
    expect(results.map(({ status, message }) => [status, message])).toEqual([
      ['passed', ''],
      [
        'failed',
        'nobody is notified of {severity="critical"}: page does not send resolve messages (send_resolved)',
      ],
      ['failed', 'page sends nothing then'],
    ]);
    expect(results[2]?.failures[0]?.why).toBe(
      'slack[0] does not send resolve messages: "send_resolved" is false',
    );
  });

  it('suggest the names that were meant', async () => {
    expect((await one('{ labels: { severity: critical }, receivers: [pages] }'))[0]).toBe(
      'the Alertmanager configuration has no receiver "pages"; did you mean "page"?',
    );
    expect((await one('{ labels: { a: b }, at: 2026-03-28, muted_by: night }'))[0]).toBe(
      'the Alertmanager configuration has no time interval "night"; did you mean "nights"?',
    );
  });

  it('that say something wrong leave the others of their file running', async () => {
    const results = await run(
      'route_tests:\n  - { name: a, labels: { severity: critical }, receivers: [page] }\n' +
        '  - { name: b, labels: { severity: critical }, recievers: [page] }\n',
    );
    expect(results.map(({ name, status }) => [name, status])).toEqual([
      ['a', 'passed'],
      ['b', 'failed'],
    ]);
  });

  it.each([
    ['{ labels: { a: b } }', 'this test has no expectation, so it cannot fail'],
    ['{ labels: { a: b }, receivers: }', '"receivers" of a route test is empty, so nothing is checked'],
    [
      '{ labels: { a: b }, dropped: true, muted_by: }',
      '"muted_by" of a route test is empty, so nothing is checked',
    ],
    ['{ receivers: [page] }', 'a route test has no "labels"'],
    [
      '{ labels: { a: b }, receiver: [page] }',
      'a route test has no key "receiver"; did you mean "receivers"?',
    ],
    ['{ labels: { a: b }, muted_by: nights }', '"muted_by: nights" needs a time, but "at" is missing'],
    ['{ labels: { a: b }, at: yesterday, dropped: true }', '"yesterday" is not a timestamp'],
  ])('%s is an error', async (test, message) => {
    const results = await run(`route_tests:\n  - ${test}\n`);
    expect(
      results.flatMap(({ failures }) => failures.map((failure) => [failure.code, failure.message])),
    ).toContainEqual(['invalid-test', message]);
  });

  it('fail without an Alertmanager configuration', async () => {
    const [result] = await run(EXAMPLES[0]!, '');
    expect(result?.failures[0]?.code).toBe('routing-unknown');
  });
});
