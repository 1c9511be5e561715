import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { ROOT } from '../support/pack.ts';
import { NO_TOOLS } from '../cli/support.ts';
import { GUIDES } from './guide-pages.ts';

/**
 * Sessions of the documentation: a block of `console` after a comment that names a folder of test/docs/sessions. Its
 * files are what the session is about; `setup.sh` in it runs first and is not shown.
 */
interface Session {
  readonly page: string;
  readonly name: string | undefined;
  readonly steps: readonly Step[];
}

interface Step {
  readonly command: string;
  readonly output: string;
}

/** Git without the promtool and amtool that this machine may have on its path. */
const GIT = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();

const PAGES = [
  'README.md',
  ...readdirSync(`${ROOT}docs`).flatMap((file) => (file.endsWith('.md') ? [`docs/${file}`] : [])),
];
/** What asks a server has a fake one in live.test.ts. */
const OTHERS = new Set<string>(['docs/live.md', ...GUIDES.map((guide) => `docs/${guide}.md`)]);
const sessions = PAGES.filter((page) => !OTHERS.has(page)).flatMap(sessionsOf);

function sessionsOf(page: string): Session[] {
  const text = readFileSync(ROOT + page, 'utf8');
  return [...text.matchAll(/(?:^<!-- session: ([\w-]+) -->\n+)?^```console\n([\s\S]*?)^```$/gm)].map(
    ([, name, block]) => ({ page, name, steps: stepsOf(block!) }),
  );
}

function stepsOf(block: string): Step[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const end = step.indexOf('\n');
      return { command: step.slice(0, end), output: step.slice(end + 1).trimEnd() };
    });
}

/** What a terminal shows of one command: both streams as they come. `rulecheck` runs in this process. */
async function shown(command: string, cwd: string): Promise<string> {
  const [program, ...args] = command
    .split(/\s+#\s/)[0]!
    .trim()
    .split(/\s+/);
  if (program !== 'rulecheck')
    return execFileSync('sh', ['-c', command], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const output = { write: (chunk: string) => void (text += chunk), isTTY: false, columns: 80 };
  await main(args, {
    cwd,
    env: { ...NO_TOOLS, PATH: join(cwd, '.git-only') },
    stdout: output,
    stderr: output,
    readStdin: () => Promise.resolve(''),
    now: () => Date.UTC(2026, 0, 5),
  });
  return text;
}

describe('sessions of the documentation', () => {
  it('are some, and each has its files', () => {
    expect(sessions.length).toBeGreaterThanOrEqual(5);
    for (const { page, name } of sessions)
      expect(name !== undefined && existsSync(`${ROOT}test/docs/sessions/${name}`), `${page}: ${name}`).toBe(
        true,
      );
  });

  it.each(sessions.map((session) => [session.page, session.name, session] as const))(
    '%s: %s',
    async (_page, name, { steps }) => {
      const folder = mkdtempSync(join(tmpdir(), 'rulecheck-session-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      cpSync(`${ROOT}test/docs/sessions/${name}`, folder, { recursive: true });
      if (existsSync(join(folder, 'setup.sh'))) {
        execFileSync('sh', ['setup.sh'], { cwd: folder });
        rmSync(join(folder, 'setup.sh'));
      }
      mkdirSync(join(folder, '.git-only'));
      symlinkSync(GIT, join(folder, '.git-only/git'));
      for (const { command, output } of steps)
        expect((await shown(command, folder)).trimEnd(), command).toBe(output);
    },
  );
});
