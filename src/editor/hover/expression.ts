import { factsOf } from '../../analysis/expression/index.ts';
import { resultLabels, walk as walkLogql } from '../../logql/analysis/index.ts';
import type { LabelFacts } from '../../logql/analysis/index.ts';
import type { LogqlExpr } from '../../logql/syntax/ast.ts';
import type { LogqlQuery, Project, PromqlQuery } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { children } from '../../promql/syntax/walk.ts';
import type { Range } from '../../source/range.ts';
import { holds } from '../names/occurrence.ts';
import type { InExpression } from '../place.ts';
import { signatureOf } from '../signatures.ts';
import { code, codeBlock, cut, paragraphs } from './markdown.ts';
import { factsText } from './facts.ts';
import { metricText } from './metric.ts';

/** A text for a part of an expression; the range is in the expression's text. */
export interface ExpressionHover {
  readonly range: Range;
  readonly text: string;
}

/** Facts about the node under the cursor: its labels, values, type and unit, or the signature of a function. */
export function expressionHover(
  { query, index }: InExpression,
  project: Project,
): ExpressionHover | undefined {
  return query.language === 'promql' ? promqlHover(query, index, project) : logqlHover(query, index);
}

function promqlHover(query: PromqlQuery, index: number, project: Project): ExpressionHover | undefined {
  const { ast } = query;
  if (ast === undefined) return undefined;
  const { text } = query.source;
  const node = innermost(ast, index);
  const facts = factsText(factsOf(project).of(node), text);
  const word = nameRange(node, index);
  const name = word === undefined ? undefined : text.slice(word.start, word.end);
  const range = word ?? { start: node.start, end: node.end };
  const of = codeBlock(cut(text.slice(node.start, node.end), 400), 'promql');
  if (name !== undefined && (node.kind === 'Call' || node.kind === 'AggregateExpr'))
    return { range, text: paragraphs(signatureText(name, 'promql'), facts) };
  if (node.kind === 'VectorSelector') {
    const metric = selectedName(node);
    return {
      range,
      text: paragraphs(metric === undefined ? of : (metricText(metric, project) ?? of), facts),
    };
  }
  return { range, text: paragraphs(of, facts) };
}

/** The smallest vector or call around a place: a number or a string adds no fact that is not seen. */
function innermost(expr: Expr, index: number): Expr {
  for (const child of children(expr)) {
    if (!holds({ start: child.start, end: child.end }, index)) continue;
    if (child.kind === 'NumberLiteral' || child.kind === 'StringLiteral') continue;
    return innermost(child, index);
  }
  return expr;
}

/** The word that names a node, where the cursor is on it. */
function nameRange(node: Expr, index: number): Range | undefined {
  const range =
    node.kind === 'Call'
      ? node.funcRange
      : node.kind === 'AggregateExpr' || node.kind === 'BinaryExpr'
        ? node.opRange
        : node.kind === 'VectorSelector'
          ? node.nameRange
          : undefined;
  return range !== undefined && holds(range, index) ? range : undefined;
}

/** A function for people. */
export function signatureText(name: string, language: 'promql' | 'logql'): string {
  const signature = signatureOf(name, language);
  if (signature === undefined) return '';
  const { label, docs, since, notes } = signature;
  const product = language === 'promql' ? 'Prometheus' : 'Loki';
  return paragraphs(codeBlock(label, language), docs, [`since ${product} ${since}`, ...notes].join('; '));
}

function logqlHover({ ast, source }: LogqlQuery, index: number): ExpressionHover | undefined {
  if (ast === undefined) return undefined;
  let best: LogqlExpr = ast;
  walkLogql(ast, (node) => {
    if (holds(node, index) && node.end - node.start <= best.end - best.start) best = node;
  });
  const range = { start: best.start, end: best.end };
  const of = codeBlock(cut(source.text.slice(range.start, range.end), 400), 'logql');
  const named = 'opRange' in best && holds(best.opRange, index) ? signatureText(best.op, 'logql') : '';
  return { range, text: paragraphs(named === '' ? of : named, labelText(resultLabels(best))) };
}

function labelText({ guaranteed, possible, impossible }: LabelFacts): string {
  const sure = [...guaranteed].map(code);
  const maybe = possible === 'any' ? [] : [...possible].filter((label) => !guaranteed.has(label));
  const perhaps = maybe.map((label) => `${code(label)} (perhaps)`);
  const others = possible === 'any' ? 'perhaps others' : 'no others';
  const lost = impossible.size === 0 ? '' : `\n- lost: ${[...impossible].map(code).join(', ')}`;
  return `- labels: ${[...sure, ...perhaps, others].join(', ')}${lost}`;
}
