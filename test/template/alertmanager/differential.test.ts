import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { describe, expect, it } from 'vitest';
import { loadTemplates, renderNotification } from '../../../src/template/alertmanager/render.ts';
import { atLeast } from '../../../src/template/functions.ts';
import { DATA, FILES, RENDER_CASES } from './cases.ts';

/** The amtool binaries to compare with: RULECHECK_AMTOOL (several with `:` between), else the one on PATH. */
function amtools(): { path: string; version: string }[] {
  return (env['RULECHECK_AMTOOL'] ?? 'amtool').split(':').flatMap((path) => {
    const run = spawnSync(path, ['--version'], { encoding: 'utf8' });
    const version = /version (\d+\.\d+\.\d+)/.exec(`${run.stdout}${run.stderr}`)?.[1];
    return version === undefined ? [] : [{ path, version }];
  });
}

/** What amtool prints for a text: the rendering, or the error behind its `amtool: error: `. */
function renderWith(path: string, folder: string, text: string): string {
  const args = [
    'template',
    'render',
    `--template.glob=${folder}/*.tmpl`,
    `--template.text=${text}`,
    `--template.data=${folder}/data.json`,
  ];
  const run = spawnSync(path, args, { encoding: 'utf8', env: { TZ: 'UTC', HOME: folder } });
  return run.status === 0 ? run.stdout : run.stderr.replace(/^amtool: error: /, 'error: ').trimEnd();
}

const tools = amtools();

describe('templates of notifications agree with amtool template render', () => {
  it.skipIf(tools.length > 0)('is not tested: no amtool on PATH or in RULECHECK_AMTOOL', (context) => {
    context.skip();
  });

  for (const { path, version } of tools) {
    it(version, { timeout: 120_000 }, () => {
      const folder = mkdtempSync(join(tmpdir(), 'rulecheck-amtool-'));
      try {
        for (const { name, text } of FILES) writeFileSync(join(folder, name), text);
        writeFileSync(join(folder, 'data.json'), JSON.stringify(DATA));
        const library = loadTemplates(FILES, version);
        expect(library.errors).toEqual([]);
        for (const { text, since } of RENDER_CASES) {
          if (since !== undefined && !atLeast(version, since)) continue;
          const ours = renderNotification(library, text, DATA, { nowMs: 0 });
          const shown = 'text' in ours ? ours.text : `error: ${ours.error.goText}`;
          expect.soft(shown, text).toBe(renderWith(path, folder, text));
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});
