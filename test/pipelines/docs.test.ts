import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { folderOf, run } from '../cli/support.ts';
import { ROOT } from '../support/pack.ts';

const page = await readFile(`${ROOT}docs/pipelines.md`, 'utf8');
const files = Object.fromEntries(
  [...page.matchAll(/^```\w+\n(?:#|\/\/) (\S+)\n([\s\S]*?)^```$/gm)].map(([, name, text]) => [name!, text!]),
);

describe('the example of docs/pipelines.md', () => {
  it('passes', async () => {
    const cwd = await folderOf(files);
    const { stdout, code } = await run(['test', '--engine', 'embedded'], { cwd });
    expect(stdout).toContain('1 passed');
    expect(code).toBe(0);
  });

  it('fails where the pipeline does not set the level', async () => {
    const changed = { ...files, 'promtail.yml': files['promtail.yml']!.replace('- labels: { level: }', '') };
    const { stdout, code } = await run(['test', '--engine', 'embedded'], { cwd: await folderOf(changed) });
    expect(stdout).toContain('1 failed');
    expect(code).toBe(1);
  });
});
