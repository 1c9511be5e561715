import { expect, it } from 'vitest';
import { decodeAlertmanager } from '../../../src/documents/alertmanager/decode.ts';
import { templatedFields } from '../../../src/documents/alertmanager/templated-fields.ts';
import { parseYaml } from '../../../src/yaml/parse.ts';

const SOURCE = `route: { receiver: r }
receivers:
  - name: r
    slack_configs:
      - api_url_file: f
        title: '{{ .Status }}'
        text: ''
        fields: [{ title: a, value: '{{ .x }}', short: true }]
    email_configs:
      - { to: a@b, from: c@d, smarthost: 'm:25', headers: { Subject: '{{ .y }}' } }
    pagerduty_configs:
      - routing_key: k
        details: { nested: { deep: '{{ .z }}' }, list: [a, 1] }
    webhook_configs:
      - url: http://x/{{ .w }}
        http_config: { proxy_url: http://p }
`;

const { config } = decodeAlertmanager(parseYaml(SOURCE).documents[0]!.root, SOURCE);
const [email, pagerduty, slack, webhook] = config.receivers[0]!.integrations;

it('finds every written field at any position', () => {
  const written = [email, pagerduty, slack, webhook].map((integration) =>
    templatedFields(integration!, '0.34')
      .filter((field) => field.node !== undefined)
      .map((field) => `${field.path}=${field.text}`),
  );
  expect(written).toEqual([
    ['to=a@b', 'from=c@d', 'headers.Subject={{ .y }}'],
    ['details.nested.deep={{ .z }}', 'details.list.0=a'],
    ['title={{ .Status }}', 'text=', 'fields.0.title=a', 'fields.0.value={{ .x }}'],
    ['url=http://x/{{ .w }}'],
  ]);
});

it('adds the defaults of what is not', () => {
  const defaults = templatedFields(slack!, '0.34').filter((field) => field.node === undefined);
  expect(defaults.map((field) => field.path)).toContain('fallback');
  expect(defaults.map((field) => field.path)).not.toContain('title');
  expect(defaults.map((field) => field.path)).not.toContain('text');
});

it('has the defaults of the version', () => {
  const color = (version: '0.31' | '0.32'): string | undefined =>
    templatedFields(slack!, version).find(({ path }) => path === 'color')?.text;
  expect(color('0.31')).toBe('{{ if eq .Status "firing" }}danger{{ else }}good{{ end }}');
  expect(color('0.32')).toBe('{{ template "slack.default.color" . }}');
});
