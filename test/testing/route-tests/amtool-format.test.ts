import { expect, test } from 'vitest';
import { folderOf, run } from '../../cli/support.ts';

/** What the proposed `amtool config routes test --test-file` says of these (prometheus/alertmanager#5175). */
test("amtool's proposed test files get upstream's verdict", async () => {
  const cwd = await folderOf({
    'alertmanager.yml': `route:
  receiver: ops
  routes:
    - { matchers: [severity="critical"], receiver: ops, continue: true }
    - { matchers: [alertname="HostDown"], receiver: ops }
receivers: [{ name: ops, webhook_configs: [{ url: 'http://127.0.0.1:9099/' }] }]
inhibit_rules:
  - { source_matchers: [alertname="HostDown"], target_matchers: [alertname="ServiceDown"], equal: [target] }
`,
    'tests.yml': `tests:
  - name: receivers of an inhibited alert
    alerts:
      - labels: { alertname: HostDown, severity: critical, target: a }
        expected_receivers: [ops, ops]
      - labels: { alertname: ServiceDown, severity: warning, target: a }
        expected_receivers: [ops]
  - name: both keys
    alerts:
      - labels: { alertname: ServiceDown, severity: warning, target: b }
        expected_receivers: [ops]
        expected_inhibited: false
  - name: as it is
    alerts:
      - labels: { alertname: HostDown, severity: critical, target: a }
        expected_receivers: [ops, ops]
      - labels: { alertname: ServiceDown, severity: warning, target: a }
        expected_inhibited: true
`,
  });
  const { code, stdout } = await run(['test', '--engine', 'embedded'], { cwd });
  expect(code).toBe(1);
  expect(stdout).toContain(
    '{alertname="ServiceDown", severity="warning", target="a"} is inhibited by {alertname="HostDown", severity="critical", target="a"}, expected ops',
  );
  expect(stdout).toContain('either "expected_receivers" or "expected_inhibited", not both');
});
