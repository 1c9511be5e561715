import { describe, expect, it } from 'vitest';
import { failureMarkdown } from '../../src/reporters/failure.ts';
import { fenced, markdownText } from '../../src/reporters/markdown-text.ts';
import { reportMarkdown } from '../../src/reporters/markdown.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { finding, lintResult, NASTY, testRun, TEXT } from './support.ts';

describe('a summary for a pull request', () => {
  it('has counts, errors open, the rest behind a click, with links to the lines', () => {
    const text = reportMarkdown(
      {
        lint: lintResult(
          finding('up{', { message: 'the brace is open', help: 'close it' }),
          finding('web', { severity: 'warning', check: 'groups/name' }),
        ),
      },
      { linkBase: 'https://git.example.com/o/r/blob/abc/' },
    );
    expect(text.startsWith('<!-- rulecheck -->\n### rulecheck\n')).toBe(true);
    expect(text).toContain('#### 1 error\n\n| Where | What | Check |\n');
    expect(text).toContain(
      '| [rules/web\\.yml\\:5](https://git.example.com/o/r/blob/abc/rules/web.yml#L5)<br>Down | the brace is open<br>**fix** close it | [syntax/promql](https://',
    );
    expect(text).toContain('<details><summary>1 warning</summary>\n\n| Where');
    expect(text.trimEnd().endsWith('</details>')).toBe(true);
  });

  it('names failed tests with what was expected and got', () => {
    const text = reportMarkdown({ tests: testRun() });
    expect(text).toContain('#### Failed tests');
    expect(text).toContain('  ```diff\n    severity=page\n  - firing\n  + pending\n  ```');
  });

  it('is short where all is well', () => {
    const text = reportMarkdown({ lint: lintResult() });
    expect(text).toBe(
      '<!-- rulecheck -->\n### rulecheck\n\n✔ 1 rule \\(1 alert\\) in 1 file\\: no findings\n'.replace(
        /\\\(|\\\)/g,
        (c) => c.slice(1),
      ),
    );
  });

  it('names owners where there are any', () => {
    const lint = lintResult(finding('up{'));
    const scopeOf = () => ({ path: '', group: undefined, rule: undefined, owners: ['@org/web'] });
    expect(reportMarkdown({ lint: { ...lint, scopeOf } })).toContain('| Owner |');
    // A zero-width space: the comment mentions nobody.
    expect(reportMarkdown({ lint: { ...lint, scopeOf } })).toContain('@\u200borg/web |');
  });

  it('is bounded, and says what it leaves out', () => {
    const findings = Array.from({ length: 3000 }, (_, i) =>
      finding('up{', {
        message: `word${'x'.repeat(i % 26)}${String.fromCharCode(97 + (i % 26))} `.repeat(40),
      }),
    );
    const files = findings.map((each, i) => ({ ...each, file: new SourceFile(`rules/${i}.yml`, TEXT) }));
    const run = testRun();
    const results = Array.from({ length: 200 }, () => run.results[0]!);
    const text = reportMarkdown({ lint: lintResult(...files), tests: { ...run, results } });
    expect(text.length).toBeLessThan(65_000);
    expect(text).toMatch(/… and [\d,]+ more findings: run `rulecheck lint` to see all\.\n$/);
    const rows = text.match(/^\| \[/gm)?.length ?? 0;
    const said = Number(/and ([\d,]+) more findings/.exec(text)![1]!.replace(',', ''));
    expect(rows + said).toBe(3000);
  });

  it('cannot be steered by what it quotes', () => {
    const hostile = [
      NASTY,
      '<img src=x onerror=alert(1)>',
      '@org/all #1',
      '](http://x)',
      '| a | b |',
      '</details>',
      'https://evil.example.com',
    ];
    const file = new SourceFile('a](http://x)|<b>\n.yml', TEXT);
    const text = reportMarkdown({
      lint: lintResult(...hostile.map((message) => finding('up{', { message, help: message, file }))),
      tests: testRun(),
    });
    const table = text.split('\n').filter((line) => line.startsWith('| ['));
    expect(table).toHaveLength(hostile.length);
    for (const line of table) expect(line.replaceAll(/\\./g, '').match(/\|/g)).toHaveLength(4);
    const bare = text.replaceAll(/\\./g, '');
    expect(bare).not.toMatch(/<(?!br>|!-- rulecheck|details>|\/details>|summary>|\/summary>)/);
    expect(bare).not.toMatch(/@(?!\u200b)|#1|(?<!\()https:/);
    // eslint-disable-next-line no-control-regex -- what steers a terminal
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  it('says why a run failed', () => {
    const text = failureMarkdown({
      message: 'no <b>',
      help: 'do',
      exitCode: 2,
      diagnostics: [finding('up{')],
    });
    expect(text).toContain('✖ no \\<b\\><br>do\n\n- rules/web\\.yml\\:5: wrong\n');
  });
});

it('writes any text as it is, and any block behind a fence that it cannot end', () => {
  expect(markdownText('a *b* _c_ `d` [e](f) <g> #1 | ~~h~~')).toBe(
    'a \\*b\\* \\_c\\_ \\`d\\` \\[e\\](f) \\<g\\> \\#1 \\| \\~\\~h\\~\\~',
  );
  expect(fenced(['```', '````x'], 'diff')).toBe('`````diff\n```\n````x\n`````');
});
