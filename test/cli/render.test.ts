import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLEAN_RULES, folderOf, run } from './support.ts';

const BROKEN = `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: shop }
spec:
  groups:
    - name: shop
      rules:
        - { alert: Down, expr: 'up == == 0' }
`;

/** A project whose configuration has a command that prints an object with a broken rule. */
async function project(render: string, more: Record<string, string> = {}): Promise<string> {
  const cwd = await folderOf({
    'rules.yml': CLEAN_RULES,
    'broken.txt': BROKEN,
    'rulecheck.yaml': `render: [${render}]\n`,
    ...more,
  });
  await writeFile(join(cwd, 'render.sh'), '#!/bin/sh\ncat broken.txt\n');
  await chmod(join(cwd, 'render.sh'), 0o755);
  return cwd;
}

describe('render', () => {
  it('checks what a command prints, in a text that is called by the command', async () => {
    const cwd = await project('{ command: [./render.sh] }');
    const { code, stdout } = await run(['lint', '--config', 'rulecheck.yaml'], { cwd });
    expect(stdout).toContain('<./render.sh>:8:39: error: ');
    expect(code).toBe(1);
    const named = await project('{ command: [./render.sh], name: chart }');
    expect((await run(['lint', '--config', 'rulecheck.yaml'], { cwd: named })).stdout).toContain(
      '<chart>:8:39',
    );
  });

  it('runs nothing of a configuration that was found, and says so', async () => {
    const cwd = await project('{ command: [./render.sh] }');
    const { code, stderr, stdout } = await run(['lint'], { cwd });
    expect(code).toBe(0);
    expect(stdout).not.toContain('render.sh');
    expect(stderr).toContain(
      'note: rulecheck.yaml configures "render" commands, which run programs: not run without --config rulecheck.yaml',
    );
  });

  it('runs nothing of a configuration that the named one extends', async () => {
    const cwd = await project('{ command: [./render.sh] }', { 'own.yaml': 'extends: ./rulecheck.yaml\n' });
    const { code, stderr } = await run(['lint', '--config', 'own.yaml'], { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain('"render" of a configuration that own.yaml extends is not run');
  });

  it('passes arguments without a shell, and ends where a command fails', async () => {
    const cwd = await project("{ command: [/bin/cat, 'a;touch pwned'] }");
    const { code, stderr } = await run(['lint', '--config', 'rulecheck.yaml'], { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain('"/bin/cat a;touch pwned" ended with exit code 1');
    const missing = await project('{ command: [no-such-renderer, x] }');
    const result = await run(['lint', '--config', 'rulecheck.yaml'], { cwd: missing });
    expect(result.code).toBe(3);
    expect(result.stderr).toContain('no program "no-such-renderer" on PATH');
    const wrong = await project('{ command: helm template . }');
    expect((await run(['lint', '--config', 'rulecheck.yaml'], { cwd: wrong })).code).toBe(2);
  });

  it('writes no fix into what a command printed', async () => {
    const text = BROKEN.replace('up == == 0', 'sum(up) by (job) == 0').replace('} }', '} }');
    const cwd = await project('{ command: [./render.sh] }', { 'broken.txt': text });
    expect((await run(['lint', '--fix', '--config', 'rulecheck.yaml'], { cwd })).code).toBe(0);
  });
});
