import { describe, expect, it } from 'vitest';
import { folderOf, run } from '../../cli/support.ts';
import { toolVersions } from '../support.ts';

/** What a real Alertmanager 0.34.1 sends of it: channel "#prod-team-db-", routeLabels {env, who}. */
const CONFIG = (env: string): string => `route:
  receiver: chat
  group_by: [alertname]
  labels: { env: '${env}' }
  routes:
    - matchers: [team="db"]
      labels: { who: 'team-{{ .CommonLabels.team }}', both: '{{ routeLabels "env" }}/{{ .RouteLabels.who }}' }
receivers:
  - name: chat
    slack_configs:
      - api_url_file: /etc/am/slack
        channel: '#{{ .RouteLabels.env }}-{{ routeLabels "who" }}-{{ .RouteLabels.missing }}'
    webhook_configs: [{ url: 'http://127.0.0.1:9/' }]
`;
const TEST = (messages: string): string => `route_tests:
  - labels: { alertname: A, team: db }
    receivers: [chat]
    message: [${messages}]
`;

async function tested(env: string, messages: string, ...argv: string[]): ReturnType<typeof run> {
  const cwd = await folderOf({ 'alertmanager.yml': CONFIG(env), 'rt.yml': TEST(messages) });
  return run(['test', ...argv], { cwd });
}

describe('labels of routes in messages', () => {
  it('are rendered before the message, and passed to webhooks', async () => {
    const messages = `{ receiver: chat, integration: slack, channel: '#prod-team-db-' },
      { receiver: chat, integration: webhook, body.routeLabels.env: prod, body.routeLabels.who: team-db,
        body.routeLabels.both: 'prod/team-{{ .CommonLabels.team }}' }`;
    expect(await tested('prod', messages, '--engine', 'embedded')).toMatchObject({ code: 0 });
    const wrong = await tested(
      'prod',
      "{ receiver: chat, channel: '#test-team-db-' }",
      '--engine',
      'embedded',
    );
    expect(wrong.stdout).toContain('+ got       channel: #prod-team-db-');
  });

  it('are left out where their template fails', async () => {
    const { code } = await tested(
      '{{ .Foo }}',
      "{ receiver: chat, channel: '#-team-db-' }",
      '--engine',
      'embedded',
    );
    expect(code).toBe(0);
  });
});

const old = (await toolVersions('amtool')).find(({ version }) => version.startsWith('0.33'));

describe('an amtool that is older than the configuration', () => {
  it.skipIf(old === undefined)('is asked about the routes alone, and a note says so', async () => {
    const message = "{ receiver: chat, channel: '#prod-team-db-' }";
    const { code, stderr } = await tested('prod', message, '--amtool', old!.path);
    expect(stderr).toContain(
      `amtool ${old!.version} is older than Alertmanager 0.35, the release of the configuration, and rejects it`,
    );
    expect(code).toBe(0);
  });
});
