import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../../src/config/types.ts';
import { formatFile } from '../../src/lint/format/format-file.ts';
import type { FormattedFile } from '../../src/lint/format/format-file.ts';
import { readProject } from '../../src/project/read-project.ts';

function format(text: string, path = 'rules.yml'): FormattedFile {
  const [parsed] = readProject([{ path, text, named: true }], DEFAULT_CONFIG.settings).files;
  if (parsed === undefined) throw new Error('nothing was read');
  return formatFile(parsed);
}

const rule = (expr: string): string =>
  `groups:\n  - name: web # the group\n    rules:\n      - alert:   'Down'\n        expr: ${expr}\n        labels: {severity:  page}\n`;

/** The text between `expr:` and `labels:` after formatting. */
function formatted(expr: string): string {
  const { text } = format(rule(expr));
  expect(format(text).text, 'formatting twice is formatting once').toBe(text);
  const [before, after] = rule('\0').split('\0');
  expect(text.startsWith(before!) && text.endsWith(after!), 'all else stays').toBe(true);
  return text.slice(before!.length, text.length - after!.length);
}

const LONG =
  'sum by (job) (rate(http_requests_total{code=~"5.."}[5m])) / sum by (job) (rate(http_requests_total[5m])) > 0.05';
const LONG_BLOCK = `    sum by (job) (rate(http_requests_total{code=~"5.."}[5m]))
  /
    sum by (job) (rate(http_requests_total[5m]))
>
  0.05`.replaceAll(/^/gm, ' '.repeat(10));

describe('short expressions stay on their line, in their quoting', () => {
  test.each([
    ['plain', 'up==0', 'up == 0'],
    ['single', `'up{b="x",a="it''s"}==0'`, `'up{a="it''s",b="x"} == 0'`],
    ['double', `"up{a='x'}==0"`, `"up{a=\\"x\\"} == 0"`],
    ['double with escapes', `"up{a=~\\"\\\\\\\\d+\\"}==0"`, `"up{a=~\\"\\\\\\\\d+\\"} == 0"`],
    ['literal', '|-\n          up==0', '|-\n          up == 0'],
    ['folded', '>\n          up\n          ==0', '>\n          up == 0'],
    ['plain over lines', 'up\n          ==0', 'up == 0'],
    ['a comment behind', 'up==0   # why', 'up == 0   # why'],
    ['a comment behind the header', '| # why\n            up==0', '| # why\n            up == 0'],
    ['an anchor', '&e up==0', '&e up == 0'],
  ])('%s', (_, before, after) => {
    expect(formatted(before)).toBe(after);
  });
});

describe('long ones become a literal block', () => {
  test.each([
    ['plain', LONG.replace('sum', 'sum '), `|2\n${LONG_BLOCK}`],
    ['single', `'${LONG}'`, `|2\n${LONG_BLOCK}`],
    ['a comment behind', `${LONG} # why`, `|2 # why\n${LONG_BLOCK}`],
    ['literal', `|-\n          ${LONG}`, `|2-\n${LONG_BLOCK}`],
    ['folded', `>+ # why\n            ${LONG}`, `|4+ # why\n${LONG_BLOCK.replaceAll(/^/gm, '  ')}`],
  ])('%s', (_, before, after) => {
    expect(formatted(before)).toBe(after);
  });

  test('without an indicator where the first line is not indented', () => {
    const call = `histogram_quantile(0.99, ${'sum by (le) (rate(http_request_duration_seconds_bucket{job="web"}[5m]))'.repeat(1)} + sum by (le) (x_bucket))`;
    expect(formatted(call)).toMatch(/^\|\n {10}histogram_quantile\(\n {12}0\.99,\n/);
  });
});

test('in flow collections and JSON an expression stays on its line', () => {
  const flow = `groups: [{name: a, rules: [{alert: A, expr: '${LONG.replace(' / ', '/')}'}]}]\n`;
  expect(format(flow).text).toBe(`groups: [{name: a, rules: [{alert: A, expr: '${LONG}'}]}]\n`);
  const json = JSON.stringify(
    { groups: [{ name: 'a', rules: [{ record: 'a', expr: LONG.replace(' > ', '>') }] }] },
    null,
    2,
  );
  expect(format(json, 'rules.json').text).toBe(json.replace('>0.05', ' > 0.05'));
});

test('CRLF stays, new lines are CRLF too', () => {
  const { text } = format(rule(LONG).replaceAll('\n', '\r\n'));
  expect(text).toBe(rule(`|2\n${LONG_BLOCK}`).replaceAll('\n', '\r\n'));
});

test.each([
  ['has-comments', '|\n          up # is it?\n          == 0'],
  ['does-not-parse', 'up =='],
  ['does-not-parse', 'rate(up)'],
])('%s: left as it is', (reason, expr) => {
  const { text, left, changed } = format(rule(expr));
  expect(text).toBe(rule(expr));
  expect(changed).toBe(0);
  expect(left).toEqual([expect.objectContaining({ name: 'Down', reason })]);
});

test('a "#" in a string is not a comment', () => {
  expect(formatted(`'up{a="#1"}==0'`)).toBe(`'up{a="#1"} == 0'`);
});

test('an expression behind an alias is written once', () => {
  const text =
    rule('&e up==0').replace('    rules:\n', '    rules:\n') + '      - alert: B\n        expr: *e\n';
  const result = format(text);
  expect(result.text).toBe(text.replace('up==0', 'up == 0'));
  expect(result.changed).toBe(1);
});

test('rules in a ConfigMap are formatted in their place', () => {
  const inner = rule(LONG).replaceAll(/^(?=.)/gm, '    ');
  const map = (rules: string): string => `apiVersion: v1\nkind: ConfigMap\ndata:\n  a.yml: |\n${rules}`;
  const { text } = format(map(inner));
  expect(text).toBe(map(rule(`|2\n${LONG_BLOCK}`).replaceAll(/^(?=.)/gm, '    ')));
  expect(format(text).text).toBe(text);
});

describe('LogQL', () => {
  const loki = (expr: string): string =>
    `groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: ${expr}\n`;
  const inside = (expr: string): string => {
    const { text } = format(loki(expr), 'loki/rules.yml');
    expect(format(text, 'loki/rules.yml').text).toBe(text);
    return text.slice(loki('').length - 1).trim();
  };

  test('short ones stay on their line without the brackets that Loki adds around all', () => {
    expect(inside(`sum(rate({app="x"}|="err"[5m]))>1`)).toBe(`sum(rate({app="x"} |= "err"[5m])) > 1`);
    expect(inside(`sum(rate({app="x"}|="err"[5m])) or vector(0)`)).toBe(
      `sum(rate({app="x"} |= "err"[5m])) or vector(0)`,
    );
  });

  test('arithmetic of numbers, which Loki computes, is left', () => {
    const text = loki('sum(rate({app="x"}|="err"[5m]))>5*60');
    const result = format(text, 'loki/rules.yml');
    expect(result.text).toBe(text);
    expect(result.left[0]!.reason).toBe('computes-numbers');
  });
});

test('whatever the quoting and indentation, formatting changes nothing but expressions, and once is enough', () => {
  const selector = fc.constantFrom(
    'up',
    'a{b="c",a=~"x|y"}',
    'rate(x_total{d!~"#\'"}[300])',
    '{__name__="q"}',
    'sum(y)by(le)',
    '"a:b"',
  );
  const expression = fc
    .array(fc.tuple(selector, fc.constantFrom(' + ', '/', ' * on(a) group_left ', ' and ', '>bool ')), {
      minLength: 1,
      maxLength: 5,
    })
    .map((parts) => parts.map(([operand, op], i) => (i === 0 ? operand : op + operand)).join(''));
  const style = fc.constantFrom<(text: string, indent: string) => string>(
    (text) => `'${text.replaceAll("'", "''")}'`,
    (text) => JSON.stringify(text),
    (text, indent) => `|\n${indent}${text}`,
    (text, indent) => `>-\n${indent}${text.replaceAll(' and ', `\n${indent}and `)}`,
    (text, indent) => `|2-\n          ${text.replaceAll('/', `\n${indent}/`)}`,
  );
  fc.assert(
    fc.property(expression, style, fc.integer({ min: 9, max: 13 }), fc.boolean(), (text, write, by, crlf) => {
      const source = rule(write(text, ' '.repeat(by))).replaceAll('\n', crlf ? '\r\n' : '\n');
      const once = format(source);
      expect(format(once.text).text).toBe(once.text);
      const other = (whole: string): string[] =>
        whole.split('\n').filter((line) => /^ *(?:groups|- name|rules|- alert|labels):/.test(line));
      expect(other(once.text)).toEqual(other(source));
      expect(once.left.filter(({ reason }) => reason === 'cannot-be-written-there')).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
