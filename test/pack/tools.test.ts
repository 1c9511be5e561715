import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../support/pack.ts';

/** What the real tools say of the shipped files; both ends of the versions that are supported. */
const { RULECHECK_PROMTOOL, RULECHECK_PROMTOOL_OLD, RULECHECK_AMTOOL, RULECHECK_AMTOOL_OLD } = process.env;
const present = (paths: readonly (string | undefined)[]) =>
  paths.filter((path): path is string => path !== undefined);
const run = (tool: string, ...args: string[]) =>
  execFileSync(tool, args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' });

describe.skipIf(RULECHECK_PROMTOOL === undefined)('promtool accepts the pack', () => {
  test.each(present([RULECHECK_PROMTOOL, RULECHECK_PROMTOOL_OLD]))('check config: %s', (promtool) => {
    const said = run(promtool, 'check', 'config', 'prometheus/prometheus.yml');
    expect(said).toMatch(/26 rules found|3 rules found/);
    expect(said.match(/rules found/g)?.length).toBeGreaterThanOrEqual(2);
  });
});

describe.skipIf(RULECHECK_AMTOOL === undefined)('amtool accepts the pack', () => {
  test.each(present([RULECHECK_AMTOOL, RULECHECK_AMTOOL_OLD]))('check-config: %s', (amtool) => {
    expect(run(amtool, 'check-config', 'alertmanager/alertmanager.yml')).toContain('SUCCESS');
  });

  test.each([
    ['severity=critical component=resolver', 'oncall-page,backend-team'],
    ['severity=critical component=security', 'oncall-page,security-team'],
    ['severity=warning component=system', 'platform-slack'],
    ['component=nothing', 'platform-team'],
  ])('%s reaches %s', (labels, receivers) => {
    const said = run(
      RULECHECK_AMTOOL!,
      'config',
      'routes',
      'test',
      '--config.file=alertmanager/alertmanager.yml',
      ...labels.split(' '),
    );
    expect(said.trim()).toBe(receivers);
  });
});
