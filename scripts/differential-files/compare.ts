import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { DEFAULT_CONFIG } from '../../src/config/types.ts';
import { readProject } from '../../src/project/read-project.ts';
import { lintFiles } from '../../test/support/lint-files.ts';

export interface Versions {
  readonly prometheus: string;
  readonly alertmanager: string;
}

/** The checks whose findings mean that Prometheus refuses a rule file. */
const REFUSALS = /^(?:syntax\/|groups\/duplicate-name|templates\/syntax)/;

/** Keys of Thanos, Mimir and Loki, which rulecheck takes; promtool knows none of them. */
const OTHER_RULERS =
  /field (?:partial_response_strategy|source_tenants|evaluation_delay|align_evaluation_time_on_interval|remote_write|namespace) not found/;

/** What differs of one rule file; `text` as written in the file. */
export function compareRules(path: string, text: string, promtool: string, versions: Versions): string[] {
  const theirs = run(promtool, ['check', 'rules', '--lint=none'], text);
  const ours = refusals(text, versions, REFUSALS);
  const verdict = differs(theirs.refused, theirs.text, ours);
  if (verdict !== undefined) return OTHER_RULERS.test(theirs.text) ? [] : [verdict];
  if (theirs.refused) return [];
  return [
    ...differentNumber('rules', Number(/(\d+) rules found/.exec(theirs.text)?.[1]), rulesOf(path, text)),
    ...duplicates(text, promtool),
  ];
}

/**
 * Does Prometheus accept a configuration that rulecheck refuses? The other way round does not matter: most of it is not read.
 */
export function compareConfig(text: string, promtool: string, versions: Versions): string[] {
  const theirs = run(promtool, ['check', 'config', '--syntax-only'], text);
  const ours = refusals(text, versions, /^syntax\//);
  if (!theirs.refused && ours.length > 0) return [differs(false, theirs.text, ours) ?? ''];
  return theirs.refused && ours.length === 0 ? [`only promtool: ${firstLine(theirs.text)}`] : [];
}

export function compareRouting(text: string, amtool: string, versions: Versions): string[] {
  const theirs = run(amtool, ['check-config'], text);
  const verdict = differs(
    theirs.refused,
    theirs.text,
    refusals(text, versions, /^(?:syntax\/|receivers\/template)/),
  );
  return verdict === undefined ? [] : [verdict];
}

function refusals(text: string, { prometheus, alertmanager }: Versions, checks: RegExp): Diagnostic[] {
  const config = `prometheus: { version: ${prometheus} }\nalertmanager: { version: "${alertmanager}" }\n`;
  return lintFiles({ 'file.yml': text }, { named: true, config }).filter(({ check }) => checks.test(check));
}

function rulesOf(path: string, text: string): number {
  return readProject([{ path, text, named: true }], DEFAULT_CONFIG.settings).rules.length;
}

/** promtool reports rules of one name with the same labels, for any expressions. */
function duplicates(text: string, promtool: string): string[] {
  const { text: said } = run(promtool, ['check', 'rules', '--lint=all'], text);
  const theirs = new Set([...said.matchAll(/^Metric: (.*)$/gm)].map(([, name]) => name!));
  const found = DUPLICATES.flatMap((only) => lintFiles({ 'file.yml': text }, { named: true, only }));
  const ours = new Set(found.map(({ message }) => /"(.*?)"/.exec(message)?.[1] ?? message));
  const differing = [...theirs, ...ours].filter((name) => !theirs.has(name) || !ours.has(name));
  return differing.length === 0 ? [] : [`there twice for one of the two: ${differing.join(', ')}`];
}

const DUPLICATES = ['groups/duplicate-rule', 'alerts/duplicate', 'records/duplicate'];

function differs(refused: boolean, said: string, ours: readonly Diagnostic[]): string | undefined {
  if (refused === ours.length > 0) return undefined;
  const own = ours.map(({ message, file, range }) => `${file.position(range.start).line}: ${message}`);
  return refused ? `only promtool: ${firstLine(said)}` : `only rulecheck: ${own.slice(0, 3).join(' | ')}`;
}

function differentNumber(what: string, theirs: number, ours: number): string[] {
  return theirs === ours ? [] : [`${what}: promtool ${theirs}, rulecheck ${ours}`];
}

function firstLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^Checking /.test(line));
  return lines.slice(0, 3).join(' / ').slice(0, 300);
}

function run(tool: string, args: readonly string[], text: string): { refused: boolean; text: string } {
  const folder = mkdtempSync(join(tmpdir(), 'rulecheck-differential-'));
  const path = join(folder, 'file.yml');
  writeFileSync(path, text);
  const { error, status, stdout, stderr } = spawnSync(tool, [...args, path], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  if (error !== undefined) throw error;
  return { refused: status !== 0, text: `${stderr}\n${stdout}` };
}
