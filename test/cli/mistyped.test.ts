import { describe, expect, it } from 'vitest';
import { CLEAN_RULES, folderOf, run } from './support.ts';

describe('a first word that is not a command', () => {
  it.each([
    [['lnit'], 'lint'],
    [['tets', '--engine', 'embedded'], 'test'],
    [['LINT'], 'lint'],
    [['expl', 'alerts/no-for'], 'explain'],
    [['route', 'show'], 'routes'],
  ])('%j is reported as mistyped', async (argv, meant) => {
    const { code, stderr, stdout } = await run(argv, { cwd: await folderOf({ 'rules.yml': CLEAN_RULES }) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(
      `no command, file or folder is named "${argv[0]}"; did you mean "rulecheck ${meant}"?`,
    );
  });

  it('is a path where it exists', async () => {
    const cwd = await folderOf({ 'lnit/rules.yml': CLEAN_RULES });
    expect(await run(['lnit'], { cwd })).toMatchObject({ code: 0 });
  });

  it('is a missing path where it is like no command', async () => {
    const { code, stderr } = await run(['alertmanager'], { cwd: await folderOf({}) });
    expect(code).toBe(2);
    expect(stderr).toContain('the file or folder "alertmanager" does not exist');
  });

  it('is reported in the requested format', async () => {
    const { stdout } = await run(['lnit', '--format', 'json'], { cwd: await folderOf({}) });
    expect(stdout).toContain('did you mean \\"rulecheck lint\\"?');
  });
});
