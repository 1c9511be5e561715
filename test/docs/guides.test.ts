import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/pack.ts';
import { folderWith } from '../support/run-cli.ts';
import { promtoolOf } from '../testing/support.ts';
import { GUIDES } from './guide-pages.ts';

/**
 * Guides are played from top to bottom in one empty folder: a block below a line that begins with the name of a file is
 * written to it, `sh` is run, and what `console` shows must be what its commands print. After a change of a message,
 * UPDATE_DOCS=1 writes what they print into the page, to be read before it is committed.
 */
const UPDATE = process.env['UPDATE_DOCS'] === '1';
const promtool = await promtoolOf(3);

const BLOCK = /(?<before>[^\n]*)\n\n```(?<language>\w+)\n(?<text>[\s\S]*?)^```$/gm;
/** The file that the line before a block names. */
const FILE = /`(?<file>[\w./-]+\.(?:ya?ml|json|m?js))`.*[:.]$/;

/** A run that takes long says how long. */
const DURATION = / in \d+(?:\.\d+)? s(?=\n|$)/g;

interface World {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A folder, and a path on which `rulecheck` and `npx` are this program and nothing but promtool is a tool. */
function world(): World {
  const bin = folderWith({
    rulecheck: `#!/bin/sh\nPATH=/usr/bin:/bin exec ${process.execPath} ${ROOT}bin/rulecheck.js "$@"\n`,
    npx: '#!/bin/sh\nexec "$@"\n',
    // The package is not installed from a registry: npm run release:check does that with the packed one.
    npm: '#!/bin/sh\ncase "$1 $2 $3" in "init -y "|"install --save-dev rulecheck") ;; *) exit 9;; esac\n',
    ...(promtool === undefined ? {} : { promtool: `#!/bin/sh\nexec ${promtool} "$@"\n` }),
  });
  for (const name of ['rulecheck', 'npx', 'npm', ...(promtool === undefined ? [] : ['promtool'])])
    chmodSync(join(bin, name), 0o755);
  const env = { PATH: `${bin}:/usr/bin:/bin`, HOME: bin, XDG_CACHE_HOME: join(bin, 'cache'), COLUMNS: '80' };
  return { folder: folderWith({}), env };
}

function shell(
  command: string,
  { folder, env }: World,
): { readonly said: string; readonly status: number | null } {
  const { stdout, status } = spawnSync('sh', ['-c', `${command} 2>&1`], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { said: stdout.trimEnd().replaceAll(DURATION, ''), status };
}

/** The text of a console block, with what its commands print now. */
function replay(text: string, where: World): string {
  const commands = text.split('\n').filter((line) => line.startsWith('$ '));
  return commands
    .map((line) => {
      const { said } = shell(line.slice(2), where);
      return said === '' ? line : `${line}\n${said}`;
    })
    .join('\n');
}

describe.skipIf(!existsSync(`${ROOT}dist/start.js`))('guides, played from an empty folder', () => {
  it.for(GUIDES)('docs/%s.md', (name, { skip }) => {
    const path = `${ROOT}docs/${name}.md`;
    const page = readFileSync(path, 'utf8');
    if (promtool === undefined && page.includes('$ promtool ')) return skip('no promtool 3');
    const where = world();
    let consoles = 0;
    const played = page.replaceAll(BLOCK, (whole, ...rest) => {
      const groups = rest.at(-1) as { before: string; language: string; text: string };
      const { before, language, text } = groups;
      const file = FILE.exec(before)?.groups?.['file'];
      if (language === 'sh')
        for (const line of text.trim().split('\n')) expect(shell(line, where).status, line).toBe(0);
      else if (language === 'console') {
        consoles += 1;
        return `${before}\n\n\`\`\`console\n${replay(text, where)}\n\`\`\``;
      } else {
        expect(file, `a block of ${language} below "${before}" has no file`).toBeDefined();
        mkdirSync(join(where.folder, dirname(file!)), { recursive: true });
        writeFileSync(join(where.folder, file!), text);
      }
      return whole;
    });
    expect(consoles).toBeGreaterThan(2);
    if (UPDATE) writeFileSync(path, played);
    else expect(played).toBe(page);
  });
});
