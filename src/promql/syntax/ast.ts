import type { Range } from '../../source/range.ts';

/** The types of PromQL values; `matrix` is what Prometheus calls a range vector. */
export type ValueType = 'scalar' | 'vector' | 'matrix' | 'string';

export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2';
export type ComparisonOp = '==' | '!=' | '<' | '>' | '<=' | '>=' | '</' | '>/';
export type SetOp = 'and' | 'or' | 'unless';
export type BinaryOp = ArithmeticOp | ComparisonOp | SetOp;
export type MatchOp = '=' | '!=' | '=~' | '!~';
export type AggregateOp =
  | 'sum'
  | 'avg'
  | 'count'
  | 'min'
  | 'max'
  | 'group'
  | 'stddev'
  | 'stdvar'
  | 'topk'
  | 'bottomk'
  | 'count_values'
  | 'quantile'
  | 'limitk'
  | 'limit_ratio';

/** Offsets in every node count UTF-16 code units from the start of the expression's text. */
interface NodeBase extends Range {
  readonly start: number;
  readonly end: number;
}

export interface NumberLiteral extends NodeBase {
  readonly kind: 'NumberLiteral';
  readonly value: number;
  /** Written as a duration (`5m` is 300). */
  readonly duration: boolean;
}

export interface StringLiteral extends NodeBase {
  readonly kind: 'StringLiteral';
  /** The unquoted value. */
  readonly value: string;
}

export interface LabelMatcher extends NodeBase {
  readonly name: string;
  readonly nameRange: Range;
  readonly op: MatchOp;
  readonly value: string;
  readonly valueRange: Range;
}

/** `@ 12.5`, `@ start()`, `@ end()`; the timestamp is in seconds. */
export interface AtModifier extends NodeBase {
  readonly at: number | 'start' | 'end';
}

/**
 * A length of time inside `[...]`, `offset` or a subquery's step: a plain duration (seconds), or a duration
 * expression (experimental): arithmetic over durations, `step()`, `range()`, `min(..)`, `max(..)`.
 */
export type DurationExpr =
  | (NodeBase & {
      readonly kind: 'Duration';
      readonly seconds: number;
      /** Written as a number of seconds (`[300]`), not with units. */
      readonly plain?: boolean;
    })
  | (NodeBase & { readonly kind: 'DurationUnary'; readonly op: '+' | '-'; readonly expr: DurationExpr })
  | (NodeBase & {
      readonly kind: 'DurationBinary';
      readonly op: '+' | '-' | '*' | '/' | '%' | '^';
      readonly lhs: DurationExpr;
      readonly rhs: DurationExpr;
    })
  | (NodeBase & {
      readonly kind: 'DurationCall';
      readonly func: 'step' | 'range' | 'min' | 'max';
      readonly args: readonly DurationExpr[];
    })
  | (NodeBase & { readonly kind: 'DurationParen'; readonly expr: DurationExpr });

export interface VectorSelector extends NodeBase {
  readonly kind: 'VectorSelector';
  /** Metric name written before or inside the braces; undefined when only matchers select. */
  readonly name?: string;
  readonly nameRange?: Range;
  /** Every matcher inside the braces, in order, without the one that `name` stands for. */
  readonly matchers: readonly LabelMatcher[];
  /** From `{` to `}` when there are braces. */
  readonly bracesRange?: Range;
  readonly offset?: DurationExpr;
  readonly at?: AtModifier;
  /** Experimental extended range selectors. */
  readonly extended?: 'anchored' | 'smoothed';
}

/** `selector[range]`; offset, @ and anchored/smoothed are on the inner selector, as in Prometheus. */
export interface MatrixSelector extends NodeBase {
  readonly kind: 'MatrixSelector';
  readonly selector: VectorSelector;
  readonly range: DurationExpr;
}

export interface SubqueryExpr extends NodeBase {
  readonly kind: 'SubqueryExpr';
  readonly expr: Expr;
  readonly range: DurationExpr;
  /** undefined: the global evaluation interval. */
  readonly step?: DurationExpr;
  readonly offset?: DurationExpr;
  readonly at?: AtModifier;
}

export interface UnaryExpr extends NodeBase {
  readonly kind: 'UnaryExpr';
  readonly op: '+' | '-';
  readonly expr: Expr;
}

export interface ParenExpr extends NodeBase {
  readonly kind: 'ParenExpr';
  readonly expr: Expr;
}

export interface LabelName extends NodeBase {
  readonly name: string;
}

export interface VectorMatching extends NodeBase {
  readonly cardinality: 'one-to-one' | 'many-to-one' | 'one-to-many' | 'many-to-many';
  /** `on` or `ignoring`; undefined where neither is written. */
  readonly keyword?: 'on' | 'ignoring';
  readonly labels: readonly LabelName[];
  /** Labels of group_left(...) or group_right(...). */
  readonly include: readonly LabelName[];
  /** The fill modifiers (experimental): value for a side without a partner. */
  readonly fillLeft?: number;
  readonly fillRight?: number;
}

export interface BinaryExpr extends NodeBase {
  readonly kind: 'BinaryExpr';
  readonly op: BinaryOp;
  readonly opRange: Range;
  readonly lhs: Expr;
  readonly rhs: Expr;
  readonly bool: boolean;
  /** Present when both sides are vectors (default one-to-one; many-to-many for set operators). */
  readonly matching?: VectorMatching;
}

export interface AggregateExpr extends NodeBase {
  readonly kind: 'AggregateExpr';
  readonly op: AggregateOp;
  readonly opRange: Range;
  readonly expr: Expr;
  readonly param?: Expr;
  /** `by` or `without`; undefined where neither is written (everything into one series). */
  readonly keyword?: 'by' | 'without';
  readonly grouping: readonly LabelName[];
  readonly groupingRange?: Range;
}

export interface Call extends NodeBase {
  readonly kind: 'Call';
  readonly func: string;
  readonly funcRange: Range;
  readonly args: readonly Expr[];
}

export type Expr =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | SubqueryExpr
  | UnaryExpr
  | ParenExpr
  | BinaryExpr
  | AggregateExpr
  | Call;
