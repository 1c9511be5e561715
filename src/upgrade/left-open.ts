import type { Project, PromqlQuery } from '../project/project.ts';
import { instant, Storage } from '../promql/eval/index.ts';
import type { Call, Expr } from '../promql/syntax/ast.ts';
import { walkExpr } from '../promql/syntax/walk.ts';
import { staticMs } from '../analysis/expression/index.ts';
import { plural } from '../util/plural.ts';
import type { UpgradeFinding } from './types.ts';

type Found = Omit<UpgradeFinding, 'change'>;

/**
 * Ranges that hold one sample less since Prometheus 3.0 excludes the sample at their very start. Only where samples
 * lie on the start for certain: in subqueries whose range is a multiple of their step, and in ranges over what a rule
 * of the same group records, which has the timestamps of the evaluations themselves.
 */
export function leftOpenRanges(project: Project): Found[] {
  const recorded = recordedInGroup(project);
  return project.queries.flatMap((query) => {
    if (query.language !== 'promql' || query.ast === undefined) return [];
    const found: Found[] = [];
    const group = groupOf(project, query);
    walkExpr(query.ast, (node) => {
      if (node.kind !== 'Call') return;
      for (const arg of node.args) found.push(...judge(arg, node, query, group, recorded));
    });
    return found;
  });
}

interface Group {
  readonly key: string;
  readonly intervalMs: number | undefined;
}

function judge(
  arg: Expr,
  call: Call,
  query: PromqlQuery,
  group: Group | undefined,
  recorded: ReadonlySet<string>,
): Found[] {
  const inner = bare(arg);
  if (inner.kind === 'SubqueryExpr') {
    const stepMs = staticMs(inner.step);
    return oneLess('this subquery', inner, call, query, staticMs(inner.range), stepMs);
  }
  if (inner.kind !== 'MatrixSelector' || group === undefined) return [];
  const { name } = inner.selector;
  if (name === undefined || !recorded.has(`${group.key}\0${name}`)) return [];
  return oneLess(`the range of "${name}"`, inner, call, query, staticMs(inner.range), group.intervalMs);
}

function oneLess(
  what: string,
  node: Expr,
  call: Call,
  query: PromqlQuery,
  rangeMs: number | undefined,
  stepMs: number | undefined,
): Found[] {
  if (rangeMs === undefined || stepMs === undefined || stepMs <= 0 || rangeMs % stepMs !== 0) return [];
  const samples = rangeMs / stepMs;
  const proof = played(call, rangeMs, stepMs);
  if (proof === undefined) return [];
  return [
    {
      effect: proof.after === 'nothing' ? 'fails' : 'differs',
      ...query.place(node),
      message: `${what} contains ${plural(samples, 'sample')} instead of ${samples + 1} in Prometheus 2: the sample at its start is excluded`,
      help:
        proof.after === 'nothing'
          ? `${call.func}() needs a longer range: at least ${(2 * stepMs) / 1000}s`
          : 'extend the range by one step to keep the number of samples',
      proof: `${proof.text}: ${proof.before} before, ${proof.after} after`,
    },
  ];
}

interface Proof {
  readonly text: string;
  readonly before: string;
  readonly after: string;
}

/** The call over the time itself, a line that is known at each instant: what both semantics make of it, if they differ. */
function played({ func, args }: Call, rangeMs: number, stepMs: number): Proof | undefined {
  if (args.length !== 1) return undefined;
  const text = `${func}(vector(time())[${rangeMs}ms:${stepMs}ms])`;
  const at = Math.ceil(1_800_000_000_000 / stepMs) * stepMs;
  const [before, after] = ([2, 3] as const).map((version) => answer(text, at, version));
  return before === after || before === undefined || after === undefined
    ? undefined
    : { text, before, after };
}

function answer(text: string, timeMs: number, version: 2 | 3): string | undefined {
  try {
    const { value } = instant(text, new Storage(), timeMs, { version });
    if (value.type !== 'vector') return undefined;
    const [sample] = value.samples;
    if (sample === undefined) return 'nothing';
    return typeof sample.value === 'number' ? String(sample.value) : undefined;
  } catch {
    // A function that one of the versions does not have is the business of lint.
    return undefined;
  }
}

function bare(expr: Expr): Expr {
  return expr.kind === 'ParenExpr' ? bare(expr.expr) : expr;
}

function groupOf(project: Project, { owner, file }: PromqlQuery): Group | undefined {
  if (owner.kind !== 'rule') return undefined;
  const { group } = owner.rule;
  return {
    key: `${file.path}\0${group.name?.value ?? ''}`,
    intervalMs: project.server.evaluationInterval(group)?.value,
  };
}

/** `file, group, metric` of every record. */
function recordedInGroup(project: Project): Set<string> {
  return new Set(
    project.records.map(({ file, group, name }) => `${file.path}\0${group.name?.value ?? ''}\0${name.value}`),
  );
}
