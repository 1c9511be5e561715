import { cataloguedSeries, factsOf, hasPartWithItself } from '../../analysis/expression/index.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { isFloatComparison, isPossible, unwrap } from '../../promql/infer/index.ts';
import type { NeverReason } from '../../promql/infer/index.ts';
import type { BinaryExpr, Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import type { MessageText, Place } from '../contract.ts';
import { selectedName } from '../../project/series-graph.ts';
import { labelLoss, lossText } from './label-loss.ts';
import type { RelatedPlace } from './label-loss.ts';
import { snippet } from './snippet.ts';
import { sidesText } from './value-text.ts';

/** A part of an expression that never returns anything, and what makes it so. */
export interface DeadPart {
  readonly node: Expr;
  readonly reason: NeverReason;
}

/** The fault of a dead part; texts are quoted from the expression. */
export type NeverFault =
  | { readonly kind: 'comparison'; readonly text: string; readonly sides: string; readonly help: string }
  | {
      readonly kind: 'contradiction' | 'excluded' | 'itself' | 'present' | 'parameter';
      readonly text: string;
    }
  | {
      readonly kind: 'matchers' | 'excludesAll';
      readonly text: string;
      readonly label: string;
      /** Why the series have no such label, where a rule that records them decided that. */
      readonly loss?: string | undefined;
    }
  | { readonly kind: 'recorded'; readonly record: string };

/** The node as a dead part, if none of its results can ever be returned. */
export function deadPart(node: Expr, project: Project): DeadPart | undefined {
  const alternatives = factsOf(project).alternatives(node);
  const [first] = alternatives;
  if (first === undefined || alternatives.some(isPossible) || first.presence.kind !== 'never')
    return undefined;
  return { node, reason: first.presence.reason };
}

/** The fault behind a dead part and its place; undefined where another check shows it better. */
export function neverFault(
  query: PromqlQuery,
  { node, reason }: DeadPart,
  project: Project,
):
  | { readonly place: Place; readonly fault: NeverFault; readonly related: readonly RelatedPlace[] }
  | undefined {
  const place = query.place(reason.range);
  const text = snippet(query, reason.range);
  switch (reason.kind) {
    case 'comparison': {
      const comparison = comparisonAt(node, reason.range);
      if (comparison !== undefined && hasPartWithItself(comparison)) return undefined;
      const bound = comparison === undefined ? '' : snippet(query, comparison.rhs);
      const sides = sidesText(reason.left, reason.right, bound);
      const help = comparisonHelp(node, reason.range);
      return { place, fault: { kind: reason.kind, text, sides, help }, related: [] };
    }
    case 'contradiction': {
      const join = joinOf(node, reason.range);
      return {
        place: query.place(join),
        fault: { kind: reason.kind, text: snippet(query, join) },
        related: [],
      };
    }
    case 'excluded':
    case 'itself':
    case 'present':
    case 'parameter':
      return { place, fault: { kind: reason.kind, text }, related: [] };
    case 'matchers': {
      if (query.ast === undefined || isCataloguesBusiness(query.ast, reason, project)) return undefined;
      const kind = /!~\s*["'`]\^?\(?\.\*\)?\$?["'`]$/.test(text) ? 'excludesAll' : 'matchers';
      const loss = recordedLoss(query.ast, reason, query, project);
      return {
        place,
        fault: { kind, text, label: reason.label, loss: loss?.text },
        related: loss?.related ?? [],
      };
    }
    case 'recorded': {
      const recorder = recorderPlace(reason, project);
      const related =
        recorder === undefined ? [] : [{ ...recorder, message: 'this part never returns a series' }];
      return { place, fault: { kind: reason.kind, record: reason.record }, related };
    }
    case 'no-match':
      // promql/impossible-match shows the labels.
      return undefined;
  }
}

/** A fault in words; `why` is its consequence for the rule. */
export function neverText(fault: NeverFault, why: string): MessageText {
  switch (fault.kind) {
    case 'comparison':
      return { message: `"${fault.text}" can never be true: ${fault.sides}`, why, help: fault.help };
    case 'contradiction':
      return {
        message: `the two conditions of "${fault.text}" exclude each other`,
        why,
        help: 'join alternatives by "or", or correct one of the thresholds',
      };
    case 'excluded':
      return {
        message: `"unless" excludes every series of the left side of "${fault.text}"`,
        why,
        help: 'correct one of the thresholds',
      };
    case 'itself':
      return {
        message: `"${fault.text}" compares a value with itself`,
        why,
        help: 'compare with a threshold, or with the value at another time ("offset 1h")',
      };
    case 'present':
      return {
        message: `"${fault.text}" tests for the absence of a series that always exists`,
        why,
        help: 'remove the constant ("vector(...)") from the argument',
      };
    case 'parameter':
      return {
        message: `"${fault.text}" returns no series with this parameter`,
        why,
        help: 'topk, bottomk and similar need a number of at least 1; clamp needs a minimum below its maximum',
      };
    case 'matchers':
      return {
        message:
          fault.loss === undefined
            ? `the matcher ${fault.text} contradicts the other known values of "${fault.label}"`
            : `the matcher ${fault.text} never matches: ${fault.loss}`,
        why,
        help:
          fault.loss !== undefined
            ? `remove the matcher, or keep "${fault.label}" in the rule that records the series`
            : 'correct the value; for alternatives write one regular expression, the values separated by "|"',
      };
    case 'excludesAll':
      return {
        message: `the matcher ${fault.text} excludes every value of "${fault.label}", and also series without the label`,
        why,
        help: `exclude only the intended values; to select series without the label, compare "${fault.label}" with an empty value`,
      };
    case 'recorded':
      return {
        message: `"${fault.record}" is never recorded: the expression of its rule never returns a series`,
        why,
        help: 'correct the recording rule',
      };
  }
}

/** The join whose left side the range is. */
function joinOf(root: Expr, range: { start: number; end: number }): { start: number; end: number } {
  let found = range;
  walkExpr(root, (node) => {
    if (node.kind === 'BinaryExpr' && node.lhs.start === range.start && node.lhs.end === range.end)
      found = node;
  });
  return found;
}

function comparisonAt(root: Expr, range: { start: number; end: number }): BinaryExpr | undefined {
  let found: BinaryExpr | undefined;
  walkExpr(root, (node) => {
    if (node.kind === 'BinaryExpr' && node.start === range.start && node.end === range.end) found ??= node;
  });
  return found;
}

function comparisonHelp(root: Expr, range: { start: number; end: number }): string {
  const comparison = comparisonAt(root, range);
  const left = comparison && unwrap(comparison.lhs);
  if (left?.kind === 'AggregateExpr' && left.op === 'count')
    return 'a count of no series is empty, not 0: use absent(...), or "(count(...) or vector(0))"';
  if (left?.kind === 'BinaryExpr' && left.op === '/')
    return 'compare a ratio with a number from 0 to 1, or multiply it by 100';
  if (left?.kind === 'Call' && left.func === 'histogram_quantile')
    return 'a quantile is never above the highest bucket: add buckets, or use a lower threshold';
  return left !== undefined && hasFilter(left)
    ? 'a comparison is a filter that keeps the values: use "> bool" for 1 and 0, or correct the threshold'
    : 'correct the threshold';
}

/** Where a recording rule lost the label that a matcher asks for, or set it to another value. */
function recordedLoss(
  root: Expr,
  { range, label }: NeverReason & { kind: 'matchers' },
  query: PromqlQuery,
  project: Project,
): { readonly text: string; readonly related: readonly RelatedPlace[] } | undefined {
  let name: string | undefined;
  walkExpr(root, (node) => {
    if (node.kind === 'VectorSelector' && node.start <= range.start && range.end <= node.end)
      name = selectedName(node);
  });
  const facts = name === undefined ? [] : (factsOf(project).series(name) ?? []);
  const [reason] = facts.map(({ labels }) => labels.known.get(label)?.reason ?? labels.reason);
  if (reason?.kind !== 'recorded' && reason?.kind !== 'rule-label') return undefined;
  return { text: lossText(label, reason), related: labelLoss(label, reason, query, project) };
}

/** Matchers on labels and values that a catalogue does not list belong to promql/unknown-label. */
function isCataloguesBusiness(root: Expr, { range }: NeverReason, project: Project): boolean {
  let catalogued = false;
  walkExpr(root, (node) => {
    if (node.kind === 'VectorSelector' && node.start <= range.start && range.end <= node.end)
      catalogued = cataloguedSeries(node, project) !== undefined;
  });
  return catalogued;
}

function recorderPlace(reason: NeverReason & { kind: 'recorded' }, project: Project): Place | undefined {
  const rule = project.series.recorders(reason.record)[reason.recorder];
  if (rule === undefined) return undefined;
  const { inner } = reason;
  return {
    file: rule.file,
    range: inner.kind === 'recorded' ? rule.expr.range : rule.expr.rangeOf(inner.range),
  };
}

/** Whether a comparison without `bool` is somewhere in an expression. */
function hasFilter(expr: Expr): boolean {
  let found = false as boolean;
  walkExpr(expr, (node) => {
    found ||= node.kind === 'BinaryExpr' && isFloatComparison(node.op) && !node.bool;
  });
  return found;
}
