import type { Language } from '../../documents/expression.ts';
import { parseLogql } from '../../logql/syntax/index.ts';
import type { EvalOptions } from '../../promql/eval/index.ts';
import { parseExpr } from '../../promql/syntax/parse.ts';
import type { Range } from '../../source/range.ts';

/** A part of an expression that decides whether it returns something. */
export interface Condition {
  readonly join: 'and' | 'or' | 'unless' | undefined;
  /** All of it, as text. */
  readonly whole: string;
  /** The side that is compared; all of it where nothing is. */
  readonly subject: string;
  /** Towards which the subject is compared: the largest sample is the most informative, or the smallest. */
  readonly extreme: 'largest' | 'smallest';
  readonly threshold: { readonly op: string; readonly text: string; readonly isNumber: boolean } | undefined;
}

/** More parts than these are not shown. */
const MAX_CONDITIONS = 3;

/** The shape that the trees of both languages share. */
type Node = Range & { readonly kind: string };
interface Binary extends Node {
  readonly op: string;
  readonly lhs: Node;
  readonly rhs: Node;
}

const FLIPPED: Readonly<Record<string, string | undefined>> = { '>': '<', '<': '>', '>=': '<=', '<=': '>=' };
const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '>', '<=', '>=']);
const JOINS: ReadonlySet<string> = new Set(['and', 'or', 'unless']);

/** Takes an expression apart at `and`, `or` and `unless`, and each part at its comparison. */
export function conditionsOf(text: string, language: Language, options: EvalOptions): Condition[] {
  const root: Node | undefined =
    language === 'logql' ? parseLogql(text).expr : parseExpr(text, { version: options.version }).expr;
  if (root === undefined) return [];
  return split(root, undefined)
    .slice(0, MAX_CONDITIONS)
    .map(({ node, join }) => conditionOf(node, join, text));
}

interface Part {
  readonly node: Node;
  readonly join: Condition['join'];
}

function split(node: Node, join: Condition['join']): Part[] {
  const inner = unparen(node);
  if (!isBinary(inner) || !JOINS.has(inner.op)) return [{ node: inner, join }];
  return [...split(inner.lhs, join), ...split(inner.rhs, inner.op as 'and' | 'or' | 'unless')];
}

function conditionOf(node: Node, join: Condition['join'], text: string): Condition {
  const textOf = ({ start, end }: Range): string => text.slice(start, end);
  const whole = textOf(node);
  if (!isBinary(node) || !COMPARISONS.has(node.op))
    return { join, whole, subject: whole, extreme: 'largest', threshold: undefined };
  const flipped = isNumber(node.lhs) && !isNumber(node.rhs);
  const [subject, other] = flipped ? [node.rhs, node.lhs] : [node.lhs, node.rhs];
  const op = flipped ? (FLIPPED[node.op] ?? node.op) : node.op;
  return {
    join,
    whole,
    subject: textOf(unparen(subject)),
    extreme: op.startsWith('<') ? 'smallest' : 'largest',
    threshold: { op, text: textOf(unparen(other)), isNumber: isNumber(other) },
  };
}

function isBinary(node: Node): node is Binary {
  return node.kind === 'BinaryExpr';
}

function unparen(node: Node): Node {
  let inner = node;
  while (inner.kind === 'ParenExpr') inner = (inner as Node & { readonly expr: Node }).expr;
  return inner;
}

/** Numbers, and arithmetic with nothing but numbers. */
function isNumber(node: Node): boolean {
  const inner = unparen(node);
  if (isBinary(inner)) return isNumber(inner.lhs) && isNumber(inner.rhs);
  if (inner.kind === 'UnaryExpr') return isNumber((inner as Node & { readonly expr: Node }).expr);
  return inner.kind === 'NumberLiteral';
}
