import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../support/pack.ts';

/** Words of a comment or of the title of a test, on one line, and where they begin (line from 1). */
export interface Words {
  readonly line: number;
  readonly words: string;
}

const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Comments of a source file without their marks and without code in back quotes, which may quote anything. */
export function commentsOf(path: string, text = textOf(path)): Words[] {
  const source = parse(path, text);
  const found = new Map<number, Words>();
  const add = (ranges: readonly ts.CommentRange[] | undefined): void => {
    for (const { pos, end } of ranges ?? [])
      found.set(pos, { line: lineAt(source, pos), words: plain(text.slice(pos, end)) });
  };
  const visit = (node: ts.Node): void => {
    add(ts.getLeadingCommentRanges(text, node.getFullStart()));
    add(ts.getTrailingCommentRanges(text, node.getEnd()));
    node.getChildren(source).forEach(visit);
  };
  visit(source);
  return [...found.values()].filter(({ words }) => !/^(?:eslint-|@ts-|prettier-)/.test(words));
}

/** Titles of `test`, `it` and `describe` of a file, those of `each` and `for` included. */
export function titlesOf(path: string, text = textOf(path)): Words[] {
  const source = parse(path, text);
  const found: Words[] = [];
  const visit = (node: ts.Node): void => {
    const title = ts.isCallExpression(node) && isTest(node.expression) ? node.arguments[0] : undefined;
    if (title !== undefined && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title)))
      found.push({ line: lineAt(source, title.getStart()), words: title.getText().slice(1, -1) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const parse = (path: string, text: string): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);

const lineAt = (source: ts.SourceFile, position: number): number =>
  source.getLineAndCharacterOfPosition(position).line + 1;

const plain = (comment: string): string =>
  comment
    .replace(/^\/\*+|\*\/$|^\/\/+/g, '')
    .replaceAll(/\n\s*\*? ?/g, ' ')
    .replaceAll(/`[^`]*`/g, '`…`')
    .trim();

function isTest(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return /^(?:test|it|describe)$/.test(callee.text);
  if (ts.isPropertyAccessExpression(callee)) return isTest(callee.expression);
  return ts.isCallExpression(callee) && isTest(callee.expression);
}
