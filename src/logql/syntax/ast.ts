import type { Range } from '../../source/range.ts';

export type MatchOp = '=' | '!=' | '=~' | '!~';
export type LineFilterOp = '|=' | '!=' | '|~' | '!~' | '|>' | '!>';
export type CompareOp = '=' | '==' | '!=' | '<' | '<=' | '>' | '>=';
export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '^';
export type ComparisonOp = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type SetOp = 'and' | 'or' | 'unless';
export type BinaryOp = ArithmeticOp | ComparisonOp | SetOp;
export type UnwrapConversion = 'bytes' | 'duration' | 'duration_seconds';

export type RangeOp =
  | 'count_over_time'
  | 'rate'
  | 'rate_counter'
  | 'bytes_over_time'
  | 'bytes_rate'
  | 'avg_over_time'
  | 'sum_over_time'
  | 'min_over_time'
  | 'max_over_time'
  | 'stdvar_over_time'
  | 'stddev_over_time'
  | 'quantile_over_time'
  | 'first_over_time'
  | 'last_over_time'
  | 'absent_over_time';

export type VectorOp =
  | 'sum'
  | 'avg'
  | 'count'
  | 'max'
  | 'min'
  | 'stddev'
  | 'stdvar'
  | 'bottomk'
  | 'topk'
  | 'sort'
  | 'sort_desc'
  | 'approx_topk';

/** Offsets in every node count UTF-16 code units from the start of the expression's text. */
interface NodeBase extends Range {
  readonly start: number;
  readonly end: number;
}

/** A label or field name where one is written. */
export interface Name extends NodeBase {
  readonly name: string;
}

/** A string literal: `value` is unquoted, the range includes the quotes. */
export interface Text extends NodeBase {
  readonly value: string;
}

export interface LabelMatcher extends NodeBase {
  readonly name: string;
  readonly nameRange: Range;
  readonly op: MatchOp;
  readonly opRange: Range;
  readonly value: string;
  readonly valueRange: Range;
}

/** `{app="x", level=~"a|b"}` */
export interface StreamSelector extends NodeBase {
  readonly kind: 'StreamSelector';
  readonly matchers: readonly LabelMatcher[];
}

/** One alternative of a line filter: a string, or `ip("10.0.0.0/8")`. */
export interface LineFilterValue extends Text {
  readonly ip: boolean;
}

/** `|= "a" or "b"`: every alternative shares the operator; a negated filter excludes each of them. */
export interface LineFilterStage extends NodeBase {
  readonly kind: 'LineFilter';
  readonly op: LineFilterOp;
  readonly opRange: Range;
  readonly alternatives: readonly LineFilterValue[];
}

/** `name="path"` of a json or logfmt stage; a lone `name` reads the field of that name. */
export interface LabelExtraction extends NodeBase {
  readonly name: string;
  readonly nameRange: Range;
  readonly expression: string;
  readonly expressionRange: Range;
}

/** `| json`, or `| json name="path", ...` when extractions are listed. */
export interface JsonStage extends NodeBase {
  readonly kind: 'Json';
  readonly extractions: readonly LabelExtraction[];
}

/** `| logfmt [--strict] [--keep-empty] [name="field", ...]` */
export interface LogfmtStage extends NodeBase {
  readonly kind: 'Logfmt';
  readonly strict: boolean;
  readonly keepEmpty: boolean;
  readonly extractions: readonly LabelExtraction[];
}

export interface RegexpStage extends NodeBase {
  readonly kind: 'Regexp';
  readonly pattern: Text;
}

export interface PatternStage extends NodeBase {
  readonly kind: 'Pattern';
  readonly pattern: Text;
}

export interface UnpackStage extends NodeBase {
  readonly kind: 'Unpack';
}

export interface DecolorizeStage extends NodeBase {
  readonly kind: 'Decolorize';
}

export interface LabelFilterStage extends NodeBase {
  readonly kind: 'LabelFilter';
  readonly filter: LabelFilter;
}

export interface LineFormatStage extends NodeBase {
  readonly kind: 'LineFormat';
  readonly template: Text;
}

/** `name=other` renames, `name="template"` computes. */
export interface LabelFormat extends NodeBase {
  readonly name: string;
  readonly nameRange: Range;
  readonly source:
    { readonly kind: 'rename'; readonly from: Name } | { readonly kind: 'template'; readonly template: Text };
}

export interface LabelFormatStage extends NodeBase {
  readonly kind: 'LabelFormat';
  readonly formats: readonly LabelFormat[];
}

/** A label of `drop` or `keep`: by name, or only where the matcher holds. */
export interface LabelChoice extends NodeBase {
  readonly name: string;
  readonly nameRange: Range;
  readonly matcher?: LabelMatcher;
}

export interface DropStage extends NodeBase {
  readonly kind: 'Drop';
  readonly labels: readonly LabelChoice[];
}

export interface KeepStage extends NodeBase {
  readonly kind: 'Keep';
  readonly labels: readonly LabelChoice[];
}

export type PipelineStage =
  | LineFilterStage
  | JsonStage
  | LogfmtStage
  | RegexpStage
  | PatternStage
  | UnpackStage
  | DecolorizeStage
  | LabelFilterStage
  | LineFormatStage
  | LabelFormatStage
  | DropStage
  | KeepStage;

interface LabelComparison extends NodeBase {
  readonly name: string;
  readonly nameRange: Range;
  readonly op: CompareOp;
  readonly valueRange: Range;
}

/** `level="error"` */
export interface StringFilter extends NodeBase {
  readonly kind: 'StringFilter';
  readonly matcher: LabelMatcher;
}

/** `addr=ip("10.0.0.0/8")` */
export interface IpFilter extends NodeBase {
  readonly kind: 'IpFilter';
  readonly name: string;
  readonly nameRange: Range;
  readonly op: '=' | '!=';
  readonly pattern: Text;
}

/** `latency > 250ms`; the value is in nanoseconds. */
export interface DurationFilter extends LabelComparison {
  readonly kind: 'DurationFilter';
  readonly nanoseconds: number;
}

/** `size > 20KB`; the value is in bytes. */
export interface BytesFilter extends LabelComparison {
  readonly kind: 'BytesFilter';
  readonly bytes: number;
}

/** `status >= 500` */
export interface NumberFilter extends LabelComparison {
  readonly kind: 'NumberFilter';
  readonly value: number;
}

/** Two filters joined; a comma and mere adjacency mean `and`. */
export interface LabelFilterBinary extends NodeBase {
  readonly kind: 'LabelFilterBinary';
  readonly op: 'and' | 'or';
  readonly lhs: LabelFilter;
  readonly rhs: LabelFilter;
}

export type LabelFilter =
  StringFilter | IpFilter | DurationFilter | BytesFilter | NumberFilter | LabelFilterBinary;

/** A log query: a selector and the stages its lines run through. */
export interface LogQuery extends NodeBase {
  readonly kind: 'LogQuery';
  readonly selector: StreamSelector;
  readonly stages: readonly PipelineStage[];
}

/** `| unwrap duration(latency) | __error__=""` */
export interface Unwrap extends NodeBase {
  readonly conversion?: UnwrapConversion;
  readonly label: Name;
  /** Label filters behind the unwrap, in order. */
  readonly postFilters: readonly LabelFilterStage[];
}

/** A length of time as written; `nanoseconds` may be negative for an offset. */
export interface DurationLiteral extends NodeBase {
  readonly nanoseconds: number;
}

/** The argument of a range aggregation: `{..} | stages | unwrap x [5m] offset 1m`. */
export interface LogRange extends NodeBase {
  readonly query: LogQuery;
  readonly unwrap?: Unwrap;
  /** The range includes the brackets. */
  readonly interval: DurationLiteral;
  readonly offset?: DurationLiteral;
}

/** `by (a, b)` or `without (a)`. */
export interface Grouping extends NodeBase {
  readonly keyword: 'by' | 'without';
  readonly labels: readonly Name[];
}

/** A bare number, sign included. */
export interface NumberLiteral extends NodeBase {
  readonly kind: 'NumberLiteral';
  /** NaN if the text is not a number for Loki (see the parser's errors). */
  readonly value: number;
}

/** The number before the comma of `topk(5, ...)` or `quantile_over_time(0.99, ...)`. */
export interface Parameter extends NodeBase {
  readonly text: string;
  readonly value: number;
}

export interface RangeAggregation extends NodeBase {
  readonly kind: 'RangeAggregation';
  readonly op: RangeOp;
  readonly opRange: Range;
  readonly param?: Parameter;
  readonly range: LogRange;
  readonly grouping?: Grouping;
}

export interface VectorAggregation extends NodeBase {
  readonly kind: 'VectorAggregation';
  readonly op: VectorOp;
  readonly opRange: Range;
  readonly param?: Parameter;
  readonly expr: LogqlExpr;
  readonly grouping?: Grouping;
}

export interface VectorMatching extends NodeBase {
  readonly keyword: 'on' | 'ignoring';
  readonly labels: readonly Name[];
  readonly cardinality: 'one-to-one' | 'many-to-one' | 'one-to-many';
  /** Labels of group_left(...) or group_right(...); undefined without parentheses. */
  readonly include?: readonly Name[];
}

export interface BinaryExpr extends NodeBase {
  readonly kind: 'BinaryExpr';
  readonly op: BinaryOp;
  readonly opRange: Range;
  readonly lhs: LogqlExpr;
  readonly rhs: LogqlExpr;
  readonly bool: boolean;
  readonly matching?: VectorMatching;
}

export interface LabelReplace extends NodeBase {
  readonly kind: 'LabelReplace';
  readonly expr: LogqlExpr;
  readonly dst: Text;
  readonly replacement: Text;
  readonly src: Text;
  readonly regex: Text;
}

/** `vector(1)` */
export interface VectorExpr extends NodeBase {
  readonly kind: 'VectorExpr';
  readonly value: number;
}

export interface ParenExpr extends NodeBase {
  readonly kind: 'ParenExpr';
  readonly expr: LogqlExpr;
}

export type MetricExpr =
  RangeAggregation | VectorAggregation | BinaryExpr | LabelReplace | VectorExpr | NumberLiteral | ParenExpr;

/**
 * A LogQL expression. Where Loki requires a metric query (an operand, the argument of `sum`) the type still
 * admits a log query: the parser reports it and keeps the tree.
 */
export type LogqlExpr = LogQuery | MetricExpr;

export type LogqlExprKind = LogqlExpr['kind'];

/** The expression inside any parentheses. */
export function unparen(expr: LogqlExpr): Exclude<LogqlExpr, ParenExpr> {
  let inner = expr;
  while (inner.kind === 'ParenExpr') inner = inner.expr;
  return inner;
}
