// Compares what `promtool check rules`, `promtool check config` and `amtool check-config` say of the files of public
// repositories with what rulecheck says of them: accepted or refused, how many rules, how many of them twice.
// Usage: tsx scripts/differential-files.ts [--promtool PATH] [--amtool PATH] [--version 3] [--alertmanager 0.33] FOLDER...
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareConfig, compareRouting, compareRules } from './differential-files/compare.ts';
import { kindOf, ruleObjects } from './differential-files/kind.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    promtool: { type: 'string', default: process.env.RULECHECK_PROMTOOL ?? 'promtool' },
    amtool: { type: 'string', default: process.env.RULECHECK_AMTOOL ?? 'amtool' },
    version: { type: 'string', default: '3' },
    alertmanager: { type: 'string', default: '0.33' },
  },
});
const versions = { prometheus: values.version, alertmanager: values.alertmanager };
const counts = new Map<string, number>();
let differences = 0;

function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (entry.isFile() && /\.(?:ya?ml|rules?|json)$/.test(entry.name)) yield path;
  }
}

const COMPARE = {
  rules: (path: string, text: string) => compareRules(path, text, values.promtool, versions),
  config: (_: string, text: string) => compareConfig(text, values.promtool, versions),
  routing: (_: string, text: string) => compareRouting(text, values.amtool, versions),
};

function report(kind: string, path: string, found: readonly string[]): void {
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
  differences += found.length;
  for (const difference of found) console.log(`${kind} ${path}: ${difference}`);
}

for (const folder of positionals) {
  for (const path of filesIn(folder)) {
    const text = readFileSync(path, 'utf8');
    for (const object of ruleObjects(text)) report('objects', path, COMPARE.rules(path, object));
    const kind = kindOf(text);
    if (kind !== undefined) report(kind, path, COMPARE[kind](path, text));
  }
}
console.log(
  [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ') + `: ${differences} differences`,
);
