import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { folderOf, run } from './support.ts';

const RULES = `groups:
  - name: web
    interval: 1m
    rules:
      - record: job:errors:share
        expr: sum by (job) (rate(errors_total[5m])) / sum by (job) (rate(requests_total[5m]))
      - alert: ErrorsHigh
        expr: job:errors:share > 0.05
        for: 2m
        labels: { severity: critical }
        annotations:
          summary: "{{ $value | humanizePercentage }} of {{ $labels.job }} fail"
`;

const ALERTMANAGER = `route:
  receiver: log
  routes:
    - { receiver: page, matchers: ['severity="critical"'] }
    - { receiver: mail, matchers: ['severity="warning"'] }
receivers: [{ name: log }, { name: page }, { name: mail }]
`;

const fixture = (expected: string): string => `alert: ErrorsHigh
interval: 1m
scenarios:
  - name: pages
    series:
      'errors_total{job="a"}': 0+10x30
      'requests_total{job="a"}': 0+100x30
    expect:
      - ${expected}
`;

const STRONG = `{ at: 10m, alerts: [{ labels: { severity: critical }, annotations: { summary: "10% of a fail" }, receivers: [page] }] }
      - { first: firing, at: 3m }`;

interface Report {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: string;
        readonly mutants: readonly {
          readonly mutatorName: string;
          readonly replacement: string;
          readonly status: string;
          readonly statusReason?: string;
          readonly location: { readonly start: { readonly line: number } };
        }[];
      }
    >
  >;
}

async function mutants(expected: string, ...args: string[]) {
  const cwd = await folderOf({
    'rules/a.yml': RULES,
    'alertmanager.yml': ALERTMANAGER,
    'fixtures/a.yml': fixture(expected),
  });
  const ran = await run(['mutate', '-f', 'json', ...args], { cwd });
  const { files } = JSON.parse(ran.stdout) as Report;
  const of = (path: string, mutator: string): string[] =>
    (files[path]?.mutants ?? [])
      .filter(({ mutatorName }) => mutatorName === mutator)
      .map(({ replacement, status }) => `${replacement} ${status}`);
  return { of, ran, files, cwd };
}

describe('rulecheck mutate', () => {
  it('kills what an expectation notices and shows what none does', async () => {
    const weak = await mutants('{ at: 10m, state: firing }');
    expect(weak.of('rules/a.yml', 'for')).toEqual(['0s Survived', '3m Survived', '4m Survived']);
    expect(weak.of('rules/a.yml', 'severity')).toEqual(['warning Survived']);
    expect(weak.of('rules/a.yml', 'comparison')).toEqual(['>= Survived', '< Killed']);
    const strong = await mutants(STRONG);
    expect(strong.of('rules/a.yml', 'for')).toEqual(['0s Killed', '3m Killed', '4m Killed']);
    expect(strong.of('rules/a.yml', 'severity')).toEqual(['warning Killed']);
    expect(new Set(strong.of('rules/a.yml', 'template').map((each) => each.split(' ').at(-1)))).toEqual(
      new Set(['Killed']),
    );
  });

  it('changes routes, and only where a test asks for them', async () => {
    const strong = await mutants(STRONG);
    expect(strong.of('alertmanager.yml', 'route-matcher')).toEqual([
      '!= Killed',
      ' Survived',
      '!= Survived',
      ' Survived',
    ]);
    expect(strong.of('alertmanager.yml', 'receiver')).toEqual([
      'page Survived',
      'mail Killed',
      'log Survived',
    ]);
    const weak = await mutants('{ at: 10m, state: firing }');
    expect(weak.files['alertmanager.yml']).toBeUndefined();
  });

  it('says what would kill a survivor, and fails under a score', async () => {
    const cwd = await folderOf({
      'rules/a.yml': RULES,
      'fixtures/a.yml': fixture('{ at: 10m, state: firing }'),
    });
    const ran = await run(['mutate', '--fail-under', '90'], { cwd });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/^the mutation score \d+\.\d % is below --fail-under 90$/m);
    expect(ran.stdout).toContain(`survived rules/a.yml:9 for of ErrorsHigh
  -         for: 2m
  +         for: 0s
  1 test ran and passed
  closest: fixtures/a.yml: "pages"
  to kill it, expect { at: 1m, state: pending }  (the mutant: firing)
`);
    expect(ran.stdout).toContain('to kill it, expect at 3m, under "alerts": severity: "critical"');
  });

  it('refuses a project without tests, and leaves out tests that fail anyway', async () => {
    const without = await run(['mutate'], { cwd: await folderOf({ 'rules/a.yml': RULES }) });
    expect(without.code).toBe(2);
    const cwd = await folderOf({
      'rules/a.yml': RULES,
      'fixtures/a.yml': fixture('{ at: 10m, state: inactive }'),
    });
    const failing = await run(['mutate'], { cwd });
    expect(failing.stdout).toContain('skipped fixtures/a.yml: "pages" fails without a mutant');
  });

  it('plays the unit tests of promtool too', async () => {
    const cwd = await folderOf({
      'rules.yml': RULES,
      'test.yml': `rule_files: [rules.yml]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - { series: 'errors_total{job="a"}', values: 0+10x30 }
      - { series: 'requests_total{job="a"}', values: 0+100x30 }
    alert_rule_test:
      - eval_time: 10m
        alertname: ErrorsHigh
        exp_alerts:
          - exp_labels: { severity: critical, job: a }
            exp_annotations: { summary: "10% of a fail" }
`,
    });
    const ran = await run(['mutate', '-f', 'json'], { cwd });
    const { files } = JSON.parse(ran.stdout) as Report;
    const severity = files['rules.yml']?.mutants.find(({ mutatorName }) => mutatorName === 'severity');
    expect(severity?.status).toBe('Killed');
  });

  it("writes Stryker's schema, and a page that loads nothing", async () => {
    const { ran, cwd } = await mutants(STRONG);
    const path = createRequire(import.meta.url).resolve(
      'mutation-testing-report-schema/mutation-testing-report-schema.json',
    );
    const schema = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    const validate = new Ajv({ strict: false, validateFormats: false }).compile({
      ...schema,
      $schema: undefined,
    });
    validate(JSON.parse(ran.stdout));
    expect(validate.errors).toBeNull();
    const page = (await run(['mutate', '-f', 'html'], { cwd })).stdout;
    expect(page).toContain('<mutation-test-report-app');
    expect(page).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)=/);
  });
});
