import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { Pack } from '../../grafana/src/pack.ts';
import { ROOT } from '../support/pack.ts';

const pack = Pack.read();
const pages = globSync('docs/{runbooks,monitoring}/*.md', { cwd: ROOT })
  .sort()
  .map((path) => ({ path, text: readFileSync(ROOT + path, 'utf8') }));
const page = (name: string): string => pages.find(({ path }) => path === `docs/runbooks/${name}.md`)!.text;
const squeezed = (text: string): string =>
  text.replace(/\s+/g, ' ').replaceAll('( ', '(').replaceAll(' )', ')');

describe('the page of an alert', () => {
  test.each(pack.alerts.map((alert) => [alert]))('%s: its panel, its silence and its sections', (alert) => {
    const name = pack.annotation(alert, 'runbook_url').replace(/.*\//, '');
    const text = page(name);
    expect(/^Alerts: (.*)$/m.exec(text)![1]).toContain(`\`${alert}\``);
    expect(text).toContain(`](${pack.annotation(alert, 'dashboard_url')})`);
    const silence = /amtool silence add [^`]*/.exec(text)![0];
    expect(silence).toMatch(new RegExp(`alertname=(?:${alert}\\b|~"[^"]*\\b${alert}\\b)`));
    const headings = [...text.matchAll(/^## (.*)$/gm)].map((match) => match[1]);
    expect(headings).toEqual(['At once', 'Meaning', 'Impact', 'Diagnosis', 'Mitigation', 'Escalation']);
  });

  test('every alert that a page names exists', () => {
    for (const { path, text } of pages)
      for (const [, name] of text.matchAll(/`(Oneiric[A-Z]\w+)`/g))
        if (!text.includes(`${name!}.+`)) expect(pack.alerts, path).toContain(name);
  });
});

describe('links', () => {
  test.each(pages.map(({ path, text }) => [path, text] as const))('%s', (path, text) => {
    const folder = path.replace(/[^/]*$/, '');
    for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g))
      expect(() => readFileSync(new URL(folder + target!, `file://${ROOT}`)), target).not.toThrow();
  });

  test('every page is linked from the index of its folder', () => {
    for (const { path } of pages) {
      const [, folder, name] = /docs\/(\w+)\/(.*)/.exec(path)!;
      const index = pages.find((one) => one.path === `docs/${folder!}/README.md`)!.text;
      if (name !== 'README.md') expect(index).toContain(`](${name!})`);
    }
  });
});

test('scenarios of what a runbook shows use the queries of its page', () => {
  const text = squeezed(pages.map((one) => one.text).join('\n'));
  const fixtures = globSync('fixtures/runbooks/*.yml', { cwd: ROOT });
  expect(fixtures.length).toBeGreaterThanOrEqual(4);
  for (const fixture of fixtures)
    for (const [, expr] of readFileSync(ROOT + fixture, 'utf8').matchAll(/expr: '([^']*)'/g))
      expect(text).toContain(expr);
});
