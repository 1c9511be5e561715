import { labelValue } from '../labels.ts';
import type { LabelSet } from '../labels.ts';
import type { Matcher, MatcherSpec } from '../matchers/matcher.ts';

/** Whether matchers accept an alert of which not everything is known. */
export type Answer = 'yes' | 'no' | 'maybe';

/** Facts about an alert's labels while it passes a tree. Immutable: an assumption gives a new state. */
export interface LabelState {
  answer(matcher: Matcher): Answer;
  /** The state in which a matcher that may accept the alert does, or does not; undefined: no alert is like that. */
  assume(matcher: Matcher, accepted: boolean): LabelState | undefined;
  /** The assumptions, as matchers that hold together; empty without assumptions. */
  readonly conditions: readonly MatcherSpec[];
  /** Whether the labels that assumptions were made of may be as usual: missing, or what the server adds. */
  readonly isUsual: boolean;
  /** The labels of one alert of this state, as far as they are known. */
  readonly example: LabelSet;
}

/** An alert of which every label is known. */
export function exactly(labels: LabelSet): LabelState {
  return {
    answer: (matcher) => (matcher.accepts(labelValue(labels, matcher.name)) ? 'yes' : 'no'),
    assume: () => undefined,
    conditions: [],
    isUsual: true,
    example: labels,
  };
}

/** Whether all matchers accept an alert. */
export function answerAll(matchers: readonly Matcher[], state: LabelState): Answer {
  let answer: Answer = 'yes';
  for (const matcher of matchers) {
    const one = state.answer(matcher);
    if (one === 'no') return 'no';
    if (one === 'maybe') answer = 'maybe';
  }
  return answer;
}
