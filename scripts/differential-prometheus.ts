// Compares what promtool check config --syntax-only and rulecheck say of generated prometheus.yml files:
//   node --import tsx scripts/differential-prometheus.ts <promtool> <release> [cases] [seed]
// Each case sets one key of a section to a value of some kind, or takes two keys together.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mutations } from './differential-prometheus/mutations.ts';
import { ownVerdict } from './differential-prometheus/own.ts';

const [promtool = 'promtool', release = '3.5', count = '2000', seed = '1'] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'rulecheck-config-'));
let wrong = 0;
let compared = 0;
for (const text of mutations(Number(count), Number(seed))) {
  const path = join(folder, 'prometheus.yml');
  await writeFile(path, text);
  const theirs = await ask(promtool, path);
  const ours = ownVerdict(text, release);
  compared++;
  if (theirs.accepted === (ours.length === 0)) continue;
  wrong++;
  process.stdout.write(
    `--- ${theirs.accepted ? 'promtool accepts' : `promtool: ${theirs.text}`}\n${text}rulecheck: ${ours.join('; ') || 'accepts'}\n\n`,
  );
}
await rm(folder, { recursive: true });
process.stdout.write(`${compared} cases with ${release}, ${wrong} differ\n`);

async function ask(tool: string, path: string): Promise<{ accepted: boolean; text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(tool, ['check', 'config', '--syntax-only', path]);
    let text = '';
    child.stdout.on('data', (data: Buffer) => (text += data.toString()));
    child.stderr.on('data', (data: Buffer) => (text += data.toString()));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ accepted: code === 0, text: text.trim().split('\n').slice(-3).join(' ').slice(0, 300) }),
    );
  });
}
