import type { Severity } from '../diagnostics/diagnostic.ts';
import type { LintResult } from '../lint/run.ts';
import type { TestResult, TestRun } from '../testing/index.ts';
import { groupDigits } from '../util/digits.ts';
import { plural } from '../util/plural.ts';
import { PLAIN } from '../util/style.ts';
import { docsUrl } from './docs-url.ts';
import { fold } from './fold.ts';
import type { FoldedFinding, FoldOptions } from './fold.ts';
import { encodedPath, fenced, markdownLink, markdownText, MARKER } from './markdown-text.ts';
import { summaryLine } from './text-lint.ts';
import { testSummaryLine } from './text-test.ts';

export interface MarkdownOptions extends FoldOptions {
  /** Before the path of a file in its address (`https://host/org/repo/blob/sha/`); undefined: links are relative. */
  readonly linkBase?: string | undefined;
}

/** GitHub refuses comments of more than 65,536 characters; some are left for what others add. */
const MOST_CHARACTERS = 60_000;
/** One finding is never longer than this. */
const LONGEST_TEXT = 600;
/** Lines of what a failed test expected and got. */
const MOST_DIFF_LINES = 20;

/**
 * A summary for the comments of a pull request: counts, failed tests, then findings by severity with links, alike ones
 * folded. Bounded in size: the omitted findings are counted.
 */
export function reportMarkdown(
  { lint, tests }: { readonly lint?: LintResult | undefined; readonly tests?: TestRun | undefined },
  options: MarkdownOptions = {},
): string {
  const page = new Page();
  page.add(`${MARKER}\n### rulecheck`);
  if (lint !== undefined) page.add(markdownText(summaryLine(lint.summary, PLAIN)));
  if (tests !== undefined && (lint === undefined || tests.results.length > 0))
    page.add(markdownText(testSummaryLine(tests, PLAIN)));
  if (tests !== undefined) addTests(page, tests, options);
  if (lint !== undefined) addFindings(page, lint, options);
  return page.text();
}

/** Blocks of text up to a number of characters. */
class Page {
  readonly #blocks: string[] = [];
  #length = 0;

  /** Takes a block if there is room for it. */
  add(block: string): boolean {
    if (this.#length + block.length > MOST_CHARACTERS) return false;
    this.#blocks.push(block);
    this.#length += block.length + 2;
    return true;
  }

  /** Takes as many parts between a head and a foot as there is room for; returns how many. */
  addSome(head: string, parts: readonly string[], foot: string, between: string): number {
    let length = this.#length + head.length + foot.length + 200;
    let count = 0;
    for (const part of parts) {
      length += part.length + between.length;
      if (length > MOST_CHARACTERS) break;
      count++;
    }
    if (count > 0) this.add(`${head}${parts.slice(0, count).join(between)}${foot}`);
    return count;
  }

  text(): string {
    return `${this.#blocks.join('\n\n')}\n`;
  }
}

function addTests(page: Page, run: TestRun, options: MarkdownOptions): void {
  const failed = run.results.filter(({ status }) => status === 'failed');
  const items = failed.map((result) => failedTest(result, options));
  const taken = page.addSome('#### Failed tests\n\n', items, '', '\n');
  if (taken < items.length) page.add(`… and ${plural(items.length - taken, 'more failed test')}`);
}

function failedTest({ file, name, alert, failures }: TestResult, options: MarkdownOptions): string {
  const title = alert === undefined || name.includes(alert) ? name : `${alert}: ${name}`;
  const lines = failures.map((failure) => {
    const { line } = file.position(failure.range.start);
    const diff = failure.diff
      .slice(0, MOST_DIFF_LINES)
      .map(({ kind, text }) => `${kind === 'expected' ? '-' : kind === 'got' ? '+' : ' '} ${cut(text)}`);
    const words = `  ${placeLink(file.path, line, options)} ${markdownText(cut(failure.message))}`;
    return diff.length === 0 ? words : `${words}\n\n${fenced(diff, 'diff', '  ')}\n`;
  });
  return [`- **${markdownText(cut(title))}**`, ...lines].join('\n');
}

const TITLES: readonly (readonly [Severity, string])[] = [
  ['error', 'error'],
  ['warning', 'warning'],
  ['info', 'info'],
];

function addFindings(page: Page, result: LintResult, options: MarkdownOptions): void {
  const { shown, cut: beyond } = fold(result.diagnostics, options);
  const owned = shown.some(({ diagnostic }) => result.scopeOf(diagnostic).owners.length > 0);
  let left = beyond;
  for (const [severity, noun] of TITLES) {
    const findings = shown.filter(({ diagnostic }) => diagnostic.severity === severity);
    if (findings.length === 0) continue;
    const count = findings.reduce((sum, { more }) => sum + 1 + more.length, 0);
    const rows = findings.map((finding) => row(finding, result, owned, options));
    // The author has to fix errors: the rest is folded.
    const [open, close] =
      severity === 'error'
        ? [`#### ${plural(count, noun)}\n\n`, '']
        : [`<details><summary>${plural(count, noun)}</summary>\n\n`, '\n\n</details>'];
    const columns = ['Where', 'What', 'Check', ...(owned ? ['Owner'] : [])];
    const head = `| ${columns.join(' | ')} |\n|${' --- |'.repeat(columns.length)}\n`;
    const taken = page.addSome(open + head, rows, close, '\n');
    left += findings.slice(taken).reduce((sum, { more }) => sum + 1 + more.length, 0);
  }
  if (left > 0) page.add(`… and ${plural(left, 'more finding')}: run \`rulecheck lint\` to see all.`);
}

function row(
  { diagnostic, more }: FoldedFinding,
  { scopeOf }: LintResult,
  owned: boolean,
  options: MarkdownOptions,
): string {
  const { file, range, message, help, check } = diagnostic;
  const scope = scopeOf(diagnostic);
  const url = docsUrl(check);
  const place = placeLink(file.path, file.position(range.start).line, options);
  const where = scope.rule === undefined ? place : `${place}<br>${markdownText(cut(scope.rule))}`;
  const words = [markdownText(cut(message)), help === undefined ? '' : `**fix** ${markdownText(cut(help))}`];
  if (more.length > 0) words.push(`_and ${groupDigits(more.length)} more like this in this file_`);
  const cells = [
    where,
    words.filter((text) => text !== '').join('<br>'),
    url === undefined ? markdownText(check) : markdownLink(check, url),
  ];
  if (owned) cells.push(markdownText(scope.owners.join(', ')));
  return `| ${cells.join(' | ')} |`;
}

function placeLink(path: string, line: number, { linkBase = '' }: MarkdownOptions): string {
  return markdownLink(`${path}:${line}`, `${linkBase}${encodedPath(path)}#L${line}`);
}

function cut(text: string): string {
  return text.length <= LONGEST_TEXT
    ? text
    : `${text.slice(0, LONGEST_TEXT - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
