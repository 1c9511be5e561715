import type { YAMLError } from 'yaml';
import type { Range } from '../source/range.ts';
import { explainYamlError } from './explain.ts';
import type { YamlIssue } from './issue.ts';
import type { YamlNode } from './node.ts';

/** Once the structure is lost the library complains about every token that follows: the first complaint says it. */
export function withoutCascade(errors: readonly YAMLError[]): YAMLError[] {
  let lost = false;
  return errors.filter((error) => {
    const follows = lost && error.code === 'UNEXPECTED_TOKEN';
    if (error.code === 'UNEXPECTED_TOKEN') lost = true;
    return !follows;
  });
}

/**
 * A fault is reported once: other errors of the same line are its consequences. A map as a key (`{{ x }}`) is the fault
 * itself, a list as a key the consequence of an item out of line.
 */
export function onePerLine(issues: readonly YamlIssue[], text: string): YamlIssue[] {
  const told = new Map<number, YamlIssue>();
  const others: YamlIssue[] = [];
  for (const issue of issues) {
    const line = text.lastIndexOf('\n', issue.range.start - 1);
    const earlier = told.get(line);
    if (issue.code !== 'yaml-syntax' && issue.code !== 'yaml-complex-key') others.push(issue);
    else if (earlier === undefined || earlier.message.startsWith('a list is used as a key'))
      told.set(line, issue);
  }
  return [...others, ...told.values()];
}

/** An error of the YAML library in words of ours, at the place where to look. */
export function toIssue(error: YAMLError, text: string, root: YamlNode | undefined): YamlIssue {
  let start = Math.min(error.pos[0], text.length);
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY') while (text[start] === ' ') start++;
  const length = error.code === 'BAD_DQ_ESCAPE' ? 2 : 0;
  const end = Math.max(start + length, Math.min(error.pos[1], text.length));
  const opened = /^Missing closing .quote/.test(error.message) ? lastQuoted(root) : undefined;
  const range = opened === undefined ? { start, end } : firstLine(opened, text);
  return { code: 'yaml-syntax', range, ...explainYamlError(error, text) };
}

/** The last quoted scalar: the one that a missing quote left open. */
function lastQuoted(node: YamlNode | undefined): Range | undefined {
  if (node === undefined) return undefined;
  if (node.kind === 'scalar')
    return node.style === 'double' || node.style === 'single' ? node.range : undefined;
  const children = node.kind === 'seq' ? node.items : node.entries.flatMap(({ key, value }) => [key, value]);
  for (let i = children.length - 1; i >= 0; i--) {
    const found = lastQuoted(children[i]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function firstLine(range: Range, text: string): Range {
  const end = text.indexOf('\n', range.start);
  return { start: range.start, end: end < 0 ? range.end : Math.min(end, range.end) };
}

/** What YAML does not allow anywhere in a file, though the library does. */
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/g;
const MAX_CONTROL_ISSUES = 20;

/** Control characters: Go's YAML reader refuses the whole file ("control characters are not allowed"). */
export function controlIssues(text: string): YamlIssue[] {
  const issues: YamlIssue[] = [];
  for (const match of text.matchAll(CONTROL)) {
    const hex = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    issues.push({
      code: 'yaml-syntax',
      message: `a control character (U+${hex}) is not allowed`,
      help: `remove it, or write it as an escape in double quotes ("\\u${hex}")`,
      range: { start: match.index, end: match.index + 1 },
    });
    if (issues.length === MAX_CONTROL_ISSUES) break;
  }
  return issues;
}
