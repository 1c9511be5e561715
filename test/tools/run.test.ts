import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runTool } from '../../src/tools/index.ts';
import { useTempFolders, writeScript } from './support.ts';

const tempFolder = useTempFolders();

async function script(body: string): Promise<string> {
  return writeScript(join(await tempFolder(), 'promtool'), body);
}

describe('runTool', () => {
  it('returns the exit code and both streams', async () => {
    const path = await script('cat; echo "$1" >&2; exit 3');
    expect(await runTool(path, ['a b'], { input: 'in' })).toEqual({
      status: 'exited',
      exitCode: 3,
      stdout: 'in',
      stderr: 'a b\n',
    });
  });

  it('gives arguments to the program, not to a shell', async () => {
    const path = await script('printf "%s" "$1"');
    const result = await runTool(path, ['$(id); `id` > x']);
    expect(result).toMatchObject({ status: 'exited', stdout: '$(id); `id` > x' });
  });

  it('stops a program that hangs', async () => {
    const path = await script('exec sleep 60');
    expect(await runTool(path, [], { timeoutMs: 200 })).toMatchObject({
      status: 'failed',
      code: 'tool-timeout',
    });
  });

  it('stops waiting for a hanging child of the program, which keeps the pipes open', async () => {
    const path = await script('sleep 5; true');
    expect(await runTool(path, [], { timeoutMs: 200 })).toMatchObject({
      status: 'failed',
      code: 'tool-timeout',
    });
  }, 4_000);

  it('distinguishes a crash from an exit code', async () => {
    const path = await script('kill -SEGV $$');
    const result = await runTool(path, []);
    expect(result).toMatchObject({ status: 'failed', code: 'tool-crashed' });
    expect(result).toHaveProperty('message', `${path} crashed: signal SIGSEGV`);
  });

  it('stops a program that prints without end', async () => {
    const path = await script('while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done');
    const result = await runTool(path, [], { maxOutput: 10_000 });
    expect(result).toMatchObject({ status: 'failed', code: 'tool-output-limit' });
  });

  it.skipIf(process.platform !== 'linux')('stops a process at the limit of memory', async () => {
    const grow = 'const kept = []; setInterval(() => kept.push(Buffer.alloc(20_000_000, 1)), 20)';
    const result = await runTool(process.execPath, ['-e', grow], { maxMemory: 300 * 1024 ** 2 });
    expect(result).toMatchObject({ status: 'failed', code: 'tool-memory-limit' });
    expect(result).toMatchObject({ message: expect.stringContaining('more than 300 MiB') as string });
  });

  it('says that a program does not exist or cannot be started', async () => {
    const folder = await tempFolder();
    expect(await runTool(join(folder, 'no'), [])).toMatchObject({ status: 'failed', code: 'tool-missing' });
    expect(await runTool(folder, [])).toMatchObject({ status: 'failed', code: 'tool-unusable' });
  });
});
