import { PRECEDENCE } from '../syntax/precedence.ts';
import type {
  BinaryExpr,
  Grouping,
  LineFilterStage,
  LogQuery,
  LogqlExpr,
  LogRange,
  RangeAggregation,
  Unwrap,
  VectorAggregation,
  VectorMatching,
} from '../syntax/ast.ts';
import { unparen } from '../syntax/ast.ts';
import { literalValue } from '../syntax/fold.ts';
import { printLabels, printLogql, printNumber, printRange, printUnwrapValue } from './line.ts';
import { goQuote } from '../../go/strings/quote.ts';
import { printLabelFilter, printSelector, printStage } from './stage.ts';

/**
 * A LogQL expression over several lines where it is longer than `maxLine` bytes, laid out as Loki's Prettify does;
 * unlike that, it keeps the brackets that an operand needs.
 */
export function prettyLogql(expr: LogqlExpr, maxLine = 100): string {
  return new Pretty(maxLine).print(expr, 0);
}

const indent = (level: number): string => '  '.repeat(level);

function call(head: string, args: readonly string[], level: number): string {
  return `${head}(\n${args.join(',\n')}\n${indent(level)})`;
}

class Pretty {
  private readonly maxLine: number;

  constructor(maxLine: number) {
    this.maxLine = maxLine;
  }

  print(outer: LogqlExpr, level: number): string {
    const expr = unparen(outer);
    const line = printLogql(expr);
    if (Buffer.byteLength(line) <= this.maxLine) return indent(level) + line;
    switch (expr.kind) {
      case 'LogQuery':
        return this.logQuery(expr, level);
      case 'RangeAggregation':
        return this.rangeAggregation(expr, level);
      case 'VectorAggregation':
        return this.vectorAggregation(expr, level);
      case 'BinaryExpr':
        return this.binary(expr, level);
      case 'LabelReplace': {
        const texts = [expr.dst, expr.replacement, expr.src, expr.regex].map(
          ({ value }) => indent(level + 1) + goQuote(value),
        );
        return call(`${indent(level)}label_replace`, [this.print(expr.expr, level + 1), ...texts], level);
      }
      case 'VectorExpr':
      case 'NumberLiteral':
        return indent(level) + line;
    }
  }

  private logQuery({ selector, stages }: LogQuery, level: number): string {
    const inner = indent(level + 1);
    const lines: string[] = [];
    let filters: string[] = [];
    const flush = (): void => {
      lines.push(...this.filterLines(filters));
      filters = [];
    };
    for (const stage of stages) {
      if (stage.kind === 'LineFilter') {
        filters.push(...printedFilters(stage));
      } else {
        flush();
        lines.push(printStage(stage));
      }
    }
    flush();
    return [indent(level) + printSelector(selector), ...lines.map((line) => inner + line)].join('\n');
  }

  /** Line filters that follow one another share a line as far as it goes; the rest has a line each. */
  private filterLines(filters: readonly string[]): string[] {
    let first = filters.length;
    while (first > 1 && Buffer.byteLength(filters.slice(0, first).join(' ')) > this.maxLine) first--;
    return filters.length === 0 ? [] : [filters.slice(0, first).join(' '), ...filters.slice(first)];
  }

  private logRange({ query, unwrap, interval, offset }: LogRange, level: number): string {
    const parts = [this.print(query, level), ...prettyUnwrap(unwrap).map((line) => indent(level + 1) + line)];
    const moved =
      offset === undefined || offset.nanoseconds === 0 ? '' : ` offset ${printRange(offset.nanoseconds)}`;
    return `${parts.join('\n')} [${printRange(interval.nanoseconds)}]${moved}`;
  }

  private rangeAggregation({ op, param, range, grouping }: RangeAggregation, level: number): string {
    const parameter = param === undefined ? [] : [indent(level + 1) + printNumber(param.value)];
    const group =
      grouping === undefined ? '' : ` ${grouping.keyword} (${printLabels(grouping.labels, ', ')})`;
    return call(indent(level) + op, [...parameter, this.logRange(range, level + 1)], level) + group;
  }

  private vectorAggregation({ op, param, expr, grouping }: VectorAggregation, level: number): string {
    const parameter = param === undefined ? [] : [indent(level + 1) + String(param.value)];
    return call(
      `${indent(level)}${op}${prettyGrouping(grouping)}`,
      [...parameter, this.print(expr, level + 1)],
      level,
    );
  }

  private binary(expr: BinaryExpr, level: number): string {
    const literal = literalValue(expr);
    if (literal !== undefined) return indent(level) + printNumber(literal);
    const name = expr.bool ? `${expr.op} bool` : expr.op;
    const operator = [name, prettyMatching(expr.matching)].filter((part) => part !== '').join(' ');
    return `${this.operand(expr, 'left', level + 1)}\n${indent(level)}${operator}\n${this.operand(expr, 'right', level + 1)}`;
  }

  private operand(parent: BinaryExpr, side: 'left' | 'right', level: number): string {
    const expr = unparen(side === 'left' ? parent.lhs : parent.rhs);
    if (!needsBrackets(parent, side, expr) || !isSplit(expr, this.maxLine)) return this.print(expr, level);
    return `${indent(level)}(\n${this.print(expr, level + 1)}\n${indent(level)})`;
  }
}

/** `!= "a" or "b"` becomes two filters. */
function printedFilters(stage: LineFilterStage): string[] {
  return stage.op.startsWith('!')
    ? stage.alternatives.map((alternative) => printStage({ ...stage, alternatives: [alternative] }))
    : [printStage(stage)];
}

/** On one line an operation brings its brackets along. */
function isSplit(expr: LogqlExpr, maxLine: number): boolean {
  return Buffer.byteLength(printLogql(expr)) > maxLine;
}

function needsBrackets(parent: BinaryExpr, side: 'left' | 'right', expr: LogqlExpr): boolean {
  if (expr.kind !== 'BinaryExpr' || literalValue(expr) !== undefined) return false;
  const [outer, inner] = [PRECEDENCE[parent.op], PRECEDENCE[expr.op]];
  if (outer !== inner) return inner < outer;
  return side === (parent.op === '^' ? 'left' : 'right');
}

function prettyUnwrap(unwrap: Unwrap | undefined): string[] {
  if (unwrap === undefined) return [];
  return [
    printUnwrapValue(unwrap),
    ...unwrap.postFilters.map(({ filter }) => `| ${printLabelFilter(filter)}`),
  ];
}

function prettyGrouping(grouping: Grouping | undefined): string {
  if (grouping === undefined || (grouping.keyword === 'by' && grouping.labels.length === 0)) return '';
  return ` ${grouping.keyword} (${printLabels(grouping.labels, ', ')})`;
}

function prettyMatching(matching: VectorMatching | undefined): string {
  if (matching === undefined) return '';
  const parts: string[] = [];
  if (matching.labels.length > 0 || matching.keyword === 'on' || matching.cardinality !== 'one-to-one') {
    parts.push(`${matching.keyword} (${printLabels(matching.labels, ', ')})`);
  }
  if (matching.cardinality === 'many-to-one') parts.push('group_left');
  if (matching.cardinality === 'one-to-many') parts.push('group_right');
  if (matching.include !== undefined && matching.include.length > 0)
    parts.push(`(${printLabels(matching.include, ', ')})`);
  return parts.join(' ');
}
