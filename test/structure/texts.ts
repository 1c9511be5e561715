import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../support/pack.ts';

/** A text of the source that a user may read: a literal with at least two words. */
export interface Text {
  readonly line: number;
  /** The property or the called function that takes it: `help`, `description()`; empty otherwise. */
  readonly role: string;
  /** Its words; each `${…}` as one placeholder. */
  readonly words: string;
  /** The literal as it is written, without quotes, and where that is in the file. */
  readonly raw: string;
}

export const PLACEHOLDER = '\u0000';

const INPUTS: ReadonlySet<string> = new Set(['files', 'config', 'at']);

/** Every text of a source file, in order; not the inputs of examples and other YAML. */
export function textsOf(path: string): Text[] {
  const source = ts.createSourceFile(
    path,
    readFileSync(join(ROOT, path), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: Text[] = [];
  const visit = (node: ts.Node): void => {
    if (isInput(node)) return;
    const words = wordsOf(node);
    if (
      words !== undefined &&
      / /.test(words.trim()) &&
      /[a-z]{2}/.test(words) &&
      !/\n *(?:- )?\w+:/.test(words)
    )
      found.push({ line: lineOf(source, node), role: roleOf(node), words, raw: node.getText().slice(1, -1) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function wordsOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => PLACEHOLDER + literal.text).join('');
}

const isInput = (node: ts.Node): boolean =>
  (ts.isPropertyAssignment(node) && INPUTS.has(node.name.getText())) || ts.isTypeNode(node);

const lineOf = (source: ts.SourceFile, node: ts.Node): number =>
  source.getLineAndCharacterOfPosition(node.getStart()).line + 1;

function roleOf(node: ts.Node): string {
  for (let { parent } = node; !ts.isSourceFile(parent); { parent } = parent) {
    if (ts.isPropertyAssignment(parent)) return parent.name.getText();
    if (ts.isNewExpression(parent)) return `new ${parent.expression.getText()}`;
    if (ts.isCallExpression(parent)) return `${lastName(parent.expression)}()`;
    if (ts.isFunctionLike(parent)) return '';
  }
  return '';
}

const lastName = (callee: ts.Expression): string => callee.getText().split('.').at(-1) ?? '';
