import { describe, expect, it } from 'vitest';
import { MOST_OF_A_CHECK } from '../../src/lint/bounded.ts';
import { FORMATS } from '../../src/cli/report.ts';
import { folderOf, run } from '../cli/support.ts';

const COMMANDS = ['::set-output name=a::b', '##[add-mask]x', '##vso[task.setvariable variable=a]b'];

/** What a runner would take for a command: the grammar of actions/runner, and the marks of others. */
function commandsIn(output: string): string[] {
  return output
    .split(/\r\n|\r|\n/)
    .filter((line) => /^\s*::[\w-]+/.test(line) || /##\w*\[[\w.-]+/.test(line));
}

/** Files that say a text wherever a message, a frame, a path or a key may repeat it. */
function hostileFiles(text: string): Readonly<Record<string, string>> {
  const quoted = JSON.stringify(`5m\n${text}`);
  return {
    'r.yml': `groups:
  - name: ${JSON.stringify(`g\n${text}`)}
    rules:
      - alert: ${JSON.stringify(`X\n${text}`)}
        expr: ${JSON.stringify(`up{a="\n${text}"} == 0 and foo(`)}
        for: ${quoted}
        labels: { severity: ${quoted}, ${JSON.stringify(`l\n${text}`)}: a }
        annotations:
          summary: |
            {{ $labels.x
            ${text}
      - alert: Y
        expr: |
          sum by (job) (a)
            /
          ${text}
  - ${JSON.stringify(`k\n${text}`)}: 1
`,
    't.yml': `alert: ${JSON.stringify(`X\n${text}`)}
scenarios:
  - name: ${JSON.stringify(`s\n${text}`)}
    series: { ${JSON.stringify(`up{a="\n${text}"}`)}: ${quoted} }
    expect: [{ at: 1m, state: firing }]
`,
    'p.yml': `rule_files: [${JSON.stringify(`r\n${text}.yml`)}]
tests:
  - input_series: [{ series: up, values: ${quoted} }]
    promql_expr_test: [{ expr: ${quoted}, eval_time: 1m, exp_samples: [{ labels: ${quoted}, value: 0 }] }]
`,
    'alertmanager.yml': `route: { receiver: ${quoted} }\nreceivers: [{ name: a }]\n`,
    'config/rulecheck.yaml': `${JSON.stringify(`x\n${text}`)}: 1\n`,
    [`${text.replaceAll('/', '')}.yml`]: 'groups: [{ name: a, rules: [{ alert: X, expr: "up ==" }] }]\n',
  };
}

describe.each(COMMANDS)('%s of a file does not become a command', (text) => {
  it.each(FORMATS)('in format %s', async (format) => {
    const cwd = await folderOf(hostileFiles(text));
    for (const args of [
      ['lint', '--all'],
      ['lint', '-c', 'config/rulecheck.yaml'],
      ['test'],
      ['check'],
      ['lint', '--fix-dry-run'],
    ]) {
      const { stdout, stderr } = await run([...args, '--format', format], { cwd });
      if (!args.includes('--fix-dry-run')) expect(stdout + stderr).not.toBe('');
      expect(commandsIn(stderr), args.join(' ')).toEqual([]);
      const told = commandsIn(stdout);
      // The format's own commands begin so, and nothing of a file is before the first "::" behind them.
      const own =
        format === 'github' ? /^::(?:error|warning|notice) (?:file=[^\n]*,)?title=[\w/,%-]+::/ : undefined;
      expect(
        told.filter((line) => own?.test(line) !== true),
        args.join(' '),
      ).toEqual([]);
    }
  });
});

it('fmt from standard input to standard output leaves a text as it is', async () => {
  const text =
    'groups:\n  - name: a\n    rules:\n      - alert: X\n        expr: up == 0\n        # ##[x]\n::a: b\n';
  const { stdout } = await run(['fmt', '-'], { cwd: await folderOf({}), stdin: text });
  expect(stdout).toBe(text);
});

it.each(['text', 'markdown'])('control and bidirectional characters do not reach %s', async (format) => {
  const steering = ['\u001b[2J', '\u009b2J', '\u202e', '\u2066', '\u200f', '\u061c', '\u2028', '\b'];
  const escaped = Array.from(steering.join(''), (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const value = `"5m${escaped.join('')}"`;
  const cwd = await folderOf({
    'r.yml': `groups: [{ name: a, rules: [{ alert: X, expr: up == 0, for: ${value} }] }]\n`,
  });
  const { stdout, stderr } = await run(['lint', '--format', format, '--all'], { cwd });
  expect(stdout).toContain('5m');
  const steers = (c: string): boolean =>
    /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u.test(c) && c !== '\n';
  expect(Array.from(stdout + stderr).filter(steers)).toEqual([]);
});

describe('the number of findings is bounded', () => {
  const groups = Array.from({ length: 8000 }, (_, i) => `  - name: g${i}\n    rules: []\n    x: 1\n`);
  const many = `groups:\n${groups.join('')}`;

  it.each(['json', 'sarif', 'junit', 'gitlab', 'github', 'text'])(
    'in format %s',
    { timeout: 60_000 },
    async (format) => {
      const cwd = await folderOf({ 'r.yml': many });
      const { code, stdout } = await run(['lint', '--all', '--format', format], { cwd });
      expect(code).toBe(1);
      expect(stdout.length).toBeLessThan(4_000_000);
      expect(stdout).toMatch(/more findings of .* are omitted/);
      expect(stdout.split('"x"').length).toBeLessThan(MOST_OF_A_CHECK * 6);
    },
  );
});
