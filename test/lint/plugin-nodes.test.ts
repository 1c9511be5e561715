import { expect, test } from 'vitest';
import {
  alertLabels,
  defineCheck,
  exampleFailures,
  measureOf,
  routedAlerts,
  routesTo,
} from '../../src/plugin.ts';

const FILES = {
  'rules.yml': `groups:
  - name: shop
    rules:
      - alert: ShopSlow
        expr: shop_request_duration_seconds > 2
        labels: { team: shop }
`,
  'alertmanager.yml': `route:
  receiver: everybody
  routes:
    - matchers: [team="shop"]
      receiver: shop
receivers:
  - name: everybody
  - name: shop
    webhook_configs:
      - url: 'https://hooks.example.com/{{ .CommonLabels.team }}'
`,
};
const META = { summary: 'a check', severity: 'warning' } as const;

test('a plugin sees the parts of an Alertmanager configuration, and reasons with the models of rulecheck', () => {
  const seen: unknown[] = [];
  const check = defineCheck({
    meta: {
      ...META,
      id: 'acme/nodes',
      why: 'Because.',
      examples: { wrong: [{ files: FILES, at: ['shop', '.CommonLabels.team'] }], right: [] },
    },
    messages: { found: (data: { name: string }) => ({ message: data.name }) },
    create: (context) => ({
      Route: ({ route }) => void seen.push(['Route', route.settings.receiver]),
      Receiver(receiver, document) {
        const routed = routedAlerts(document, context.project);
        const alerts = routesTo(document, receiver, context.project).flatMap((route) => [
          ...routed.passing(route),
        ]);
        seen.push(['Receiver', receiver.name.value, alerts.map(({ name }) => name)]);
        if (receiver.integrations.length > 0)
          context.report('found', { file: document.file, range: receiver.name.range }, { name: 'receiver' });
      },
      Integration: ({ name }, { receiver }) => void seen.push(['Integration', receiver.name.value, name]),
      NotificationText(field, { file }) {
        const start = field.text.indexOf('.CommonLabels');
        const range = field.place({ start, end: start + '.CommonLabels.team'.length });
        context.report('found', { file, range }, { name: field.path });
      },
      Promql({ ast }) {
        seen.push(['Promql', ast === undefined ? undefined : measureOf(ast, context.project)?.dimension]);
        seen.push(['alert', alertLabels(context.project)[0]?.of('team')]);
      },
    }),
  });
  expect(exampleFailures(check)).toEqual([]);
  expect(seen).toEqual([
    ['Route', 'everybody'],
    ['Route', 'shop'],
    ['Receiver', 'everybody', ['ShopSlow']],
    ['Receiver', 'shop', ['ShopSlow']],
    ['Integration', 'shop', 'webhook[0]'],
    ['Promql', 'time'],
    ['alert', expect.objectContaining({ kind: 'values' })],
  ]);
});
