import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { NO_TOOLS } from '../cli/support.ts';
import { ROOT } from '../support/pack.ts';
import { folderWith } from '../support/run-cli.ts';
import { documentedServers } from './live-servers.ts';

/**
 * docs/live.md is played from top to bottom in one folder against the servers of live-servers.ts: a block below a line
 * that begins with the name of a file is written to it, and what `console` shows must be what its commands print.
 * UPDATE_DOCS=1 writes what they print into the page, to be read before it is committed.
 */
const UPDATE = process.env['UPDATE_DOCS'] === '1';
const PAGE = `${ROOT}docs/live.md`;
const BLOCK = /(?<before>[^\n]*)\n\n```(?<language>\w+)\n(?<text>[\s\S]*?)^```$/gm;

async function shown(command: string, cwd: string): Promise<string> {
  let text = '';
  const output = { write: (chunk: string) => void (text += chunk), isTTY: false, columns: 80 };
  const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2]!);
  await main(words.slice(1), {
    cwd,
    env: NO_TOOLS,
    stdout: output,
    stderr: output,
    readStdin: () => Promise.resolve(''),
    now: () => Date.UTC(2026, 0, 5),
    transport: documentedServers,
  });
  return text.trimEnd();
}

test('docs/live.md shows what its commands print', async () => {
  const page = readFileSync(PAGE, 'utf8');
  const folder = folderWith({});
  let consoles = 0;
  let played = page;
  for (const match of page.matchAll(BLOCK)) {
    const { before, language, text } = match.groups as { before: string; language: string; text: string };
    const file = /^`([\w./-]+)`.*:$/.exec(before)?.[1];
    if (file !== undefined) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    if (language !== 'console') continue;
    consoles++;
    const commands = text.split('\n').filter((line) => line.startsWith('$ '));
    const said: string[] = [];
    for (const line of commands) {
      const output = await shown(line.slice(2), folder);
      said.push(output === '' ? line : `${line}\n${output}`);
    }
    played = played.replace(match[0], () => match[0].replace(text, () => `${said.join('\n')}\n`));
  }
  expect(consoles).toBeGreaterThan(1);
  if (UPDATE) writeFileSync(PAGE, played);
  else expect(played).toBe(page);
});
