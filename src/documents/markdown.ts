import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { ParseOptions } from '../promql/syntax/options.ts';
import { Expression } from './expression.ts';
import type { Language } from './expression.ts';
import { append } from '../util/append.ts';

export interface Heading {
  readonly level: number;
  readonly text: string;
  /** The anchor that GitHub, GitLab and the usual site generators give it. */
  readonly anchor: string;
  readonly range: Range;
}

export interface FencedQuery {
  readonly language: Language;
  readonly expr: Expression;
}

/** A Markdown page (a runbook): its headings and the queries in its fenced code. */
export interface MarkdownDocument {
  readonly kind: 'markdown';
  readonly file: SourceFile;
  readonly range: Range;
  readonly headings: readonly Heading[];
  readonly anchors: ReadonlySet<string>;
  readonly queries: readonly FencedQuery[];
  /** Links outside of fenced code, as they are written: `memory.md#cause`. */
  readonly links: readonly PageLink[];
  /** The names on a line that begins with "Alerts:"; undefined: the page has no such line. */
  readonly alertNames: readonly PageLink[] | undefined;
}

/** A text of a page with its place. */
export interface PageLink {
  readonly text: string;
  readonly range: Range;
}

const FENCE = /^( {0,3})(`{3,}|~{3,})\s*([\w-]*)/;
const HEADING = /^ {0,3}(#{1,6})(?!#)/;

/** Reads headings, explicit anchors and fenced ```promql / ```logql blocks; blank lines part queries in a block. */
export function decodeMarkdown(file: SourceFile, promql?: ParseOptions): MarkdownDocument {
  const headings: Heading[] = [];
  const anchors = new Set<string>();
  const numbers = new Map<string, number>();
  const queries: FencedQuery[] = [];
  const links: PageLink[] = [];
  let alertNames: PageLink[] | undefined;
  let fence: { mark: string; language: string; start: number } | undefined;
  let offset = 0;
  for (const line of file.text.split('\n')) {
    const match = FENCE.exec(line);
    if (fence !== undefined) {
      if (match !== null && match[2]!.startsWith(fence.mark) && line.trim() === match[2]) {
        append(queries, queriesOf(file, fence.language, fence.start, offset, promql));
        fence = undefined;
      }
    } else if (match !== null) {
      fence = { mark: match[2]!, language: match[3]!.toLowerCase(), start: offset + line.length + 1 };
    } else {
      const heading = headingOf(line);
      if (heading !== undefined) {
        const anchor = uniqueAnchor(slug(heading.text), anchors, numbers);
        anchors.add(anchor);
        headings.push({
          level: heading.level,
          text: heading.text,
          anchor,
          range: { start: offset, end: offset + line.length },
        });
      }
      links.push(...found(line, LINK, offset));
      if (alertNames === undefined && ALERTS.test(line)) alertNames = found(line, ALERT_NAME, offset);
      for (const explicit of line.matchAll(
        /<a\s[^<>]{0,500}(?:id|name)="([^"]{1,500})"|\{#([\w-]{1,500})\}/g,
      ))
        anchors.add((explicit[1] ?? explicit[2])!);
    }
    offset += line.length + 1;
  }
  const range = { start: 0, end: file.text.length };
  return { kind: 'markdown', file, range, headings, anchors, queries, links, alertNames };
}

const LINK = /\]\(([^\s()<>]{1,500})/g;
const ALERTS = /^ {0,3}(?:[-*] )?(?:\*\*)?Alerts?:/;
const ALERT_NAME = /\b([A-Z]\w{3,200})\b(?!:)/g;

/** What the first group of a pattern finds in a line. */
function found(line: string, pattern: RegExp, offset: number): PageLink[] {
  return [...line.matchAll(pattern)].map((match) => {
    const text = match[1]!;
    const start = offset + match.index + match[0].lastIndexOf(text);
    return { text, range: { start, end: start + text.length } };
  });
}

/** `## Text ##`: blanks after the marks, and marks that close it after blanks. */
function headingOf(line: string): { level: number; text: string } | undefined {
  const match = HEADING.exec(line);
  if (match === null) return undefined;
  const rest = line.slice(match[0].length);
  if (!/^\s/.test(rest)) return undefined;
  const text = rest.trim();
  const open = text.replace(/(?<!#)#+$/, '');
  const closed = open !== text && (open === '' || /\s$/.test(open));
  return { level: match[1]!.length, text: closed ? open.trimEnd() : text };
}

/** GitHub's anchor of a heading: lower case, punctuation dropped, spaces to hyphens. */
function slug(heading: string): string {
  return heading
    .replace(/!?\[([^\]]{0,500})\]\([^)]{0,500}\)/g, '$1')
    .replace(/\{#[\w-]+\}/, '')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** @param last the next number for an anchor that is taken */
function uniqueAnchor(anchor: string, taken: ReadonlySet<string>, last: Map<string, number>): string {
  if (!taken.has(anchor)) return anchor;
  let n = last.get(anchor) ?? 1;
  while (taken.has(`${anchor}-${n}`)) n++;
  last.set(anchor, n + 1);
  return `${anchor}-${n}`;
}

function queriesOf(
  file: SourceFile,
  fenceLanguage: string,
  start: number,
  end: number,
  promql: ParseOptions | undefined,
): FencedQuery[] {
  if (fenceLanguage !== 'promql' && fenceLanguage !== 'logql') return [];
  const queries: FencedQuery[] = [];
  const block = file.text.slice(start, end);
  for (const match of block.matchAll(/[^\n]+(?:\n[^\S\n]*\S[^\n]*)*/g)) {
    const text = match[0].trimEnd();
    if (text.trim() === '' || text.split('\n').every((line) => /^\s*#/.test(line))) continue;
    const from = start + match.index;
    queries.push({
      language: fenceLanguage,
      expr: new Expression(file, text, { start: from, end: from + text.length }, promql),
    });
  }
  return queries;
}
