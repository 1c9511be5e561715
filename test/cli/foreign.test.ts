import { describe, expect, it } from 'vitest';
import { foreignFormat } from '../../src/documents/foreign.ts';
import { CLEAN_RULES, folderOf, run, SCENARIOS } from './support.ts';

/** A file of each format, with the name that it goes by. */
const FOREIGN: Readonly<Record<string, readonly [format: string, text: string]>> = {
  'grafana/object.yaml': [
    'a route of the Grafana operator',
    'apiVersion: grafana.integreatly.org/v1beta1\nkind: GrafanaNotificationPolicyRoute\nmetadata: { name: a }\n',
  ],
  'sloth/slo.yaml': ['Sloth', 'version: prometheus/v1\nservice: shop\nslos:\n  - name: availability\n'],
  'sloth/object.yaml': ['Sloth', 'apiVersion: sloth.slok.dev/v1\nkind: PrometheusServiceLevel\n'],
  'pyrra/slo.yaml': ['Pyrra', 'apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\n'],
  'openslo/slo.yaml': ['OpenSLO', 'apiVersion: openslo/v1\nkind: SLO\n'],
  'nobl9/slo.yaml': ['Nobl9', 'apiVersion: n9/v1alpha\nkind: SLO\n'],
  'mixin/alerts.libsonnet': [
    'jsonnet',
    "{ prometheusAlerts+:: { groups+: [{ name: 'j', rules: [{ alert: 'J', expr: 'up == 0' }] }] } }\n",
  ],
  'infra/rules.tf': ['Terraform', 'resource "grafana_rule_group" "a" {\n}\n'],
  'infra/rules.bicep': [
    'Azure templates',
    "resource g 'Microsoft.AlertsManagement/prometheusRuleGroups@2023-03-01' = {}\n",
  ],
  'infra/amp.yaml': ['CloudFormation', 'Resources:\n  Rules:\n    Type: AWS::APS::RuleGroupsNamespace\n'],
  'cue/rules.cue': ['CUE', 'groups: [{rules: [{alert: "A", expr: "up == 0"}]}]\n'],
};

const texts = Object.fromEntries(Object.entries(FOREIGN).map(([path, [, text]]) => [path, text]));

describe('alerting that rulecheck does not read', () => {
  it.each(Object.entries(FOREIGN))('%s is known', (path, [format, text]) => {
    expect(foreignFormat(path, text)).toBe(format);
  });

  it('is named beside what is read', async () => {
    const cwd = await folderOf({ ...texts, 'rules.yml': CLEAN_RULES });
    const { stderr, stdout, code } = await run(['lint'], { cwd });
    expect(stderr).toContain(
      'note: 11 files hold alerting that rulecheck does not read: cue/rules.cue (CUE), grafana/object.yaml (a route of the Grafana operator)',
    );
    expect(stderr).toContain(' and 6 more\n');
    expect(stdout).toContain('in 1 file');
    expect(code).toBe(0);
    expect((await run(['lint', '--quiet'], { cwd })).stderr).toBe('');
    expect((await run(['lint', 'sloth', 'rules.yml'], { cwd })).stderr).toContain('note: 2 files hold');
  });

  it('alone is an error: nothing was checked', async () => {
    const cwd = await folderOf({ 'slo.yaml': texts['sloth/slo.yaml']! });
    const { stderr, code } = await run(['lint'], { cwd });
    expect(stderr).toContain('rulecheck does not read slo.yaml (Sloth)');
    expect(code).toBe(2);
  });

  it('is reported with its format if it is named', async () => {
    const cwd = await folderOf(texts);
    for (const path of ['grafana/object.yaml', 'mixin/alerts.libsonnet'])
      expect((await run(['lint', path], { cwd })).stdout).toContain(
        `${path}:1:1: warning: rulecheck does not read this file: it contains alerting in the form of ${FOREIGN[path]![0]}`,
      );
  });

  it('named alone is an error too, and no news for a hook', async () => {
    const cwd = await folderOf({ ...texts, 'values.yml': 'colour: red\n', 'rules.yml': CLEAN_RULES });
    const code = async (...args: string[]) => (await run(['lint', ...args], { cwd })).code;
    expect(await code('sloth/slo.yaml')).toBe(2);
    expect(await code('values.yml')).toBe(2);
    expect(await code('values.yml', 'rules.yml')).toBe(0);
    expect(await code('--skip-unknown', 'values.yml')).toBe(0);
  });

  it('is not reported if only a word is similar', async () => {
    const near = {
      'rules.yml': CLEAN_RULES,
      'datasources.yaml': 'apiVersion: 1\ndatasources:\n  - { name: Prometheus, type: prometheus }\n',
      'lib.libsonnet': "{ local k = import 'k.libsonnet', deployment: k.apps.v1.deployment }\n",
      'main.tf': 'resource "aws_s3_bucket" "a" {}\n',
      'service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: sloth }\n',
    };
    expect((await run(['lint'], { cwd: await folderOf(near) })).stderr).toBe('');
  });
});

describe('a run in which nothing was checked is an error', () => {
  it.each([
    ['an empty folder', {}, ['lint']],
    ['a folder of other files', { 'a.yml': 'colour: red\n' }, ['lint']],
    ['only excluded files', { 'a.yml': CLEAN_RULES, 'rulecheck.yaml': "exclude: ['**']\n" }, ['lint']],
    ['a named folder without anything', { 'a.yml': CLEAN_RULES, 'docs/b.txt': '' }, ['lint', 'docs']],
    ['check of nothing', { 'a.yml': 'colour: red\n' }, ['check']],
    ['no tests', { 'a.yml': CLEAN_RULES }, ['test']],
    ['no test of that name', { 'a.yml': CLEAN_RULES, 't.yml': SCENARIOS }, ['test', '--run', 'nope']],
    ['fmt of nothing', { 'a.yml': 'colour: red\n' }, ['fmt', '--check']],
  ])('%s', async (_, files, args) => {
    const { code, stderr } = await run(args, { cwd: await folderOf(files) });
    expect(stderr).toMatch(/nothing to check|no tests found|no test ran/);
    expect(code).toBe(2);
  });
});
