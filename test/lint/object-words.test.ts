import { expect, test } from 'vitest';
import { lintFiles } from '../support/lint-files.ts';

const OBJECT = `apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: { name: team, namespace: shop }
spec:
  route: { receiver: chat, groupInterval: 5m, repeatInterval: 1m }
  muteTimeIntervals: [{ name: nights, timeIntervals: [{ weekdays: [{ name: x }] }] }]
  receivers:
    - name: chat
      webhookConfigs: [{ url: 'https://example.com/' }]
`;

test('names the fields of an AlertmanagerConfig as that object does', () => {
  const texts = lintFiles({ 'team.yaml': OBJECT }).map(({ message, why, help }) =>
    [message, why, help].join(' '),
  );
  expect(texts.join('\n')).toContain('"repeatInterval"');
  expect(texts.join('\n')).toContain('"muteTimeIntervals"');
  expect(texts.join('\n')).not.toMatch(/\b(?:repeat|group)_interval\b|mute_time_intervals/);
});

test('leaves the names of Alertmanager beside it', () => {
  const config = `route: { receiver: chat, group_interval: 5m, repeat_interval: 1m }
receivers: [{ name: chat, webhook_configs: [{ url: 'https://example.com/' }] }]
`;
  const found = lintFiles({ 'team.yaml': OBJECT, 'alertmanager.yml': config });
  expect(found.filter(({ file }) => file.path === 'alertmanager.yml').map(({ message }) => message)).toEqual([
    expect.stringContaining('"repeat_interval"'),
  ]);
});
