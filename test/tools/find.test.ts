import { chmod, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cachedToolPath } from '../../src/tools/cache.ts';
import { cacheFolder, findTool, listTools, requireTool } from '../../src/tools/index.ts';
import { compareVersions, parseVersion, versionMatches } from '../../src/tools/version.ts';
import { useTempFolders, versionScript, writeScript } from './support.ts';

const tempFolder = useTempFolders();

async function machine(): Promise<{ bin: string; cache: string; env: Record<string, string> }> {
  const [bin, cache] = [await tempFolder(), await tempFolder()];
  for (const version of ['2.42.0', '3.5.3', '3.10.0']) {
    await writeScript(cachedToolPath(cache, 'promtool', version), versionScript('promtool', version));
  }
  return { bin, cache, env: { PATH: bin, HOME: cache } };
}

describe('findTool', () => {
  it('prefers the option, then the variable, then PATH, then the newest of the cache', async () => {
    const { bin, cache, env } = await machine();
    const find = { env, cache };
    expect(await findTool('promtool', find)).toEqual({
      tool: 'promtool',
      path: cachedToolPath(cache, 'promtool', '3.10.0'),
      origin: 'cache',
    });
    const onPath = await writeScript(join(bin, 'promtool'), '');
    expect(await findTool('promtool', find)).toMatchObject({ path: onPath, origin: 'path' });
    const other = await writeScript(join(bin, 'other'), '');
    const withVariable = { ...find, env: { ...env, RULECHECK_PROMTOOL: other } };
    expect(await findTool('promtool', withVariable)).toMatchObject({ path: other, origin: 'environment' });
    const third = await writeScript(join(bin, 'third'), '');
    expect(await findTool('promtool', { ...withVariable, override: third })).toMatchObject({
      path: third,
      origin: 'option',
    });
  });

  it('finds a version of the cache by its beginning', async () => {
    const { cache, env } = await machine();
    const found = await findTool('promtool', { env, cache, version: '2.42' });
    expect(found?.path).toBe(cachedToolPath(cache, 'promtool', '2.42.0'));
    expect(await findTool('promtool', { env, cache, version: '3.1' })).toBeUndefined();
  });

  it('passes over folders and files that cannot be run, and never looks in the working directory', async () => {
    const { bin, cache, env } = await machine();
    await writeFile(join(bin, 'amtool'), 'x');
    await chmod(join(bin, 'amtool'), 0o644);
    expect(await findTool('amtool', { env: { ...env, PATH: `:.:${bin}` }, cache })).toBeUndefined();
  });

  it('refuses a named file that is not executable, although PATH has one', async () => {
    const { bin, cache, env } = await machine();
    await writeScript(join(bin, 'promtool'), '');
    const find = findTool('promtool', { env, cache, override: join(bin, 'typo') });
    await expect(find).rejects.toMatchObject({ code: 'tool-unusable' });
  });

  it('says which command brings a missing tool', async () => {
    const { cache, env } = await machine();
    await expect(requireTool('amtool', { env, cache })).rejects.toMatchObject({
      code: 'tool-missing',
      help: 'run: rulecheck tools install',
    });
  });
});

describe('cacheFolder', () => {
  it('follows the option, XDG_CACHE_HOME when absolute, then HOME', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/x', HOME: '/h' }, '/o')).toBe('/o');
    expect(cacheFolder({ XDG_CACHE_HOME: '/x', HOME: '/h' })).toBe('/x/rulecheck');
    expect(cacheFolder({ XDG_CACHE_HOME: 'x', HOME: '/h' })).toBe('/h/.cache/rulecheck');
  });

  it('is never below the working directory, whose programs would be run', () => {
    expect(isAbsolute(cacheFolder({ HOME: '' }))).toBe(true);
    expect(isAbsolute(cacheFolder({ HOME: '.' }))).toBe(true);
  });
});

describe('listTools', () => {
  it('lists what is used first, then the rest, with versions and problems', async () => {
    const { bin, cache, env } = await machine();
    await writeScript(join(bin, 'promtool'), versionScript('promtool', '2.53.1'));
    await writeScript(cachedToolPath(cache, 'amtool', '0.25.0'), 'exit 1');
    const rows = await listTools({ env, cache });
    expect(rows.map(({ tool, version, origin, used }) => [tool, version, origin, used])).toEqual([
      ['promtool', '2.53.1', 'path', true],
      ['promtool', '3.10.0', 'cache', false],
      ['promtool', '3.5.3', 'cache', false],
      ['promtool', '2.42.0', 'cache', false],
      ['amtool', undefined, 'cache', true],
    ]);
    expect(rows.at(-1)?.problem).toContain('does not answer --version as amtool does');
  });
});

describe('versions', () => {
  it('reads what the tools print', () => {
    expect(parseVersion('promtool', 'promtool, version 2.42.0+ds (branch: debian/sid)\n')).toBe('2.42.0');
    expect(parseVersion('promtool', 'promtool, version 3.14.0-rc.0 (branch: HEAD)')).toBe('3.14.0-rc.0');
    expect(parseVersion('amtool', 'promtool, version 2.42.0 (branch: x)')).toBeUndefined();
    expect(parseVersion('amtool', 'usage: amtool')).toBeUndefined();
  });

  it('orders and matches them', () => {
    expect(['3.10.0', '3.9.1', '3.10.0-rc.1', '2.42.0'].sort(compareVersions)).toEqual([
      '2.42.0',
      '3.9.1',
      '3.10.0-rc.1',
      '3.10.0',
    ]);
    expect(versionMatches('2.42.0', '2.42')).toBe(true);
    expect(versionMatches('2.42.0', '2.4')).toBe(false);
  });
});
