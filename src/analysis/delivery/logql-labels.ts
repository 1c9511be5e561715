import { logQueries, mayHave, requiredBy, resultLabels, walk } from '../../logql/analysis/index.ts';
import type { LabelFilter, LabelMatcher, LogqlExpr, LogQuery } from '../../logql/syntax/ast.ts';
import { compileMatcher } from '../../routing/matchers/matcher.ts';
import { RegexpError } from '../../routing/matchers/regexp.ts';
import { ABSENT, ANY_VALUE, eitherLabel, narrowed } from './label-knowledge.ts';
import type { LabelKnowledge } from './label-knowledge.ts';

const OPEN: LabelKnowledge = { kind: 'open', tests: [], always: false, named: true };

/** What an expression says of the labels of its results. */
export interface ExpressionLabels {
  /** The labels that it names; it may have more. */
  readonly names: readonly string[];
  readonly of: (label: string) => LabelKnowledge;
}

/** What a LogQL expression says of the labels of its series. */
export function logqlLabels(ast: LogqlExpr): ExpressionLabels {
  const facts = resultLabels(ast);
  const queries = logQueries(ast).map(({ query }) => query);
  const written = writtenLabels(ast);
  const selected = new Set(queries.flatMap((query) => comparedLabels(query)));
  return {
    names: [...selected],
    of: (label) => {
      if (!mayHave(facts, label)) return ABSENT;
      const always = facts.guaranteed.has(label);
      const named = always || facts.possible !== 'any' || selected.has(label);
      const open: LabelKnowledge = { kind: 'open', tests: [], always, named };
      if (!selected.has(label) || written.has(label)) return open;
      const [first, ...rest] = queries.map((query) => ofLines(query, label));
      const streams = rest.reduce(eitherLabel, first ?? ANY_VALUE);
      // An aggregation or a match may lose the label.
      return always ? streams : eitherLabel(streams, ABSENT);
    },
  };
}

function comparedLabels({ selector, stages }: LogQuery): string[] {
  const filters = stages.flatMap((stage) => (stage.kind === 'LabelFilter' ? conjuncts(stage.filter) : []));
  return [...selector.matchers, ...filters].map(({ name }) => name);
}

/** Facts about a label of the lines that a query returns. */
function ofLines(query: LogQuery, label: string): LabelKnowledge {
  const matchers = [...ofStream(query, label), ...ofFilters(query, label)];
  return matchers.reduce<LabelKnowledge>(after, OPEN);
}

/** Only a label that the stream is sure to have keeps its value: a parser may add one that it lacks. */
function ofStream({ selector }: LogQuery, label: string): readonly LabelMatcher[] {
  const matchers = selector.matchers.filter(({ name }) => name === label);
  return requiredBy(matchers).length > 0 ? matchers : [];
}

/** The filters that no later stage can undo by writing the label. */
function ofFilters({ stages }: LogQuery, label: string): readonly LabelMatcher[] {
  const last = stages.findLastIndex(({ kind }) => WRITING.has(kind));
  return stages
    .slice(last + 1)
    .flatMap((stage) => (stage.kind === 'LabelFilter' ? conjuncts(stage.filter) : []))
    .filter(({ name }) => name === label);
}

const WRITING: ReadonlySet<string> = new Set([
  'Json',
  'Logfmt',
  'Unpack',
  'Regexp',
  'Pattern',
  'LabelFormat',
]);

/** The comparisons with strings that hold wherever a filter does. */
function conjuncts(filter: LabelFilter): readonly LabelMatcher[] {
  if (filter.kind === 'StringFilter') return [filter.matcher];
  return filter.kind === 'LabelFilterBinary' && filter.op === 'and'
    ? [...conjuncts(filter.lhs), ...conjuncts(filter.rhs)]
    : [];
}

/** Loki's matchers are anchored, and a missing label is "". */
function after(known: LabelKnowledge, { name, op, value }: LabelMatcher): LabelKnowledge {
  try {
    return narrowed(known, compileMatcher({ name, op, value })) ?? ABSENT;
  } catch (error) {
    if (error instanceof RegexpError) return known;
    throw error;
  }
}

/** The labels that something in the expression gives values of its own. */
function writtenLabels(ast: LogqlExpr): ReadonlySet<string> {
  const written = new Set<string>();
  walk(ast, (node) => {
    if (node.kind === 'LabelReplace') written.add(node.dst.value);
    if (node.kind !== 'LogQuery') return;
    for (const stage of node.stages)
      if (stage.kind === 'LabelFormat') for (const { name } of stage.formats) written.add(name);
  });
  return written;
}
