import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHECKS } from '../../../src/checks/index.generated.ts';
import { alert, ruleFile } from '../../../src/checks/support/example-rules.ts';
import { DEFAULT_CONFIG } from '../../../src/config/types.ts';
import { fixAll } from '../../../src/lint/fix.ts';
import { readProject } from '../../../src/project/read-project.ts';
import { compileQuery, EvalError, instant, Labels, Storage } from '../../../src/promql/eval/index.ts';
import { parseExpr } from '../../../src/promql/syntax/parse.ts';

const RUNS = Number(process.env['RULECHECK_FIX_RUNS'] ?? '150');

const part = fc.constantFrom(
  ...['a', 'b', 'ab', 'A', '.', '.*', '.+', '^', '$', '|', '(', ')', '(?:', '(?i)', '(?s)', '[ab]', '[^a]'],
  ...[
    'a?',
    'b*',
    '\\.',
    '\\$',
    '\\^',
    '\\|',
    '\\\\',
    '\\A',
    '\\z',
    '\\b',
    '\\n',
    ' ',
    '"',
    "'",
    'é',
    '{',
    '}',
    '0',
    '-',
  ],
);
const pattern = fc.oneof(
  fc.array(part, { minLength: 0, maxLength: 5 }).map((parts) => parts.join('')),
  fc
    .array(fc.constantFrom('a', 'b', 'ab', 'a.b', ''), { minLength: 1, maxLength: 4 })
    .map((all) => `^(${all.join('|')})$`),
  fc
    .array(fc.constantFrom('a', '^a', 'b$', '^ab$', '.*'), { minLength: 1, maxLength: 3 })
    .map((all) => all.join('|')),
);
const quoted = fc.tuple(pattern, fc.constantFrom('"', "'", '`')).map(([text, quote]) => {
  if (quote === '`') return `\`${text.replaceAll('`', '')}\``;
  return `${quote}${text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`;
});
const expr = fc
  .tuple(quoted, fc.constantFrom('=~', '!~'), quoted, fc.constantFrom('=~', '!~', '='))
  .map(([one, op, other, second]) => `a{l${op}${one},m${second}${other}} > 0`);

const VALUES = [
  '',
  'a',
  'b',
  'ab',
  'A',
  'aa',
  'a.b',
  'a|b',
  '^a',
  'a$',
  '.',
  '\\',
  ' ',
  '"',
  "'",
  '\n',
  'a\nb',
  'é',
  '{',
  '0',
  '-',
  '$',
  '^',
];

function storage(): Storage {
  const all = new Storage();
  for (const l of VALUES)
    for (const m of ['', 'a', 'ab', '.*', '^a', "'"]) all.append(Labels.of({ __name__: 'a', l, m }), 0, 1);
  return all;
}

const SERIES = storage();

/** The labels of all that an expression returns; undefined: Prometheus refuses it. */
function selected(text: string): string[] | undefined {
  if (parseExpr(text).errors.length > 0) return undefined;
  try {
    const { value } = instant(compileQuery(text), SERIES, 0);
    return value.type === 'vector' ? value.samples.map(({ labels }) => labels.key).sort() : undefined;
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}

test('what --fix makes of a matcher selects the same series', { timeout: RUNS * 500 }, () => {
  let fixed = 0;
  fc.assert(
    fc.property(expr, (text) => {
      const before = selected(text);
      if (before === undefined) return;
      const { changed } = fixAll(
        [{ path: 'rules.yml', text: ruleFile(alert(text)), named: true }],
        CHECKS,
        DEFAULT_CONFIG,
      );
      const [file] = changed;
      if (file === undefined) return;
      const [rule] = readProject(
        [{ path: 'rules.yml', text: file.after, named: true }],
        DEFAULT_CONFIG.settings,
      ).rules;
      if (rule?.expr.text === text) return;
      fixed++;
      expect({ expr: rule?.expr.text, selects: selected(rule?.expr.text ?? '') }).toEqual({
        expr: rule?.expr.text,
        selects: before,
      });
    }),
    { numRuns: RUNS },
  );
  expect(fixed).toBeGreaterThan(RUNS / 20);
});
