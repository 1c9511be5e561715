import type { Labels, MatrixSeries, Storage } from '../../../promql/eval/index.ts';
import type { RuleSample } from '../../rules/output.ts';
import type { Recording } from '../recording/recording.ts';
import { stepAt } from './answer.ts';
import type { Steps } from './answer.ts';

/** Where rules write: for the rules after them now, and for all of them in the next part of the time. */
export interface RuleOutput {
  readonly storage: Storage;
  readonly recording: Recording;
}

const DUPLICATE = 'duplicate sample for timestamp';

/** Writes what a rule returns, and marks stale what it wrote at its last evaluation and no longer does. */
export class RuleWriter {
  #written = new Map<string, Labels>();

  /** Nothing was written at the last evaluation, so nothing becomes stale. */
  get isIdle(): boolean {
    return this.#written.size === 0;
  }

  /** Writes the samples of one evaluation; says why Prometheus's storage refuses one. */
  write(samples: readonly RuleSample[], timeMs: number, output: RuleOutput): string | undefined {
    const written = new Map<string, Labels>();
    let problem: string | undefined;
    for (const { labels, value } of samples) {
      // No format of recorded data has native histograms, so rules return none.
      if (typeof value !== 'number') continue;
      if (add(output, labels, timeMs, value)) written.set(labels.key, labels);
      else problem = DUPLICATE;
    }
    for (const [key, labels] of this.#written) if (!written.has(key)) add(output, labels, timeMs, undefined);
    this.#written = written;
    return problem;
  }

  /**
   * Writes what a range query returned, series by series, each under the labels that the rule gives it.
   *
   * @returns false where two series get the same labels: nothing is written, and it has to be done step by step
   */
  writeRange(
    series: readonly MatrixSeries[],
    labelsOf: (labels: Labels) => Labels,
    steps: Steps,
    output: RuleOutput,
  ): boolean {
    const labelled = new Map(
      series.map((each) => {
        const labels = labelsOf(each.labels);
        return [labels.key, { labels, floats: each.floats }] as const;
      }),
    );
    if (labelled.size < series.length) return false;
    const before = this.#written;
    this.#written = new Map();
    for (const [key, labels] of before) if (!labelled.has(key)) add(output, labels, steps.firstMs, undefined);
    for (const [key, { labels, floats }] of labelled) {
      const goneMs = writeSeries(labels, floats, before.has(key) ? steps.firstMs : undefined, steps, output);
      if (goneMs === undefined) this.#written.set(key, labels);
      else add(output, labels, goneMs, undefined);
    }
    return true;
  }
}

/** @returns when the series is gone; undefined: it lives to the last step */
function writeSeries(
  labels: Labels,
  { timesMs, values }: MatrixSeries['floats'],
  expectedMs: number | undefined,
  steps: Steps,
  output: RuleOutput,
): number | undefined {
  let nextMs = expectedMs;
  for (let i = 0; i < timesMs.length; i++) {
    const timeMs = timesMs[i]!;
    if (nextMs !== undefined && timeMs > nextMs) add(output, labels, nextMs, undefined);
    add(output, labels, timeMs, values[i]);
    nextMs = timeMs + steps.stepMs;
  }
  return nextMs === undefined || nextMs > stepAt(steps, steps.count - 1) ? undefined : nextMs;
}

function add(
  { storage, recording }: RuleOutput,
  labels: Labels,
  timeMs: number,
  value: number | undefined,
): boolean {
  if (recording.add(labels, timeMs, value) !== undefined) return false;
  if (value === undefined) storage.appendStale(labels, timeMs);
  else storage.append(labels, timeMs, value);
  return true;
}
