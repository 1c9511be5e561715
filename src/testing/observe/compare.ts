import { type LabelSet, formatLabels, labelsKey } from '../../routing/labels.ts';
import type { DiffLine } from '../result.ts';
import type { Answer, Observation, Question } from './types.ts';

/** Where two engines say different things of one case. */
export interface Disagreement {
  /** The questions; undefined if one of them did not run the case at all. */
  readonly question: Question | undefined;
  /** The first engine's lines as expected, the second's as got. */
  readonly diff: readonly DiffLine[];
}

/** Floating-point results may differ in the last bits: promtool sums in the order of its storage. */
const RELATIVE_TOLERANCE = 1e-12;

/** The first question that two engines answer differently, or undefined where they agree. */
export function disagreement(
  questions: readonly Question[],
  first: Observation,
  second: Observation,
): Disagreement | undefined {
  if (first.status !== 'observed' || second.status !== 'observed') {
    // Both refused the case: the words differ, the verdict does not.
    if (first.status === second.status) return undefined;
    const line = (observation: Observation): string =>
      observation.status === 'observed'
        ? 'the case was evaluated'
        : `${observation.status}: ${observation.message}`;
    return {
      question: undefined,
      diff: [
        { kind: 'expected', text: line(first) },
        { kind: 'got', text: line(second) },
      ],
    };
  }
  for (const [i, question] of questions.entries()) {
    const [a, b] = [linesOf(first.answers[i]), linesOf(second.answers[i])];
    if (sameLines(a, b)) continue;
    const texts = new Set(b.map((line) => line.text));
    const own = new Set(a.map((line) => line.text));
    return {
      question,
      diff: [
        ...a.filter((line) => texts.has(line.text)).map(({ text }): DiffLine => ({ kind: 'same', text })),
        ...a
          .filter((line) => !texts.has(line.text))
          .map(({ text }): DiffLine => ({ kind: 'expected', text })),
        ...b.filter((line) => !own.has(line.text)).map(({ text }): DiffLine => ({ kind: 'got', text })),
      ],
    };
  }
  return undefined;
}

interface AnswerLine {
  /** Labels and everything else that must be the same. */
  readonly key: string;
  readonly value: number;
  readonly text: string;
}

function linesOf(answer: Answer | undefined): AnswerLine[] {
  const line = (labels: LabelSet, rest: string, value = 0): AnswerLine => ({
    key: `${labelsKey(labels)} ${rest}`,
    value,
    text: `${formatLabels(labels)} ${rest}${value === 0 ? '' : String(value)}`.trim(),
  });
  return answerLines(answer, line).sort((a, b) =>
    a.key < b.key ? -1 : a.key > b.key ? 1 : a.value - b.value,
  );
}

function answerLines(
  answer: Answer | undefined,
  line: (labels: LabelSet, rest: string, value?: number) => AnswerLine,
): AnswerLine[] {
  switch (answer?.kind) {
    case undefined:
      return [];
    case 'alerts':
      // promtool does not show the annotations of pending alerts.
      return answer.alerts.map(({ state, labels, annotations }) =>
        line(labels, state === 'pending' ? state : `${state} ${formatLabels(annotations)}`),
      );
    case 'all-firing':
      return answer.alerts.map((labels) => line(labels, 'firing'));
    case 'first':
      return answer.seen.map(({ labels, atMs }) => line(labels, `first at ${atMs} ms`));
    case 'expr':
      return answer.samples.map(({ labels, value, histogram }) =>
        histogram === undefined
          ? { ...line(labels, ''), value, text: `${formatLabels(labels)} ${value}` }
          : line(labels, histogram),
      );
    case 'lines':
      return answer.lines.map(({ line: text, labels }) => line(labels, text));
    case 'error':
      return [{ key: 'error', value: 0, text: `error: ${answer.message}` }];
  }
}

function sameLines(a: readonly AnswerLine[], b: readonly AnswerLine[]): boolean {
  return (
    a.length === b.length &&
    a.every((line, i) => line.key === b[i]!.key && sameValue(line.value, b[i]!.value))
  );
}

function sameValue(a: number, b: number): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  return Math.abs(a - b) <= RELATIVE_TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}
