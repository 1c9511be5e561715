import { negation } from '../../routing/matchers/matcher.ts';
import type { Matcher, MatcherSpec } from '../../routing/matchers/matcher.ts';
import type { LabelSet } from '../../routing/labels.ts';
import type { Answer, LabelState } from '../../routing/tree/label-state.ts';
import { answerOf, mayBe, narrowed, usualValue } from './label-knowledge.ts';
import type { LabelKnowledge } from './label-knowledge.ts';

/** The assumption about one label, and its facts then. */
interface Assumption {
  readonly label: LabelKnowledge;
  readonly matchers: readonly Matcher[];
}

/** The facts about the labels of an alert, and the assumptions on its way through a tree. */
export class KnownLabels implements LabelState {
  readonly #known: (name: string) => LabelKnowledge;
  readonly #labels: () => LabelSet;
  readonly #assumptions: ReadonlyMap<string, Assumption>;

  /** @param labels the labels whose values are known */
  constructor(
    known: (name: string) => LabelKnowledge,
    labels: () => LabelSet,
    assumptions: ReadonlyMap<string, Assumption> = new Map(),
  ) {
    this.#known = known;
    this.#labels = labels;
    this.#assumptions = assumptions;
  }

  answer(matcher: Matcher): Answer {
    return answerOf(matcher, this.#label(matcher.name));
  }

  assume(matcher: Matcher, accepted: boolean): KnownLabels | undefined {
    const { name } = matcher;
    const holds = accepted ? matcher : negation(matcher);
    const label = narrowed(this.#label(name), holds);
    if (label === undefined) return undefined;
    const matchers = [...(this.#assumptions.get(name)?.matchers ?? []), holds];
    return new KnownLabels(
      this.#known,
      this.#labels,
      new Map([...this.#assumptions, [name, { label, matchers }]]),
    );
  }

  get conditions(): readonly MatcherSpec[] {
    return [...this.#assumptions].flatMap(([name, assumption]) => conditionsOf(name, assumption));
  }

  get isUsual(): boolean {
    return [...this.#assumptions].every(([name, { label }]) => mayBe(label, usualValue(this.#known(name))));
  }

  get example(): LabelSet {
    const labels = new Map(this.#labels());
    for (const [name, { label, matchers }] of this.#assumptions) {
      const usual = usualValue(this.#known(name));
      const value = mayBe(label, usual) ? usual : exampleOf(label, matchers);
      if (value === '') labels.delete(name);
      else labels.set(name, value);
    }
    return labels;
  }

  #label(name: string): LabelKnowledge {
    return this.#assumptions.get(name)?.label ?? this.#known(name);
  }
}

function conditionsOf(name: string, { label, matchers }: Assumption): readonly MatcherSpec[] {
  if (label.kind === 'values' && label.values.size === 1) {
    const [value = ''] = label.values;
    return [{ name, op: '=', value }];
  }
  return matchers;
}

/** A value that the label may have, "" for a missing one; also "" where no example was found. */
function exampleOf(label: LabelKnowledge, matchers: readonly Matcher[]): string {
  if (mayBe(label, '')) return '';
  if (label.kind === 'values') return [...label.values][0] ?? '';
  const words = matchers.flatMap(({ value }) => [value, value.replace(/\.[*+]/g, 'x'), `${value}-2`, 'x']);
  return words.find((word) => mayBe(label, word)) ?? '';
}
