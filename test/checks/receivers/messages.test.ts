import { describe, expect, it } from 'vitest';
import { alert, ruleFile } from '../../../src/checks/support/example-rules.ts';
import { lintFiles } from '../../support/lint-files.ts';

/** What findings of receivers say: which alerts are concerned, what becomes of the message, since when a function is there. */

const NAMES = ['Aa', 'Bb', 'Cc', 'Dd', 'Ee'];

function findings(receiver: string, { version = '0.34', templates = '' } = {}) {
  const files = {
    'prometheus.yml': 'rule_files: [rules.yml]\n',
    'rules.yml': ruleFile(
      NAMES.map((name, i) =>
        alert(`sum(up{job="${name}"}) == ${i}`, { name, labels: { severity: 'warning' } }),
      ).join(''),
    ),
    'own.tmpl': templates,
    'alertmanager.yml': `route: { receiver: all, routes: [{ receiver: some, matchers: [alertname="Aa"] }] }
receivers:
  - name: all
    ${receiver}
  - name: some
templates: ['*.tmpl']
`,
  };
  return lintFiles(files, { config: `alertmanager: { version: "${version}" }\n` }).filter(({ check }) =>
    /^receivers\/(?:template|failing-text|long-text)$/.test(check),
  );
}

const slack = (title: string): string =>
  `slack_configs: [{ api_url_file: /etc/slack, channel: '#a', title: '${title}' }]`;

describe('findings of receivers', () => {
  it('name the alerts that are sent there', () => {
    const [finding] = findings(slack('{{ template "gone" . }}'));
    expect(finding?.why).toBe(
      'it fails when Alertmanager sends: Slack gets a message without this text and all later ones, the channel included; this affects the alerts "Bb", "Cc", "Dd" and "Ee"',
    );
  });

  it('say what becomes of an e-mail whose body fails', () => {
    const [finding] = findings(
      `email_configs: [{ to: a@b.example, from: c@d.example, smarthost: 'm:25', html: '{{ template "gone" . }}' }]`,
    );
    expect(finding?.why).toContain('an e-mail without text is delivered, once; this affects');
  });

  it.each(['{{ date "2006" (index .Alerts 0).StartsAt }}', '{{ .CommonLabels | toJson }}', '{{ now }}'])(
    '%s is reported once as newer than Alertmanager 0.25',
    (text) => {
      const found = findings(slack(text), { version: '0.25' });
      expect(found.map(({ message }) => message)).toEqual([
        expect.stringMatching(
          /^the function "\w+" needs Alertmanager 0\.\d+, but this configuration is for 0\.25$/,
        ),
      ]);
      expect(findings(slack(text))).toEqual([]);
    },
  );

  it('say so in template files, too', () => {
    const templates = '{{ define "x" }}{{ .CommonLabels.a | trimSpace }}{{ end }}';
    expect(findings(slack('{{ template "x" . }}'), { version: '0.25', templates })).toMatchObject([
      {
        file: { path: 'own.tmpl' },
        message: 'the function "trimSpace" needs Alertmanager 0.26, but this configuration is for 0.25',
      },
    ]);
    expect(findings(slack('{{ template "x" . }}'), { version: '0.26', templates })).toEqual([]);
  });

  it('show where a text is cut', () => {
    const [finding] = findings(slack(`{{ .Status }} ${'x'.repeat(1030)}`));
    expect(finding).toMatchObject({ check: 'receivers/long-text', severity: 'info' });
    expect(finding?.message).toBe(
      '"title" has 1037 characters for the alerts "Bb", "Cc", "Dd" and "Ee", and is truncated after 1024: it ends with "xxxxxxxxxxxxxxxxxxx…"',
    );
  });
});
