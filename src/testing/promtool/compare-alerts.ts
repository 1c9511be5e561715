import { type LabelSet, formatLabels, labelsKey } from '../../routing/labels.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { DiffLine, Failure } from '../result.ts';
import type { PromtoolAlertTest } from '../../documents/promtool-test/types.ts';

/** A firing alert. */
export interface GotAlert {
  readonly labels: LabelSet;
  readonly annotations: LabelSet;
}

/** Compares the firing alerts of a name with the expected ones, labels and annotations in full, as promtool does. */
export function compareAlerts(test: PromtoolAlertTest, got: readonly GotAlert[]): Failure[] {
  const left = new Map<string, GotAlert[]>();
  for (const alert of got) left.set(keyOf(alert), [...(left.get(keyOf(alert)) ?? []), alert]);
  const same: GotAlert[] = [];
  const missing: GotAlert[] = [];
  for (const expected of test.expected) {
    const match = left.get(keyOf(expected))?.pop();
    if (match === undefined) missing.push(expected);
    else same.push(match);
  }
  const unexpected = [...left.values()].flat();
  if (missing.length === 0 && unexpected.length === 0) return [];
  return [
    {
      code: 'promtool',
      range: test.range,
      message: `at ${formatDurationMs(test.atMs)} ${test.alertname} ${summary(test.expected.length, got.length)}`,
      diff: [
        ...same.map((alert) => line('same', alert)),
        ...missing.flatMap((alert) => [line('expected', alert), ...nearest(alert, unexpected)]),
        ...unexpected.map((alert) => line('got', alert)),
      ],
    },
  ];
}

const keyOf = (alert: GotAlert): string => `${labelsKey(alert.labels)} ${labelsKey(alert.annotations)}`;

function summary(expected: number, got: number): string {
  const times = (n: number): string =>
    n === 0 ? 'does not fire' : n === 1 ? 'fires once' : `fires ${n} times`;
  if (expected === got) return `${times(got)} as expected, but with other labels or annotations`;
  return `${times(got)}, expected ${expected === 0 ? 'none' : expected}`;
}

function line(kind: DiffLine['kind'], alert: GotAlert): DiffLine {
  const annotations = alert.annotations.size === 0 ? '' : ` annotations ${formatLabels(alert.annotations)}`;
  return { kind, text: `${formatLabels(alert.labels)}${annotations}` };
}

/** Which labels and annotations of the nearest other alert differ. */
function nearest(expected: GotAlert, candidates: readonly GotAlert[]): DiffLine[] {
  let best: DiffLine[] | undefined;
  for (const candidate of candidates) {
    const lines = [
      ...fieldDifferences('label', expected.labels, candidate.labels),
      ...fieldDifferences('annotation', expected.annotations, candidate.annotations),
    ];
    if (best === undefined || lines.length < best.length) best = lines;
  }
  return best ?? [];
}

function fieldDifferences(what: string, expected: LabelSet, got: LabelSet): DiffLine[] {
  const names = [...new Set([...expected.keys(), ...got.keys()])].sort();
  return names.flatMap((name): DiffLine[] => {
    const [a, b] = [expected.get(name), got.get(name)];
    if (a === b) return [];
    return [
      { kind: 'expected', text: `  ${what} ${name}: ${a ?? 'not set'}` },
      { kind: 'got', text: `  ${what} ${name}: ${b ?? 'not set'}` },
    ];
  });
}
