import { beforeAll, describe, expect, test } from 'vitest';
import { CHECKS } from '../../src/checks/index.generated.ts';
import { lint } from '../../src/lint/run.ts';
import type { Project } from '../../src/project/project.ts';
import { decodeScenarioFile } from '../../src/testing/scenario/decode.ts';
import type { ScenarioFile } from '../../src/testing/scenario/types.ts';
import { readPack } from '../support/pack.ts';

let pack: Awaited<ReturnType<typeof readPack>>;
let project: Project;
beforeAll(async () => {
  pack = await readPack();
  project = pack.project;
});

const prometheusGroups = () =>
  project.ruleDocuments.filter(({ language }) => language === 'promql').flatMap(({ groups }) => groups);
const prometheusAlerts = () => project.alerts.filter(({ group }) => group.document.language === 'promql');
const perGroup = (kind: 'alert' | 'record') =>
  prometheusGroups()
    .map(({ rules }) => rules.filter((rule) => rule.kind === kind).length)
    .filter((count) => count > 0)
    .sort((a, b) => a - b);

describe('the shipped pack holds what it promises', () => {
  test('26 alerts in four groups: 3 SLO, 6 info, 7 critical, 10 warning', () =>
    expect(perGroup('alert')).toEqual([3, 6, 7, 10]));

  test('43 recording rules in seven groups, named oneiric:...', () => {
    expect(perGroup('record')).toEqual([4, 4, 5, 6, 8, 8, 8]);
    for (const { name } of project.records) expect(name.value).toMatch(/^oneiric:.*:\d+[smhd]$/);
  });

  test('40 LogQL queries and more, in seven categories', () => {
    const queries = project.queries.flatMap(({ owner }) =>
      owner.kind === 'catalogued' ? [owner.query] : [],
    );
    expect(queries.length).toBeGreaterThanOrEqual(40);
    expect(new Set(queries.map(({ category }) => category?.value)).size).toBe(7);
  });

  test('six log alerts at least', () => {
    expect(project.alerts.length - prometheusAlerts().length).toBeGreaterThanOrEqual(6);
  });

  test('every alert has its labels and annotations', () => {
    for (const alert of prometheusAlerts()) {
      const labels = alert.labels.map(({ name }) => name);
      const critical = alert.labels.some(({ name, value }) => name === 'severity' && value === 'critical');
      expect(labels).toEqual(
        expect.arrayContaining(['severity', 'component', 'team', ...(critical ? ['sla_impact'] : [])]),
      );
      const annotations = alert.annotations.map(({ name }) => name);
      expect(annotations).toEqual(
        expect.arrayContaining(['summary', 'description', 'impact', 'runbook_url', 'dashboard_url']),
      );
    }
  });

  test('nothing in it is found fault with', () => {
    const { diagnostics } = lint(project, CHECKS, pack.config);
    expect(diagnostics.map(({ check, file, message }) => `${file.path}: ${check}: ${message}`)).toEqual([]);
  });
});

describe('every alert has scenarios', () => {
  const scenariosByAlert = (): Map<string, ScenarioFile['scenarios']> => {
    const byAlert = new Map<string, ScenarioFile['scenarios']>();
    for (const document of project.tests) {
      if (document.kind !== 'scenarios') continue;
      const file = decodeScenarioFile(document.root, document.file, ({ message }) => expect.fail(message));
      if (file === undefined) continue;
      const { alert, scenarios } = file;
      byAlert.set(alert.value, [...(byAlert.get(alert.value) ?? []), ...scenarios]);
    }
    return byAlert;
  };

  test('one that fires at a stated first instant, one that stays quiet, one that resolves', () => {
    const byAlert = scenariosByAlert();
    for (const { name } of prometheusAlerts()) {
      const scenarios = byAlert.get(name.value) ?? [];
      const text = (kind: string) =>
        scenarios.some(({ expectations }) =>
          expectations.some((e) => JSON.stringify(e, kindOnly).includes(kind)),
        );
      expect(text('"state":"firing"') || text('"first"'), `${name.value} fires`).toBe(true);
      expect(text('inactive'), `${name.value} is quiet or resolves`).toBe(true);
      expect(scenarios.length, `${name.value}: fires, near miss, resolves`).toBeGreaterThanOrEqual(3);
    }
  });
});

/** Leaves positions and nodes out of the text that is searched. */
function kindOnly(key: string, value: unknown): unknown {
  return key === 'range' || key === 'node' || key === 'span' || key === 'file' ? undefined : value;
}
