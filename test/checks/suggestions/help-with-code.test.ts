import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../../src/checks/index.generated.ts';
import type { Example } from '../../../src/checks/contract.ts';
import { alert, ruleFile } from '../../../src/checks/support/example-rules.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { lintFiles } from '../../support/lint-files.ts';
import { codeIn, unproved } from './code-in.ts';
import { PUBLIC_EXPRESSIONS } from './public-expressions.ts';

// What a reader can copy from a help text is offered as edits too, which are followed here; or it is an expression of
// its own, which must make an alert that lint has nothing against. This holds for every check, also for one that is new.

/** The checks whose advice is PromQL; what others name is LogQL, YAML or a matcher of a route. */
const PROMQL = /^(?:promql|alerts|records|groups|templates|cardinality)\//;

type Files = Readonly<Record<string, string>>;

const filesOf = ({ files }: Example): Files => (typeof files === 'string' ? { 'rules.yml': files } : files);
const key = ({ check, message }: Diagnostic): string => `${check} ${message}`;

function findings(example: Example, only?: string): Diagnostic[] {
  const { config, named, live, before } = example;
  return lintFiles(example.files, { config, live, before, named: named ?? false, ...(only && { only }) });
}

/** The files after the edits of a suggestion. */
function followed(files: Files, { file, fix }: Diagnostic): Files {
  let text = files[file.path] ?? '';
  for (const { range, text: written } of [...(fix?.edits ?? [])].sort(
    (a, b) => b.range.start - a.range.start,
  ))
    text = text.slice(0, range.start) + written + text.slice(range.end);
  return { ...files, [file.path]: text };
}

/** What a followed suggestion leaves: the same finding as often as before, or an error that was not there. */
function left(example: Example, finding: Diagnostic, before: readonly Diagnostic[], only: string): string[] {
  const after = { ...example, files: followed(filesOf(example), finding) };
  const same = (all: readonly Diagnostic[]) => all.filter((each) => key(each) === key(finding)).length;
  const stays = same(findings(after, only)) >= same(before) ? [key(finding)] : [];
  const known = new Set(findings(example).map(key));
  return [
    ...stays,
    ...findings(after)
      .filter((one) => one.severity === 'error' && !known.has(key(one)))
      .map(key),
  ];
}

describe.each(CHECKS.map(({ meta }) => [meta.id, meta] as const))('%s', (id, meta) => {
  const { wrong } = meta.examples;
  test.each(wrong.map((example, i) => [example.title ?? `example ${i + 1}`, example] as const))(
    'offers only code that is proved: %s',
    (_, example) => {
      const found = findings(example, id);
      if (PROMQL.test(id)) expect(found.flatMap(unproved)).toEqual([]);
      for (const finding of found.filter(({ fix }) => fix?.safe === false))
        expect({ help: finding.help, left: left(example, finding, found, id) }).toMatchObject({ left: [] });
    },
  );
});

test.each(PUBLIC_EXPRESSIONS)('code in the help for %s is proved', (text) => {
  expect(findings({ files: ruleFile(alert(JSON.stringify(text))) }).flatMap(unproved)).toEqual([]);
});

test('code is distinguished from words and from patterns with a gap', () => {
  expect(codeIn('write "and on ()" to compare')).toEqual(['and on ()']);
  expect(codeIn('use rate(x[5m]), which reads the whole range')).toEqual(['rate(x[5m])']);
  expect(codeIn('test each one: absent(up{job="a"}) or absent(up{job="b"})')).toEqual([
    'absent(up{job="a"}) or absent(up{job="b"})',
  ]);
  expect(codeIn('use at least [4m], four intervals')).toEqual(['[4m]']);
  expect(codeIn('use job="shop"')).toEqual(['job="shop"']);
  expect(codeIn('write "rate(...) > 0", remove "job", or use rate()')).toEqual([]);
  expect(codeIn('unless "for: 5m" is meant')).toEqual([]);
});
