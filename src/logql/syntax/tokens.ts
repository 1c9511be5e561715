import type { Range } from '../../source/range.ts';
import type { RangeOp, UnwrapConversion, VectorOp } from './ast.ts';

/** Tokens that are words or signs; each stands for itself. */
const SIGNS = [
  ',', '.', '{', '}', '=', '!=', '=~', '!~', '!>', '|=', '|~', '|>', '|', '(', ')', ']',
  '+', '-', '*', '/', '%', '^', '==', '>', '>=', '<', '<=',
] as const; // prettier-ignore

/** Words that LogQL reserves everywhere: none of them can name a label in a query. */
const RESERVED = [
  'unwrap', 'by', 'without', 'bool', 'label_replace', 'offset', 'on', 'ignoring', 'group_left', 'group_right',
  'or', 'and', 'unless', 'json', 'regexp', 'logfmt', 'unpack', 'pattern', 'label_format', 'line_format', 'ip',
  'decolorize', 'drop', 'keep',
] as const; // prettier-ignore

/** Words that are functions only before `(` or a grouping, and names elsewhere. */
const FUNCTIONS = [
  'count_over_time', 'rate', 'rate_counter', 'bytes_over_time', 'bytes_rate', 'avg_over_time', 'sum_over_time',
  'min_over_time', 'max_over_time', 'stdvar_over_time', 'stddev_over_time', 'quantile_over_time',
  'first_over_time', 'last_over_time', 'absent_over_time', 'vector', 'sum', 'avg', 'max', 'min', 'count',
  'stddev', 'stdvar', 'bottomk', 'topk', 'sort', 'sort_desc', 'approx_topk', 'label_replace', 'ip', 'bytes',
  'duration', 'duration_seconds',
] as const; // prettier-ignore

export type Sign = (typeof SIGNS)[number];
export type ReservedWord = (typeof RESERVED)[number];
export type FunctionWord = (typeof FUNCTIONS)[number];
export type ValueTokenKind =
  'IDENTIFIER' | 'STRING' | 'NUMBER' | 'DURATION' | 'BYTES' | 'RANGE' | 'FUNCTION_FLAG';
export type TokenKind = Sign | ReservedWord | FunctionWord | ValueTokenKind | '$end';

export interface Token extends Range {
  readonly kind: TokenKind;
  /** The token as written. */
  readonly text: string;
  /** STRING: the unquoted value. */
  readonly value?: string;
  /** DURATION and RANGE: nanoseconds; BYTES: bytes. */
  readonly amount?: number;
}

const SIGN_SET: ReadonlySet<string> = new Set(SIGNS);
const RESERVED_SET: ReadonlySet<string> = new Set(RESERVED);
const FUNCTION_SET: ReadonlySet<string> = new Set(FUNCTIONS);

export const isSign = (text: string): text is Sign => SIGN_SET.has(text);
export const isReservedWord = (word: string): word is ReservedWord => RESERVED_SET.has(word);
export const isFunctionWord = (word: string): word is FunctionWord => FUNCTION_SET.has(word);

const RANGE_OPS: ReadonlySet<string> = new Set(FUNCTIONS.slice(0, FUNCTIONS.indexOf('vector')));
const VECTOR_OPS: ReadonlySet<string> = new Set(
  FUNCTIONS.slice(FUNCTIONS.indexOf('sum'), FUNCTIONS.indexOf('label_replace')),
);
const CONVERSIONS: ReadonlySet<string> = new Set(['bytes', 'duration', 'duration_seconds']);

export const isRangeOp = (kind: string): kind is RangeOp => RANGE_OPS.has(kind);
export const isVectorOp = (kind: string): kind is VectorOp => VECTOR_OPS.has(kind);
export const isUnwrapConversion = (kind: string): kind is UnwrapConversion => CONVERSIONS.has(kind);

/** The name that Loki's messages give a token: `sum` is SUM there, `json` is json. */
export function tokenName(kind: TokenKind): string {
  if (isUnwrapConversion(kind)) return `${kind.toUpperCase()}_CONV`;
  return isFunctionWord(kind) && !isReservedWord(kind) ? kind.toUpperCase() : kind;
}
