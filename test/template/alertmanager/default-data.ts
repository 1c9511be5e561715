import fc from 'fast-check';
import type { NotificationAlert, NotificationData } from '../../../src/template/alertmanager/data.ts';
import { commonPairs } from '../../../src/template/alertmanager/data.ts';

const NAMES = ['alertname', 'severity', 'instance', 'zone', 'Ä', 'job'];
const VALUES = [
  'a',
  'critical',
  'warning',
  'info',
  'x < y & "z"',
  "it's <b>+1</b>",
  'web-1:80',
  'ünï',
  '{{ no }}',
  '100 %',
  'a\nb',
];
const URLS = [
  '',
  'http://p:9090/graph?g0.expr=up+%3E+1&g0.tab=1',
  'javascript:alert(1)',
  'http://p/a b?q="x"&y=\'z\'#é',
  '/relative/x:y',
];

const labels = (names: readonly string[]): fc.Arbitrary<Record<string, string>> =>
  fc.dictionary(fc.constantFrom(...names), fc.constantFrom(...VALUES), { maxKeys: 5, noNullPrototype: true });

const alert: fc.Arbitrary<NotificationAlert> = fc.record({
  status: fc.constantFrom('firing', 'resolved'),
  labels: labels(NAMES),
  annotations: labels(['summary', 'description', 'runbook_url']),
  startsAt: fc.constant('2026-03-29T00:30:15Z'),
  endsAt: fc.constant('0001-01-01T00:00:00Z'),
  generatorURL: fc.constantFrom(...URLS),
  fingerprint: fc.constant('abc'),
});

/** Notifications of many shapes: no alert to many, firing and resolved, labels missing, HTML characters. */
export const notifications: fc.Arbitrary<NotificationData> = fc
  .record({
    alerts: fc.array(alert, { maxLength: 6 }),
    receiver: fc.constantFrom('team', 'team x&y', 'a/b'),
    externalURL: fc.constantFrom('http://am:9093', 'https://am.example/a b/', ''),
    groupBy: fc.subarray(NAMES),
  })
  .map(({ alerts, receiver, externalURL, groupBy }) => ({
    receiver,
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    alerts,
    groupLabels: Object.fromEntries(
      Object.entries(alerts[0]?.labels ?? {}).filter(([name]) => groupBy.includes(name)),
    ),
    commonLabels: commonPairs(alerts.map((one) => one.labels)),
    commonAnnotations: commonPairs(alerts.map((one) => one.annotations)),
    externalURL,
  }));
