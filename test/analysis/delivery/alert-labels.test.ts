import { describe, expect, test } from 'vitest';
import { allRoutedAlerts, alertLabels, routedAlerts } from '../../../src/analysis/delivery/index.ts';
import type { LabelKnowledge } from '../../../src/analysis/delivery/label-knowledge.ts';
import { DEFAULT_CONFIG } from '../../../src/config/types.ts';
import { readProject } from '../../../src/project/read-project.ts';

/** Facts about a label of the first alert. */
function label(name: string, rules: string, others: Readonly<Record<string, string>> = {}): LabelKnowledge {
  const files = { 'rules.yml': `groups:\n  - name: shop\n    rules:\n${rules}`, ...others };
  const found = Object.entries(files).map(([path, text]) => ({ path, text, named: false }));
  const [alert] = alertLabels(readProject(found, DEFAULT_CONFIG.settings));
  if (alert === undefined) throw new Error('no alert was read');
  return alert.of(name);
}
const rule = (expr: string, labels: Readonly<Record<string, string>> = {}): string => {
  const lines = Object.entries(labels).map(([name, value]) => `          ${name}: '${value}'\n`);
  return `      - alert: ShopDown\n        expr: '${expr}'\n${lines.length === 0 ? '' : `        labels:\n${lines.join('')}`}`;
};
const PROMETHEUS = {
  'prometheus.yml': 'global:\n  external_labels: { region: north }\nrule_files: [rules.yml]\n',
};
const one = (...values: string[]): unknown => ({ kind: 'values', values: new Set(values) });

describe('labels of alerts before they fire', () => {
  test('its own label, and its name', () => {
    const rules = rule('up == 0', { severity: 'critical', alertname: 'Other' });
    expect(label('severity', rules)).toEqual(one('critical'));
    expect(label('alertname', rules)).toEqual(one('ShopDown'));
  });

  test('a label that the expression pins', () => {
    expect(label('job', rule('up{job="shop"} == 0'))).toEqual(one('shop'));
    expect(label('job', rule('up{job="shop"} == 0 or absent(up{job="bank"})'))).toEqual(one('shop', 'bank'));
  });

  test('a label copied from the expression', () => {
    expect(label('team', rule('up{job="shop"} == 0', { team: '{{ $labels.job }}' }))).toEqual(one('shop'));
    expect(label('team', rule('up == 0', { team: '{{ if true }}a{{ end }}' }))).toMatchObject({
      kind: 'open',
    });
  });

  test('an aggregation takes labels away, unless a server may add them', () => {
    expect(label('instance', rule('sum by (job) (up) == 0'), PROMETHEUS)).toEqual(one(''));
    expect(label('instance', rule('sum by (job) (up) == 0'))).toMatchObject({ kind: 'open', named: false });
  });

  test('external labels come last', () => {
    expect(label('region', rule('sum(up) == 0'), PROMETHEUS)).toEqual(one('north'));
    expect(label('region', rule('sum(up) == 0', { region: 'south' }), PROMETHEUS)).toEqual(one('south'));
  });

  test('a label that the other rules set is not expected from expressions', () => {
    const rules = rule('up == 0') + rule('up == 0', { severity: 'critical' });
    expect(label('severity', rules)).toEqual(one(''));
    expect(label('namespace', rules)).toMatchObject({ kind: 'open' });
  });

  test('an expression that does not parse says nothing', () => {
    expect(label('job', rule('up == '))).toMatchObject({ kind: 'open', named: false });
  });

  test('LogQL: what "by" leaves, and nothing else', () => {
    const rules = `      - alert: Errors\n        expr: 'sum by (app) (count_over_time({app="shop"} |= "error" [5m])) > 0'\n`;
    expect(label('app', rules)).toEqual(one('shop'));
    expect(label('team', rules)).toMatchObject({ kind: 'open', named: false });
  });

  test.each<[string, unknown]>([
    ['{team="a"} | json', one('a')],
    ['{team=~"a|b", team!="b"}', one('a')],
    ['{team=~"a|b"} | json | team="b"', one('b')],
    ['{app="x"} | json | team="a"', one('a')],
    ['{app="x"} | json | team="a" or level="x"', { kind: 'open' }],
    ['{app="x"} | json | team="a" | logfmt', { kind: 'open' }],
    ['{team="a"} | label_format team="{{.x}}"', { kind: 'open' }],
    ['{app="x", team!="a"} | json', { kind: 'open', tests: [] }],
  ])('LogQL: what the streams and filters of %s say of a label', (query, known) => {
    const rules = `      - alert: Errors\n        expr: 'sum by (team) (count_over_time(${query} [5m])) > 0'\n`;
    expect(label('team', rules)).toMatchObject(known as object);
  });

  test('with single files named nothing is known of the other rules', () => {
    const texts = {
      'rules.yml': `groups:\n  - name: a\n    rules:\n${rule('up == 0')}`,
      'alertmanager.yml': 'route: { receiver: a }\nreceivers: [{ name: a }]\n',
    };
    const files = Object.entries(texts).map(([path, text]) => ({ path, text, named: true }));
    const project = readProject(files, DEFAULT_CONFIG.settings);
    const [document] = project.alertmanagers;
    expect(routedAlerts(document!, project).alerts).toEqual([]);
    expect(allRoutedAlerts(document!, project).alerts).toHaveLength(1);
  });
});
