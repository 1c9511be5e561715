import { selectedName } from '../../project/series-graph.ts';
import { factsOf } from './facts.ts';
import type { Project } from '../../project/project.ts';
import {
  ANY,
  filtersOf,
  isFloatComparison,
  isSameVector,
  narrowed,
  onlyValue,
  outcome,
  point,
  unwrap,
  valueOf,
} from '../../promql/infer/index.ts';
import type { FloatComparisonOp } from '../../promql/infer/index.ts';
import { knownMetric } from '../../promql/knowledge/index.ts';
import type { BinaryExpr, Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { remember } from '../../util/remember.ts';
import { isCounter } from './is-counter.ts';

/**
 * What an alert's expression returns while the series that it selects exist:
 * - `conditional`: something only when a condition holds (or it is unknown);
 * - `unconditional`: always something. `always` are comparisons that hold whatever the values are, `bools` those
 *   that return 0 instead of nothing; with neither there is no comparison at all.
 */
export type Condition =
  /** `choice`: whether there are series with such labels is all that it depends on. */
  | { readonly kind: 'conditional'; readonly choice?: true }
  | {
      readonly kind: 'unconditional';
      readonly always: readonly BinaryExpr[];
      readonly bools: readonly BinaryExpr[];
    };

const CONDITIONAL: Condition = { kind: 'conditional' };
const CHOICE: Condition = { kind: 'conditional', choice: true };
const UNCONDITIONAL: Condition & { readonly kind: 'unconditional' } = {
  kind: 'unconditional',
  always: [],
  bools: [],
};

/** The condition of an expression; recorded series have that of the rule that records them. */
export function conditionOf(expr: Expr, project: Project): Condition {
  return project.once(newConditions).of(expr);
}

/** Comparisons of a count that ask for one series at least. */
const ANY_AT_ALL = new Set(['> 0', '>= 1', '!= 0']);

const newConditions = (project: Project): Conditions => new Conditions(project);

/** Whether an expression asks for any series at all; `vector(1)` and `time() > 0` do not. */
export function usesSeries(expr: Expr): boolean {
  let found = false;
  walkExpr(expr, (node) => {
    found ||= node.kind === 'VectorSelector';
    return !found;
  });
  return found;
}

/** Labels of every target. */
const OF_TARGETS = new Set(['__name__', 'job', 'instance']);
/** Labels that say where a target runs; of the objects that kube-state-metrics describes they are a choice. */
const WHERE = new Set(['namespace', 'cluster', 'environment', 'env']);

/**
 * Does a selector ask for more than a metric of a target? Whether there is a series with that label (a state, a
 * version, a name pattern) is a condition of its own.
 */
function isChoice(selector: VectorSelector): boolean {
  const ofObjects = selectedName(selector)?.startsWith('kube_') === true;
  return selector.matchers.some(
    ({ name, op }) => !OF_TARGETS.has(name) && (ofObjects || op !== '=' || !WHERE.has(name)),
  );
}

class Conditions {
  readonly #project: Project;
  /** Remembered for a while: several checks ask about one expression before the next has its turn. */
  readonly of = remember((expr: Expr) => this.#of(expr), 250);
  readonly #pending = new Set<string>();

  constructor(project: Project) {
    this.#project = project;
  }

  #of(expr: Expr): Condition {
    switch (expr.kind) {
      case 'NumberLiteral':
      case 'StringLiteral':
        return UNCONDITIONAL;
      case 'VectorSelector':
        return this.#selector(expr);
      case 'MatrixSelector':
        return this.#plainSelector(expr.selector);
      case 'ParenExpr':
      case 'SubqueryExpr':
      case 'UnaryExpr':
        return this.of(expr.expr);
      case 'AggregateExpr':
        return this.of(expr.expr);
      case 'Call':
        if (expr.func === 'absent' || expr.func === 'absent_over_time') return CONDITIONAL;
        return all(expr.args.filter((arg) => arg.kind !== 'StringLiteral').map((arg) => this.of(arg)));
      case 'BinaryExpr':
        return this.#binary(expr);
    }
  }

  #binary(node: BinaryExpr): Condition {
    switch (node.op) {
      case 'or': {
        const [left, right] = [this.of(node.lhs), this.of(node.rhs)];
        if (coversEverything(node)) return { ...UNCONDITIONAL, always: [node] };
        return left.kind === 'unconditional' ? left : right;
      }
      case 'and':
        return this.#intersection(node);
      case 'unless':
        return CONDITIONAL;
      default:
        return isFloatComparison(node.op)
          ? this.#comparison(node)
          : all([this.of(node.lhs), this.of(node.rhs)]);
    }
  }

  /** `a and b` also says that b exists, which may be all that it is for: both sides must hold a comparison. */
  #intersection(node: BinaryExpr): Condition {
    const [left, right] = [this.of(node.lhs), this.of(node.rhs)];
    if (left.kind === 'conditional' || right.kind === 'conditional') return CONDITIONAL;
    return right.always.length > 0 && left.always.length > 0 ? all([left, right]) : CONDITIONAL;
  }

  #comparison(node: BinaryExpr): Condition {
    const operands = all([this.of(node.lhs), this.of(node.rhs)]);
    if (operands.kind === 'conditional' && operands.choice === undefined) return CONDITIONAL;
    const rest = operands.kind === 'conditional' ? UNCONDITIONAL : operands;
    if (node.bool)
      return operands.kind === 'conditional' ? operands : { ...rest, bools: [...rest.bools, node] };
    if (!isFloatComparison(node.op) || !this.#holdsAlways(node, node.op)) return CONDITIONAL;
    // `count(x{version="1"}) > 0`, `x_info{version="1"} == 1`: whether there are such series is what is asked.
    if (operands.kind === 'conditional' && this.#asksForExistence(node)) return CONDITIONAL;
    // `count(alarm_id) > 0`: some series are there only while something is wrong.
    if (this.#countsStrangers(node)) return CONDITIONAL;
    return { ...rest, always: [...rest.always, node] };
  }

  /** NaN, as of a ratio without traffic, does not count. */
  #holdsAlways(node: BinaryExpr, op: FloatComparisonOp): boolean {
    if (isSameVector(node.lhs, node.rhs)) return op === '==' || op === '>=' || op === '<=';
    const facts = factsOf(this.#project);
    const [left, right] = [valueOf(facts.of(node.lhs)), valueOf(facts.of(node.rhs))];
    return outcome(op, op === '!=' ? left : { ...left, nan: false }, right) === 'always';
  }

  /** Is it asked whether there is any series of a metric of which nothing is known? */
  #countsStrangers({ op, lhs, rhs }: BinaryExpr): boolean {
    const [counted, bound] = [unwrap(lhs), unwrap(rhs)];
    if (counted.kind !== 'AggregateExpr' || (counted.op !== 'count' && counted.op !== 'group')) return false;
    if (bound.kind !== 'NumberLiteral' || !ANY_AT_ALL.has(`${op} ${String(bound.value)}`)) return false;
    const series = unwrap(counted.expr);
    if (series.kind !== 'VectorSelector' || isCounter(series, this.#project)) return false;
    const name = selectedName(series);
    return name !== undefined && !isKnown(name, this.#project);
  }

  #asksForExistence({ lhs, rhs }: BinaryExpr): boolean {
    const facts = factsOf(this.#project);
    const [vector] = [lhs, rhs].map((side) => facts.of(side)).filter(({ type }) => type !== 'scalar');
    const value = vector === undefined ? undefined : valueOf(vector);
    return value === undefined || value.lo >= 1 || onlyValue({ ...value, nan: false }) !== undefined;
  }

  /** Whether there are series of a choice is a condition too, if the selector is the whole operand. */
  #selector(selector: VectorSelector): Condition {
    return isChoice(selector) ? CHOICE : this.#plainSelector(selector);
  }

  #plainSelector(selector: VectorSelector): Condition {
    const name = selectedName(selector);
    // ALERTS exist only while something is pending or firing; nameless selectors ask whether anything exists.
    if (name === undefined || name.startsWith('ALERTS')) return CONDITIONAL;
    const recorders = this.#project.series.recorders(name);
    if (recorders.length === 0) {
      // Recorded in another repository: its rule may hold the condition.
      return name.includes(':') ? CONDITIONAL : UNCONDITIONAL;
    }
    if (this.#pending.has(name)) return CONDITIONAL;
    this.#pending.add(name);
    const conditions = recorders.map((rule) => {
      const ast = rule.expr.promql.errors.length > 0 ? undefined : rule.expr.promql.expr;
      return ast === undefined ? CONDITIONAL : this.of(ast);
    });
    this.#pending.delete(name);
    return conditions.every(({ kind }) => kind === 'unconditional') ? UNCONDITIONAL : CONDITIONAL;
  }
}

function isKnown(name: string, { catalogue, series }: Project): boolean {
  return (
    name === 'up' ||
    name.startsWith('scrape_') ||
    knownMetric(name) !== undefined ||
    catalogue.series(name) !== undefined ||
    series.recorders(name).length > 0
  );
}

/** What needs all of the conditions: unconditional only if each of them is. */
function all(conditions: readonly Condition[]): Condition {
  let [always, bools]: [BinaryExpr[], BinaryExpr[]] = [[], []];
  let choice = false;
  for (const condition of conditions) {
    if (condition.kind === 'conditional') {
      if (condition.choice === undefined) return CONDITIONAL;
      choice = true;
      continue;
    }
    always = [...always, ...condition.always];
    bools = [...bools, ...condition.bools];
  }
  return choice ? CHOICE : { kind: 'unconditional', always, bools };
}

/** `x > 5 or x <= 5`: one of the two holds whatever the value is. */
function coversEverything({ lhs, rhs, matching }: BinaryExpr): boolean {
  if (matching?.keyword !== undefined) return false;
  const [left, right] = [filtersOf(lhs), filtersOf(rhs)];
  if (left.filters.length !== 1 || right.filters.length !== 1 || !isSameVector(left.base, right.base))
    return false;
  const passing = (op: FloatComparisonOp, bound: number) => narrowed(op, ANY, point(bound));
  const [a, b] = [left.filters[0]!, right.filters[0]!];
  const [low, high] = [a, b]
    .map(({ op, bound }) => passing(op, bound))
    .sort((one, other) => one.lo - other.lo);
  // `x != 1 or x != 2`: a value of 1 is not 2.
  if (a.op === '!=') return outcome(b.op, point(a.bound), point(b.bound)) === 'always';
  if (b.op === '!=') return outcome(a.op, point(b.bound), point(a.bound)) === 'always';
  if (low?.lo !== -Infinity || high?.hi !== Infinity) return false;
  return low.hi > high.lo || (low.hi === high.lo && !(low.hiOpen && high.loOpen));
}
