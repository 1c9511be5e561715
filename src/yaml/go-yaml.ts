import { isMap, isScalar, isSeq, Scalar, visit } from 'yaml';
import type { Document, ParsedNode, YAMLError } from 'yaml';
import type { Range } from '../source/range.ts';
import type { YamlIssue } from './issue.ts';
import { append } from '../util/append.ts';

/** What the library reports though Go's YAML, which Prometheus, Loki and Alertmanager use, lets it pass. */
export function passesInGo(error: YAMLError): boolean {
  // A tag that is not known (`!Ref x`) is not looked at; `"x"#y` is a value and a comment.
  return error.code === 'TAG_RESOLVE_FAILED' || error.message.startsWith('Comments must be separated');
}

/** Whether the text may hold `\/` in double quotes: JSON and YAML 1.2 know the escape, Go's YAML does not. */
export function maySlashEscape(text: string): boolean {
  // A text that is JSON throughout is for others to read as well: dashboards.
  return text.includes('\\/') && !/^\s*[[{]/.test(text);
}

/** What Go's YAML refuses though the library lets it pass. */
export function refusedByGo(documents: readonly Document.Parsed[], text: string): YamlIssue[] {
  const tabs = blankTabs(text);
  const slashes = maySlashEscape(text);
  if (tabs.length === 0 && !slashes) return [];
  const { quoted, harmless } = scalarsOf(documents);
  const issues = tabs
    .filter((at) => !harmless.some(({ start, end }) => start < at && at < end))
    .map((at) =>
      issue(
        { start: at, end: at + 1 },
        'a line contains only white space with a tab',
        'remove the tab: Go rejects the file',
      ),
    );
  if (slashes)
    append(
      issues,
      quoted.flatMap((range) => slashEscapes(text, range)),
    );
  return issues;
}

/** The positions of tabs on lines without other text except a comment. */
function blankTabs(text: string): number[] {
  if (!text.includes('\t')) return [];
  return [...text.matchAll(/^ *\t[ \t]*(?=[\r\n#]|(?![^]))/gm)].map(
    (match) => match.index + match[0].indexOf('\t'),
  );
}

/** Double-quoted scalars; and where a tab is text or ignored: quoted and block scalars, and text in brackets. */
function scalarsOf(documents: readonly Document.Parsed[]): { quoted: Range[]; harmless: Range[] } {
  const quoted: Range[] = [];
  const harmless: Range[] = [];
  const onNode = (node: ParsedNode): void => {
    const [start, end] = node.range;
    if (isScalar(node)) {
      if (node.type === Scalar.QUOTE_DOUBLE) quoted.push({ start, end });
      if (node.type !== Scalar.PLAIN) harmless.push({ start, end });
    } else if ((isMap(node) || isSeq(node)) && node.flow === true) harmless.push({ start, end });
  };
  for (const document of documents) {
    visit(document, {
      Node: (_, node) => {
        onNode(node as ParsedNode);
      },
    });
  }
  return { quoted, harmless };
}

function slashEscapes(text: string, { start, end }: Range): YamlIssue[] {
  return [...text.slice(start, end).matchAll(/\\[^]/g)]
    .filter(([escape]) => escape === '\\/')
    .map(({ index }) =>
      issue(
        { start: start + index, end: start + index + 2 },
        'invalid escape sequence \\/',
        'remove the backslash: a slash needs no escape, even in a regular expression',
      ),
    );
}

function issue(range: Range, message: string, help: string): YamlIssue {
  return { code: 'yaml-syntax', message, help, range };
}
