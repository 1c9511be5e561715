// The last step of the action: one run whose findings become annotations and a summary of the job, then SARIF, a comment
// of the pull request and the outputs.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { updateComment } from './comment.js';

const { env } = process;
const input = (name) => (env[`INPUT_${name}`] ?? '').trim();
const cwd = resolve(env.GITHUB_WORKSPACE ?? '.', input('DIRECTORY') || '.');
const summaryFile = join(mkdtempSync(join(env.RUNNER_TEMP, 'rulecheck-')), 'summary.md');

if (input('BASELINE') !== '' && !existsSync(resolve(cwd, input('BASELINE')))) {
  // rulecheck would write one, and every later run would begin without findings.
  fail(
    `the baseline ${input('BASELINE')} is not there: commit the one that "rulecheck lint --baseline" writes`,
  );
}
const exitCode = check();
const findings = existsSync(summaryFile) ? readFileSync(summaryFile, 'utf8') : '';
const routes = routeChanges();
const summary = findings + routes;
if (env.GITHUB_STEP_SUMMARY !== undefined) appendFileSync(env.GITHUB_STEP_SUMMARY, summary);
output('exit-code', exitCode);
for (const [name, count] of Object.entries(countsOf(findings))) output(name, count);
if (input('SARIF_FILE') !== '' && exitCode < 2) writeSarif();
if (input('COMMENT') === 'true' && summary !== '')
  output('comment-url', await updateComment(summary, input('DIRECTORY'), env, routes !== ''));
process.exitCode = exitCode;

/** What every run of the step has in common. */
function common() {
  const value = (flag, name) => (input(name) === '' ? [] : [flag, input(name)]);
  return [...value('--config', 'CONFIG'), ...value('--since', 'SINCE'), ...value('--baseline', 'BASELINE')];
}

/** Findings as annotations; the summary goes where this step reads it again. */
function check() {
  const command = input('TEST') === 'false' ? 'lint' : 'check';
  const flags = ['--format', 'github', '--fail-on', input('FAIL_ON') || 'error', ...common()];
  const result = spawnSync(env.RULECHECK, [command, ...flags, '--', ...paths()], {
    cwd,
    stdio: 'inherit',
    env: { ...env, GITHUB_STEP_SUMMARY: summaryFile },
  });
  if (result.error !== undefined) fail(result.error.message);
  return result.status ?? 3;
}

/**
 * What changes in the routes of the configurations that the input names, as Markdown: each beside its state at "since", or
 * at the branch that the pull request is for. "" where nothing changes.
 */
function routeChanges() {
  const files = input('ROUTES').split(/\s+/).filter(Boolean);
  if (files.length === 0) return '';
  const base = input('SINCE') || (env.GITHUB_BASE_REF ? `origin/${env.GITHUB_BASE_REF}` : '');
  if (base === '') return '';
  return files.map((file) => changesOf(file, base)).join('');
}

function changesOf(file, base) {
  const config = input('CONFIG') === '' ? [] : ['--config', input('CONFIG')];
  const result = spawnSync(
    env.RULECHECK,
    ['routes', 'diff', '--format', 'markdown', ...config, '--', `${base}:${file}`, file],
    { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (result.error !== undefined || result.status !== 0) {
    // A configuration that is new, or broken, has no comparison; what is broken is a finding already.
    const [first = ''] = (result.error?.message ?? result.stderr).split('\n');
    console.log(`::notice title=rulecheck::the routes of ${file} were not compared: ${first}`);
    return '';
  }
  const text = result.stdout.replace(/^<!--[^\n]*-->\n/, '');
  return /^### [^\n]*\n\nNo changes /.test(text)
    ? ''
    : `\n${text.replace('### Alertmanager routes', `### Routes of \`${file}\``)}`;
}

/** rulecheck writes the file itself: never through a link that leads out of the checkout. */
function writeSarif() {
  const flags = ['--output', `sarif=${input('SARIF_FILE')}`, '--fail-on', 'never', ...common()];
  const { status } = spawnSync(env.RULECHECK, ['lint', ...flags, '--', ...paths()], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) fail(`the SARIF file ${input('SARIF_FILE')} cannot be written`);
  output('sarif-file', resolve(cwd, input('SARIF_FILE')));
}

/** Separated by blanks or line breaks; none: everything. */
function paths() {
  const all = input('PATHS').split(/\s+/).filter(Boolean);
  return all.length === 0 ? ['.'] : all;
}

/** The counts of the two closing lines, with which the summary begins. */
function countsOf(text) {
  const head = text.split('\n#### ')[0];
  const count = (noun) => (new RegExp(`([\\d,]+) ${noun}`).exec(head)?.[1] ?? '0').replaceAll(',', '');
  return {
    errors: count('errors?\\b'),
    warnings: count('warnings?\\b'),
    infos: count('infos?\\b'),
    'failed-tests': count('failed\\b'),
  };
}

function output(name, value) {
  if (value !== undefined && env.GITHUB_OUTPUT !== undefined)
    appendFileSync(env.GITHUB_OUTPUT, `${name}=${value}\n`);
}

function fail(message) {
  console.log(`::error title=rulecheck::${message.replaceAll(/[\r\n]+/g, ' ')}`);
  output('exit-code', 3);
  process.exit(3);
}
