import { selectedName } from '../../project/series-graph.ts';
import { factsOf } from '../../project/facts.ts';
import type { Project } from '../../project/project.ts';
import { isFloatComparison, outcome, valueOf } from '../../promql/infer/index.ts';
import type { BinaryExpr, Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';

/**
 * What an alert's expression returns while the series that it selects exist:
 * - `conditional`: something only when a condition holds (or nobody can tell);
 * - `unconditional`: always something. `always` are comparisons that hold whatever the values are, `bools` those
 *   that return 0 instead of nothing; with neither there is no comparison at all.
 */
export type Condition =
  | { readonly kind: 'conditional' }
  | {
      readonly kind: 'unconditional';
      readonly always: readonly BinaryExpr[];
      readonly bools: readonly BinaryExpr[];
    };

const CONDITIONAL: Condition = { kind: 'conditional' };
const UNCONDITIONAL: Condition = { kind: 'unconditional', always: [], bools: [] };

/** The condition of an expression; recorded series have that of the rule that records them. */
export function conditionOf(expr: Expr, project: Project): Condition {
  let conditions = projects.get(project);
  if (conditions === undefined) projects.set(project, (conditions = new Conditions(project)));
  return conditions.of(expr);
}

const projects = new WeakMap<Project, Conditions>();

/** Whether an expression asks for any series at all; `vector(1)` and `time() > 0` do not. */
export function usesSeries(expr: Expr): boolean {
  let found = false;
  walkExpr(expr, (node) => {
    found ||= node.kind === 'VectorSelector';
    return !found;
  });
  return found;
}

/**
 * Does a selector ask for more than a metric of a target? Whether there is a series with that label (a state, a
 * version, a name pattern) is a condition of its own.
 */
function isChoice({ matchers }: VectorSelector): boolean {
  return matchers.some(({ name }) => name !== '__name__' && name !== 'job' && name !== 'instance');
}

class Conditions {
  readonly #project: Project;
  readonly #known = new WeakMap<Expr, Condition>();
  readonly #pending = new Set<string>();

  constructor(project: Project) {
    this.#project = project;
  }

  of(expr: Expr): Condition {
    let condition = this.#known.get(expr);
    if (condition === undefined) this.#known.set(expr, (condition = this.#of(expr)));
    return condition;
  }

  #of(expr: Expr): Condition {
    switch (expr.kind) {
      case 'NumberLiteral':
      case 'StringLiteral':
        return UNCONDITIONAL;
      case 'VectorSelector':
        return isChoice(expr) ? CONDITIONAL : this.#selector(expr);
      case 'MatrixSelector':
        return this.#selector(expr.selector);
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
    if (operands.kind === 'conditional') return CONDITIONAL;
    if (node.bool) return { ...operands, bools: [...operands.bools, node] };
    if (!isFloatComparison(node.op)) return CONDITIONAL;
    const facts = factsOf(this.#project);
    const result = outcome(node.op, valueOf(facts.of(node.lhs)), valueOf(facts.of(node.rhs)));
    return result === 'always' ? { ...operands, always: [...operands.always, node] } : CONDITIONAL;
  }

  #selector(selector: VectorSelector): Condition {
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

/** What needs all of the conditions: unconditional only if each of them is. */
function all(conditions: readonly Condition[]): Condition {
  let [always, bools]: [BinaryExpr[], BinaryExpr[]] = [[], []];
  for (const condition of conditions) {
    if (condition.kind === 'conditional') return CONDITIONAL;
    always = [...always, ...condition.always];
    bools = [...bools, ...condition.bools];
  }
  return { kind: 'unconditional', always, bools };
}
