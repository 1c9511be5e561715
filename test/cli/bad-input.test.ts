import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BROKEN_RULES, CLEAN_RULES, folderOf, run, script } from './support.ts';

interface Finding {
  check: string;
  message: string;
  file: string;
  range: { start: { line: number; column: number } };
}

/** The findings of named files; the run itself must end with 0 or 1, never with a crash. */
async function findings(cwd: string, ...paths: string[]): Promise<Finding[]> {
  const { code, stdout, stderr } = await run(['lint', '--format', 'json', ...paths], { cwd });
  expect(stderr).toBe('');
  expect([0, 1]).toContain(code);
  return (JSON.parse(stdout) as { diagnostics: Finding[] }).diagnostics;
}

async function findingsOf(content: string | Uint8Array, name = 'rules.yml'): Promise<Finding[]> {
  return findings(await folderOf({ [name]: content }), name);
}

const DEPTH = 10_000;

describe('files that are not text', () => {
  it('says that a binary file is one', async () => {
    const [finding] = await findingsOf(new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 255]));
    expect(finding).toMatchObject({
      check: 'syntax/yaml',
      message: '"rules.yml" is a binary file, not text',
    });
  });

  it('says where UTF-8 breaks, and still checks the rest', async () => {
    const text = Buffer.from(BROKEN_RULES.replace('name: web', 'name: caf\u00e9'), 'latin1');
    const found = await findingsOf(text);
    expect(found.map(({ check }) => check)).toEqual(['syntax/yaml', 'syntax/promql']);
    expect(found[0]).toMatchObject({
      message: 'this file is not valid UTF-8',
      range: { start: { line: 2, column: 14 } },
    });
  });

  it('reads UTF-16 to say that it is not UTF-8, and still checks the rest', async () => {
    const found = await findingsOf(Buffer.from(`\uFEFF${BROKEN_RULES}`, 'utf16le'));
    expect(found.map(({ check }) => check)).toEqual(['syntax/yaml', 'syntax/promql']);
  });

  it('does not read a file of 50 MB, and says so, named or found', async () => {
    const cwd = await folderOf({ 'rules.yml': `${CLEAN_RULES}# ${'x'.repeat(50 * 1024 * 1024)}\n` });
    for (const found of [await findings(cwd, 'rules.yml'), await findings(cwd)])
      expect(found.map(({ message }) => message)).toEqual([
        '"rules.yml" is larger than 48 MiB and was not read',
      ]);
  });

  it('says that a named file is empty', async () => {
    for (const text of ['', '\uFEFF', '# nothing here\n# yet\n', '---\n'])
      expect((await findingsOf(text)).map(({ check }) => check)).toEqual(['syntax/unrecognised']);
  });
});

describe('hostile YAML', () => {
  it.each([
    ['flow lists', `groups: ${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}\n`],
    ['open flow lists', `groups: ${'['.repeat(DEPTH)}`],
    ['flow maps', `groups: ${'{a: '.repeat(DEPTH)}${'}'.repeat(DEPTH)}\n`],
    ['JSON', `{"groups":${'[{"a":'.repeat(DEPTH)}1${'}]'.repeat(DEPTH)}}`],
    ['compact lists', `groups:\n  ${'- '.repeat(DEPTH)}x\n`],
    ['compact keys', `groups:\n  ${'? '.repeat(DEPTH)}x\n`],
    ['mixed compact lists and keys', `groups:\n  ${'- ? '.repeat(DEPTH)}x\n`],
    [
      'block maps',
      `groups:\n${Array.from({ length: 2_000 }, (_, i) => `${' '.repeat(i + 1)}a:\n`).join('')}`,
    ],
  ])('bounds %s', async (_, text) => {
    const found = await findingsOf(text);
    expect(found.map(({ message }) => message)).toEqual(['the document nests deeper than 200 levels']);
  });

  it('does not take brackets inside a text for nesting', async () => {
    const text = CLEAN_RULES.replace(/summary: .*/, `summary: '${'[(-'.repeat(2_000)}'`);
    expect(await findingsOf(text)).toEqual([]);
  });

  it('follows no alias bomb', async () => {
    const levels = Array.from({ length: 12 }, (_, i) => {
      const before = i === 0 ? 'x' : `*a${i - 1}`;
      return `  a${i}: &a${i} [${Array<string>(10).fill(before).join(', ')}]\n`;
    });
    const text = CLEAN_RULES.replace(
      '          summary',
      `${levels.join('').replace(/^ {2}/gm, ' '.repeat(10))}          summary`,
    );
    const found = await findingsOf(text);
    expect(found.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('expand to more than'),
    );
  });

  it('refuses control characters, as Go does, and names the place', async () => {
    const found = await findingsOf(CLEAN_RULES.replace('name: web', 'name: "\u001b[31mweb"'));
    expect(found).toMatchObject([
      {
        check: 'syntax/yaml',
        message: 'a control character (U+001B) is not allowed',
        range: { start: { line: 2, column: 12 } },
      },
    ]);
  });

  it('reports every error, not the first', async () => {
    const second = CLEAN_RULES.replace('groups:\n', '')
      .replace('name: web', 'name: db')
      .replace('== 0', '==');
    const found = await findingsOf(BROKEN_RULES + second);
    expect(found.map(({ check }) => check)).toEqual(['syntax/promql', 'syntax/promql']);
  });
});

describe('other shapes of text', () => {
  it('counts lines of CRLF files, and columns after a byte order mark, as an editor does', async () => {
    const [plain] = await findingsOf(BROKEN_RULES);
    const [crlf] = await findingsOf(BROKEN_RULES.replaceAll('\n', '\r\n'));
    const [bom] = await findingsOf(`\uFEFF${BROKEN_RULES}`);
    expect(crlf!.range).toEqual(plain!.range);
    expect(bom!.range).toEqual(plain!.range);
  });

  it('names tabs as what they are', async () => {
    const found = await findingsOf(CLEAN_RULES.replace('    rules:', '\trules:'));
    expect(found[0]).toMatchObject({
      message: 'a tab is used for indentation',
      range: { start: { line: 3 } },
    });
  });

  it('reports the second document of a file, and checks both', async () => {
    const found = await findingsOf(`${CLEAN_RULES}---\n${BROKEN_RULES}`);
    expect(found.map(({ check }) => check).sort()).toEqual(['syntax/multiple-documents', 'syntax/promql']);
  });

  it('reads PrometheusRule objects, several to a file and in a List', async () => {
    const object = `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: web }
spec:
${BROKEN_RULES.replace(/^/gm, '  ')}`;
    const several = await findingsOf(`${object}\n---\n${object.replace('alert: WebDown', 'alert: DbDown')}`);
    expect(several.map(({ check }) => check)).toEqual(['syntax/promql', 'syntax/promql']);
    const list = `apiVersion: v1\nkind: List\nitems:\n  - ${object.replace(/\n/g, '\n    ')}`;
    expect((await findingsOf(list)).map(({ check }) => check)).toEqual(['syntax/promql']);
  });

  it('reports a Helm template as such, with its line, and goes on with the other files', async () => {
    const cwd = await folderOf({
      'chart/templates/rules.yaml': `groups:\n  - name: {{ .Release.Name }}\n${CLEAN_RULES.split('\n').slice(2).join('\n')}`,
      'rules.yml': BROKEN_RULES,
    });
    const found = await findings(cwd);
    expect(found).toMatchObject([
      {
        check: 'syntax/helm-template',
        file: 'chart/templates/rules.yaml',
        range: { start: { line: 2, column: 11 } },
      },
      { check: 'syntax/promql', file: 'rules.yml' },
    ]);
  });

  it('lints 10,000 rules', async () => {
    const [, , , ...rule] = CLEAN_RULES.split('\n');
    const rules = Array.from({ length: 10_000 }, (_, i) =>
      rule.join('\n').replace('WebDown', `WebDown${i}`).replace('"web"', `"web${i}"`),
    );
    const cwd = await folderOf({ 'rules.yml': `groups:\n  - name: web\n    rules:\n${rules.join('')}` });
    const { code, stdout } = await run(['lint', '--fail-on', 'error'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('10,000 rules (10,000 alerts)');
  });
});

describe('odd file systems', () => {
  it('writes names with line breaks, spaces and escapes on one line and harmless', async () => {
    const cwd = await folderOf({
      'a\nb.yml': BROKEN_RULES,
      'c d.yml': BROKEN_RULES,
      '\u001b[31m.yml': BROKEN_RULES,
    });
    const { code, stdout } = await run(['lint'], { cwd });
    expect(code).toBe(1);
    expect(stdout).not.toContain('\u001b');
    const heads = stdout.split('\n').filter((line) => line.includes('error:'));
    expect(heads.map((line) => line.slice(0, line.indexOf(':5:')))).toEqual([
      '\\u{1b}[31m.yml',
      'a\\u{a}b.yml',
      'c d.yml',
    ]);
  });

  it('follows no links in folders, neither loops nor ways out', async () => {
    const outside = await folderOf({ 'secret.yml': BROKEN_RULES });
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES });
    await symlink('.', join(cwd, 'loop'));
    await symlink(outside, join(cwd, 'out'));
    await symlink('nowhere.yml', join(cwd, 'dangling.yml'));
    await symlink('rules.yml', join(cwd, 'twice.yml'));
    const { code, stdout } = await run(['lint'], { cwd });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '✔ 1 rule (1 alert) in 1 file: no findings\n' });
  });

  it('needs no writable folder', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES });
    await chmod(cwd, 0o555);
    const { code } = await run(['lint'], { cwd });
    await chmod(cwd, 0o755);
    expect(code).toBe(0);
  });

  it('says that a folder named as configuration is not a file', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES });
    await mkdir(join(cwd, 'conf'));
    const { code, stderr } = await run(['lint', '--config', 'conf'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('"conf" is a folder, not a file');
  });

  it('does not wait for a pipe in the folder', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES });
    await script(join(cwd, 'make'), `mkfifo "${join(cwd, 'pipe.yml')}"`);
    const { execFileSync } = await import('node:child_process');
    execFileSync(join(cwd, 'make'));
    expect((await run(['lint'], { cwd })).code).toBe(0);
  });
});
