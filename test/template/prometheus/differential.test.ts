import { describe, expect, it } from 'vitest';
import { atLeast } from '../../../src/template/functions.ts';
import { expandAlertTemplate, failedExpansionText } from '../../../src/template/prometheus/expand.ts';
import type { QuerySample } from '../../../src/template/prometheus/samples.ts';
import { EXPANSION_CASES, LABELS, REFUSED_TEMPLATES } from './cases.ts';
import type { ExpansionCase } from './cases.ts';
import { promtools, runPromtool } from './promtool.ts';

const UP: readonly QuerySample[] = [
  { labels: { __name__: 'up', instance: 'a', job: 'api' }, value: 1 },
  { labels: { __name__: 'up', instance: 'b', job: 'api' }, value: 0 },
];

function expanded({ template, value = 1234.5 }: ExpansionCase, alertName: string, version: string): string {
  const result = expandAlertTemplate(template, {
    labels: { __name__: 'm', ...LABELS },
    value,
    externalLabels: { cluster: 'eu' },
    externalUrl: 'http://prometheus.example/prefix',
    query: (expression) => (expression === 'up' ? UP : []),
    nowMs: 60_000,
    alertName,
    version,
    asPromtool: true,
  });
  return 'text' in result ? result.text : failedExpansionText(result.error);
}

/** A PromQL number; promtool reads it as the alert's value. */
function number(value: number): string {
  return Number.isNaN(value)
    ? 'NaN'
    : value === Infinity
      ? '+Inf'
      : value === -Infinity
        ? '-Inf'
        : String(value);
}

function rules(templates: readonly { template: string; value: number }[]): string {
  const list = templates.map(({ template, value }, index) => ({
    alert: `Case${index}`,
    expr: `m * 0 + ${number(value)} or m`.replace('m * 0 + 1234.5 or ', ''),
    annotations: { a: template },
  }));
  return JSON.stringify({ groups: [{ name: 'g', rules: list }] });
}

function unitTest(cases: readonly ExpansionCase[], version: string): string {
  const labels = Object.entries(LABELS).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const tests = cases.map((one, index) => ({
    eval_time: '1m',
    alertname: `Case${index}`,
    exp_alerts: [{ exp_labels: LABELS, exp_annotations: { a: expanded(one, `Case${index}`, version) } }],
  }));
  return JSON.stringify({
    rule_files: ['rules.yml'],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        external_labels: { cluster: 'eu' },
        external_url: 'http://prometheus.example/prefix',
        input_series: [
          { series: `m{${labels.join(',')}}`, values: '1234.5x5' },
          { series: 'up{instance="a",job="api"}', values: '1x5' },
          { series: 'up{instance="b",job="api"}', values: '0x5' },
        ],
        alert_rule_test: tests,
      },
    ],
  });
}

const tools = promtools();

describe('templates of alerts agree with promtool', () => {
  it.skipIf(tools.length > 0)('is not tested: no promtool on PATH or in RULECHECK_PROMTOOL', (context) => {
    context.skip();
  });

  for (const { path, version } of tools) {
    it(`${version} expands annotations to the same text`, { timeout: 60_000 }, () => {
      const cases = EXPANSION_CASES.filter(({ since }) => since === undefined || atLeast(version, since));
      const files = {
        'rules.yml': rules(cases.map(({ template, value = 1234.5 }) => ({ template, value }))),
        'test.yml': unitTest(cases, version),
      };
      const run = runPromtool(path, ['test', 'rules', 'test.yml'], files);
      expect(run.code, run.output).toBe(0);
    });

    it(`${version} refuses the same templates with the same words`, { timeout: 60_000 }, () => {
      const text = rules(REFUSED_TEMPLATES.map((template) => ({ template, value: 1234.5 })));
      const { output } = runPromtool(path, ['check', 'rules', 'rules.yml'], { 'rules.yml': text });
      for (const [index, template] of REFUSED_TEMPLATES.entries()) {
        const result = expandAlertTemplate(template, {
          labels: {},
          value: 0,
          nowMs: 0,
          alertName: `Case${index}`,
        });
        const message =
          'error' in result ? result.error.goText.replace(/^error parsing template \S+: /, '') : '';
        expect(output).toContain(message);
        expect(message).not.toBe('');
      }
    });
  }
});
