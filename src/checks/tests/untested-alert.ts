import type { TestDocument } from '../../documents/types.ts';
import { child } from '../../yaml/node.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { scenariosOf } from '../support/scenario-nodes.ts';
import { itemsOf, textOf } from '../../yaml/values.ts';

const RULES = ruleFile(
  alert('max(cache_bytes) > 5', { name: 'CacheFull', for: '5m' }),
  alert('max(disk_bytes) > 5', { name: 'DiskFull', for: '5m' }),
);
const scenario = (name: string, state: string): string => `alert: ${name}
scenarios:
  - name: full
    series: { cache_bytes: 6x60, disk_bytes: 6x60 }
    expect: [{ at: 10m, state: ${state} }]
`;

export default defineCheck({
  meta: {
    id: 'tests/untested-alert',
    summary: 'alerts that no test expects to fire',
    why: 'An alert that never fired in a test may be unable to fire: only a test in which it fires proves that it works.',
    severity: 'warning',
    preset: 'strict',
    examples: {
      wrong: [
        {
          title: 'Another alert has a test, this one does not',
          files: { 'rules.yml': RULES, 'CacheFull.yml': scenario('CacheFull', 'firing') },
          at: ['DiskFull'],
        },
        {
          title: 'A test that expects it only to be inactive',
          files: {
            'rules.yml': RULES,
            'CacheFull.yml': scenario('CacheFull', 'firing'),
            'DiskFull.yml': scenario('DiskFull', 'inactive'),
          },
          at: ['DiskFull'],
        },
      ],
      right: [
        {
          files: {
            'rules.yml': RULES,
            'CacheFull.yml': scenario('CacheFull', 'firing'),
            'tests.yml': `rule_files: [rules.yml]
tests:
  - input_series: [{ series: disk_bytes, values: 6x60 }]
    alert_rule_test:
      - { eval_time: 10m, alertname: DiskFull, exp_alerts: [{ exp_labels: {} }] }
`,
          },
        },
        { title: 'A repository without tests', files: RULES },
      ],
    },
  },
  messages: {
    untested: (data: { alert: string }) => ({
      message: `no test expects the alert "${data.alert}" to fire`,
      why: 'nothing proves that it can fire, and no test fails when a change prevents it',
      help: 'write a scenario with an input that makes it fire ("state: firing")',
    }),
  },
  create: (context) => ({
    Project(project) {
      const tests = project.tests.filter(({ kind }) => kind !== 'route-tests' && kind !== 'pipeline-test');
      if (!project.whole || tests.length === 0) return;
      const fired = new Set(tests.flatMap((document) => [...firingIn(document)]));
      for (const { name, file } of project.alerts)
        if (!fired.has(name.value))
          context.report('untested', { file, range: name.range }, { alert: name.value });
    },
  }),
});

/** The alerts that some expectation of a file wants to see firing. */
function* firingIn(document: TestDocument): Generator<string> {
  for (const { alert: subject, expectations } of scenariosOf(document))
    if (expectations.some(expectsFiring)) yield subject.text;
  if (document.kind !== 'promtool-test') return;
  for (const group of itemsOf(child(document.root, 'tests')))
    for (const test of itemsOf(child(group, 'alert_rule_test'))) {
      const name = textOf(child(test, 'alertname'));
      if (name !== undefined && itemsOf(child(test, 'exp_alerts')).length > 0) yield name;
    }
}

const expectsFiring = (expectation: YamlNode): boolean =>
  textOf(child(expectation, 'state')) === 'firing' ||
  textOf(child(expectation, 'first')) === 'firing' ||
  itemsOf(child(expectation, 'alerts')).length > 0;
