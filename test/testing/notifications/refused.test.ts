import { describe, expect, it } from 'vitest';
import { folderOf, run } from '../../cli/support.ts';

const CONFIG = `route: { receiver: pager }
receivers:
  - name: pager
    pagerduty_configs:
      - { routing_key_file: /x, severity: '{{ .CommonLabels.severity }}', description: '{{ .CommonLabels.alertname }}' }
    opsgenie_configs:
      - { api_key_file: /y, priority: '{{ range .Alerts }}P3{{ end }}', message: 'x' }
`;

async function tested(labels: string, message: string): ReturnType<typeof run> {
  const test = `route_tests:\n  - labels: { alertname: A${labels} }\n    message: { receiver: pager, ${message} }\n`;
  const cwd = await folderOf({ 'alertmanager.yml': CONFIG, 'rt.yml': test });
  return run(['test', '--engine', 'embedded'], { cwd });
}

describe('a message that the service refuses', () => {
  it('fails, though the text that was asked for is as expected', async () => {
    const { code, stdout } = await tested(', severity: page', 'integration: pagerduty, description: A');
    expect(code).toBe(1);
    expect(stdout).toContain(
      'the message of pagerduty[0] to pager is not delivered: its "severity" is "page", which PagerDuty rejects',
    );
    expect((await tested('', 'integration: pagerduty, description: A')).stdout).toContain(
      'its "severity" is ""',
    );
  });

  it('passes with a value that it takes', async () => {
    expect(await tested(', severity: info', 'integration: pagerduty, description: A')).toMatchObject({
      code: 0,
    });
    expect(await tested('', 'integration: opsgenie, message: x')).toMatchObject({ code: 0 });
  });

  it('fails for a group of two alerts of which each adds its priority', async () => {
    const cwd = await folderOf({
      'alertmanager.yml': CONFIG,
      'rules.yml': `groups:
  - name: a
    rules:
      - { alert: Down, expr: up == 0, labels: { severity: info } }
`,
      'down.yml': `alert: Down
scenarios:
  - name: two at once
    series:
      up{instance="a"}: 0x20
      up{instance="b"}: 0x20
    expect:
      - at: 5m
        message: { receiver: pager, integration: opsgenie, message: x }
`,
    });
    const { code, stdout } = await run(['test', '--engine', 'embedded'], { cwd });
    expect(stdout).toContain('its "priority" is "P3P3", which OpsGenie rejects');
    expect(code).toBe(1);
  });
});
