import type { KeyValue } from '../../documents/fields.ts';
import type { AlertingRule, Rule } from '../../documents/rules/types.ts';
import { constant } from '../../analysis/expression/index.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { compileAnchored, RegexpError } from '../../routing/matchers/regexp.ts';
import type { Range } from '../../source/range.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import {
  choicesOf,
  comparisonsOf,
  hasSelectors,
  isComparisonOp,
  isSetOp,
  operatorsOf,
  stagesOf,
} from './expression-parts.ts';
import { RuleTally, placeKey } from './tally.ts';
import { branchesOf } from './template-branches.ts';
import type { CoverageOwner, CoveragePoint, Nearness, PointKind } from './types.ts';

/** An empty tally that knows which labels of a rule matter. */
export function tallyOf(rule: Rule): RuleTally {
  const { expr } = rule.group.document.language === 'promql' ? rule.expr.promql : { expr: undefined };
  const asked = new Map<string, string[]>();
  for (const { selector, matcher } of expr === undefined ? [] : choicesOf(expr)) {
    const key = placeKey(selector);
    asked.set(key, [...(asked.get(key) ?? []), matcher.name]);
  }
  return new RuleTally(asked, expr === undefined || hasSelectors(expr));
}

/** The points of a rule with what a tally counted. */
export function ruleCoverage(rule: Rule, tally: RuleTally): CoverageOwner {
  const points = new Points(rule);
  points.add(
    'data',
    rule.name.range,
    'it is evaluated with data',
    'never evaluated with data',
    tally.withData,
  );
  const nearness = expressionPoints(rule, tally, points);
  if (rule.kind === 'alert') alertPoints(rule, tally, points);
  return {
    file: rule.file,
    name: rule.name.value,
    range: rule.name.range,
    rule,
    points: points.list,
    nearness,
  };
}

class Points {
  readonly list: CoveragePoint[] = [];
  readonly #rule: Rule;

  constructor(rule: Rule) {
    this.#rule = rule;
  }

  add(kind: PointKind, range: Range, what: string, missing: string, hits = 0): void {
    this.list.push({ kind, file: this.#rule.file, range, what, missing, hits });
  }
}

function alertPoints(rule: AlertingRule, { events, quiet, ...tally }: RuleTally, points: Points): void {
  const { range } = rule.name;
  points.add('fires', range, 'it fires', 'never fires', events.get('firing'));
  points.add('quiet', range, 'it is quiet with data', 'never quiet while there is data', quiet);
  points.add('resolves', range, 'it resolves', 'never resolves', events.get('resolved'));
  if (rule.for !== undefined && rule.for.value > 0) {
    const text = formatDurationMs(rule.for.value);
    const pending = events.get('pending') === undefined ? 0 : events.get('firing');
    points.add('for', rule.for.range, `"for" passes`, `never pending for all of ${text}`, pending);
    const short = events.get('too-short');
    points.add(
      'for',
      rule.for.range,
      `it ends before "for" has passed`,
      `never over before ${text} have passed`,
      short,
    );
  }
  if (rule.keepFiringFor !== undefined && rule.keepFiringFor.value > 0) {
    const missing = 'never kept firing by "keep_firing_for"';
    points.add('keep-firing-for', rule.keepFiringFor.range, 'it is kept firing', missing, events.get('kept'));
  }
  for (const label of rule.labels) templatePoints(rule, 'labels', label, tally, points);
  for (const annotation of rule.annotations) templatePoints(rule, 'annotations', annotation, tally, points);
}

/** The key by which a rendered text is counted. */
export const textKey = (part: 'labels' | 'annotations', name: string): string => `${part}\0${name}`;

function templatePoints(
  rule: AlertingRule,
  part: 'labels' | 'annotations',
  { name, value, node }: KeyValue,
  { rendered, branches }: Pick<RuleTally, 'rendered' | 'branches'>,
  points: Points,
): void {
  if (!value.includes('{{')) return;
  const key = textKey(part, name);
  points.add('template', node.range, `${name} is rendered`, `${name} is never rendered`, rendered.get(key));
  for (const { range, head } of branchesOf(value)) {
    const place = scalarRange(node, rule.file.text, range.start, range.start + head.length);
    const tally = branches.get(`${key}\0${placeKey(range)}`);
    points.add('template', place, `${head} holds`, `${head} in ${name} never holds`, tally?.taken);
    points.add('template', place, `${head} does not hold`, `${head} in ${name} always holds`, tally?.skipped);
  }
}

function expressionPoints(rule: Rule, tally: RuleTally, points: Points): Nearness[] {
  if (rule.group.document.language === 'logql') return logqlPoints(rule, tally, points);
  const root = rule.expr.promql.expr;
  if (root === undefined || rule.expr.promql.errors.length > 0) return [];
  const nearness: Nearness[] = [];
  for (const expr of operatorsOf(root)) {
    const place = rule.expr.rangeOf(expr.opRange);
    if (isComparisonOp(expr.op)) {
      if (constant(expr.lhs) !== undefined && constant(expr.rhs) !== undefined) continue;
      const text = short(
        `${expr.op}${expr.bool ? ' bool' : ''} ${rule.expr.text.slice(expr.rhs.start, expr.rhs.end)}`,
      );
      const seen = tally.comparisons.get(placeKey(expr));
      points.add('comparison', place, `"${text}" is true`, `never true: "${text}"`, seen?.isTrue);
      points.add('comparison', place, `"${text}" is false`, `never false: "${text}"`, seen?.isFalse);
      if (seen !== undefined && constant(expr.rhs) !== undefined)
        nearness.push({ ...seen, text, range: place });
    } else if (isSetOp(expr.op)) setPoints(expr.op, place, tally.sets.get(placeKey(expr)), points);
  }
  for (const { selector, matcher, values } of choicesOf(root)) {
    const seen = [...tally.valuesOf(selector, matcher.name)];
    for (const value of values) {
      const hits = seen.filter((each) => accepts(value, each)).length;
      const text = `${matcher.name}="${value}"`;
      const place = rule.expr.rangeOf(matcher);
      points.add('matcher', place, `a series has ${text}`, `no series has ${text}`, hits);
    }
  }
  return nearness;
}

function setPoints(
  op: string,
  place: Range,
  seen: ReturnType<RuleTally['sets']['get']>,
  points: Points,
): void {
  const add = (what: string, hits: number | undefined): void =>
    points.add('set', place, `"${op}": ${what}`, `"${op}" never sees ${what}`, hits);
  if (op === 'or') {
    add('a sample of the left side', seen === undefined ? 0 : seen.left + seen.both);
    add('a sample of the right side alone', seen?.right);
  } else {
    add('a left sample with a right partner', seen?.both);
    add('a left sample without a right partner', seen?.left);
  }
}

function logqlPoints(rule: Rule, tally: RuleTally, points: Points): Nearness[] {
  const root = rule.expr.logql.expr;
  if (root === undefined || rule.expr.logql.errors.length > 0) return [];
  for (const [i, stage] of stagesOf(root).entries()) {
    if (stage.kind !== 'LineFilter' && stage.kind !== 'LabelFilter') continue;
    const text = short(rule.expr.text.slice(stage.start, stage.end));
    const place = rule.expr.rangeOf(stage);
    const seen = tally.stages.get(i);
    points.add('stage', place, `a line passes ${text}`, `no line passes ${text}`, seen?.kept);
    points.add(
      'stage',
      place,
      `a line is dropped by ${text}`,
      `no line is dropped by ${text}`,
      seen?.dropped,
    );
  }
  return comparisonsOf(root).flatMap((expr): Nearness[] => {
    const text = short(`${expr.op} ${rule.expr.text.slice(expr.rhs.start, expr.rhs.end)}`);
    const place = rule.expr.rangeOf(expr.opRange);
    const seen = tally.comparisons.get(placeKey(expr));
    points.add('comparison', place, `"${text}" is true`, `never true: "${text}"`, seen?.isTrue);
    points.add('comparison', place, `"${text}" is false`, `never false: "${text}"`, seen?.isFalse);
    return seen === undefined ? [] : [{ ...seen, text, range: place }];
  });
}

function accepts(pattern: string, value: string): boolean {
  try {
    return compileAnchored(pattern).accepts(value);
  } catch (error) {
    if (error instanceof RegexpError) return false;
    throw error;
  }
}

/** Text of a report on one line, shortened. */
function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
