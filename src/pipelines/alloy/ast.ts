import type { Range } from '../../source/range.ts';

export type AlloyExpr = Literal | ListExpr | ObjectExpr | Identifier | Access | Index | Call | Unary | Binary;

export interface Literal extends Range {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null;
}

export interface ListExpr extends Range {
  readonly kind: 'list';
  readonly items: readonly AlloyExpr[];
}

export interface Field {
  readonly name: string;
  readonly nameRange: Range;
  readonly value: AlloyExpr;
}

export interface ObjectExpr extends Range {
  readonly kind: 'object';
  readonly fields: readonly Field[];
}

export interface Identifier extends Range {
  readonly kind: 'identifier';
  readonly name: string;
}

export interface Access extends Range {
  readonly kind: 'access';
  readonly value: AlloyExpr;
  readonly name: string;
}

export interface Index extends Range {
  readonly kind: 'index';
  readonly value: AlloyExpr;
  readonly index: AlloyExpr;
}

export interface Call extends Range {
  readonly kind: 'call';
  readonly callee: AlloyExpr;
  readonly args: readonly AlloyExpr[];
}

export interface Unary extends Range {
  readonly kind: 'unary';
  readonly op: string;
  readonly value: AlloyExpr;
}

export interface Binary extends Range {
  readonly kind: 'binary';
  readonly op: string;
  readonly left: AlloyExpr;
  readonly right: AlloyExpr;
}

export interface Attribute {
  readonly name: string;
  readonly nameRange: Range;
  readonly value: AlloyExpr;
}

export interface Block {
  /** With dots: `loki.process`, `stage.json`. */
  readonly name: string;
  readonly nameRange: Range;
  /** Without quotes; empty: it has none. */
  readonly label: string;
  readonly body: Body;
  readonly range: Range;
}

export interface Body {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
}

/** The dotted name that an expression is: `loki.write.main.receiver`; undefined for any other expression. */
export function dottedName(expr: AlloyExpr): string | undefined {
  if (expr.kind === 'identifier') return expr.name;
  if (expr.kind !== 'access') return undefined;
  const value = dottedName(expr.value);
  return value === undefined ? undefined : `${value}.${expr.name}`;
}
