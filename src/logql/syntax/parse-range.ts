import type {
  DurationLiteral,
  Grouping,
  LabelFilterStage,
  LogQuery,
  LogRange,
  Name,
  PipelineStage,
  StreamSelector,
  Unwrap,
} from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseLabelFilter } from './parse-label-filter.ts';
import { parseStages } from './parse-pipeline.ts';
import { parseSelector } from './parse-selector.ts';
import type { TokenKind } from './tokens.ts';
import { isUnwrapConversion } from './tokens.ts';

/** A selector and its stages. */
export function parseLogQuery(cursor: Cursor): LogQuery {
  const selector = parseSelector(cursor);
  return logQuery(selector, parseStages(cursor));
}

function logQuery(selector: StreamSelector, stages: readonly PipelineStage[]): LogQuery {
  return {
    kind: 'LogQuery',
    selector,
    stages,
    start: selector.start,
    end: stages.at(-1)?.end ?? selector.end,
  };
}

/**
 * The argument of a range aggregation. Loki lets the range stand behind the selector or behind the stages, and
 * takes brackets around the whole or around what is before the range.
 */
export function parseLogRange(cursor: Cursor, expected: readonly TokenKind[] = ['{', '(']): LogRange {
  const open = cursor.peek();
  if (open.kind !== '(') return parseBareLogRange(cursor, expected);
  cursor.next();
  if (cursor.at('(')) {
    const inner = cursor.nested(() => parseLogRange(cursor));
    cursor.expect(')');
    return { ...inner, ...cursor.since(open) };
  }
  const head = parseHead(cursor);
  if (cursor.at('RANGE')) {
    parseTail(cursor, head, !head.staged);
    cursor.expect(')');
  } else {
    cursor.expect(')', [], 'a range such as [5m] must follow the log query');
    if (!cursor.at('RANGE')) cursor.unexpected(['RANGE']);
    parseTail(cursor, head, false);
    if (!head.staged) head.unwrap = parseUnwrap(cursor);
  }
  return finish(cursor, head, open.start);
}

interface Head {
  readonly selector: StreamSelector;
  stages: readonly PipelineStage[];
  unwrap: Unwrap | undefined;
  /** Stages or an unwrap stand before the range: none may follow it. */
  readonly staged: boolean;
  interval?: DurationLiteral;
  offset?: DurationLiteral;
}

function parseBareLogRange(cursor: Cursor, expected: readonly TokenKind[]): LogRange {
  if (!cursor.at('{')) cursor.unexpected(expected);
  const head = parseHead(cursor);
  if (!cursor.at('RANGE'))
    cursor.unexpected([], 'a range aggregation needs a range such as [5m] behind its log query');
  parseTail(cursor, head, !head.staged);
  return finish(cursor, head, head.selector.start);
}

function parseHead(cursor: Cursor): Head {
  const selector = parseSelector(cursor);
  const stages = parseStages(cursor);
  const unwrap = parseUnwrap(cursor);
  return { selector, stages, unwrap, staged: stages.length > 0 || unwrap !== undefined };
}

/** The range, the offset, and with `mayStage` the stages and the unwrap behind them. */
function parseTail(cursor: Cursor, head: Head, mayStage: boolean): void {
  const range = cursor.next();
  head.interval = { nanoseconds: range.amount!, start: range.start, end: range.end };
  if (cursor.accept('offset')) {
    const { amount, start, end } = cursor.expect(
      'DURATION',
      ['DURATION'],
      'an offset is a duration such as 5m or 1h30m',
    );
    head.offset = { nanoseconds: amount!, start, end };
  }
  if (!mayStage) return;
  head.stages = parseStages(cursor);
  head.unwrap = parseUnwrap(cursor);
}

function finish(cursor: Cursor, head: Head, start: number): LogRange {
  return {
    query: logQuery(head.selector, head.stages),
    unwrap: head.unwrap,
    interval: head.interval!,
    offset: head.offset,
    start,
    end: cursor.since({ start, end: start }).end,
  };
}

function parseUnwrap(cursor: Cursor): Unwrap | undefined {
  if (!cursor.at('|') || cursor.kindAfterNext() !== 'unwrap') return undefined;
  const pipe = cursor.next();
  cursor.next();
  const { kind } = cursor.peek();
  if (!isUnwrapConversion(kind)) {
    const label = cursor.expectName(['IDENTIFIER', 'bytes', 'duration', 'duration_seconds']);
    return { label, postFilters: parsePostFilters(cursor), ...cursor.since(pipe) };
  }
  cursor.next();
  cursor.expect('(');
  const label = cursor.expectName();
  cursor.expect(')');
  return { conversion: kind, label, postFilters: parsePostFilters(cursor), ...cursor.since(pipe) };
}

/** Behind an unwrap only label filters may stand. */
function parsePostFilters(cursor: Cursor): LabelFilterStage[] {
  const filters: LabelFilterStage[] = [];
  while (cursor.at('|')) {
    const pipe = cursor.next();
    if (!cursor.at('IDENTIFIER', '('))
      cursor.unexpected(['IDENTIFIER', '('], 'only label filters are allowed after unwrap');
    filters.push({ kind: 'LabelFilter', filter: parseLabelFilter(cursor), ...cursor.since(pipe) });
  }
  return filters;
}

/** `by (a, b)`, `without ()`; undefined where no grouping starts. */
export function parseGrouping(cursor: Cursor): Grouping | undefined {
  const keyword = cursor.accept('by') ?? cursor.accept('without');
  if (keyword === undefined) return undefined;
  const labels = parseLabelList(cursor);
  return { keyword: keyword.kind === 'by' ? 'by' : 'without', labels, ...cursor.since(keyword) };
}

/** `(a, b)` or `()`; Loki admits no comma before the closing bracket. */
export function parseLabelList(cursor: Cursor): Name[] {
  cursor.expect('(');
  const labels: Name[] = [];
  if (cursor.accept(')')) return labels;
  do labels.push(cursor.expectName(labels.length === 0 ? ['IDENTIFIER', ')'] : ['IDENTIFIER']));
  while (cursor.accept(','));
  cursor.expect(')', [',', ')']);
  return labels;
}
