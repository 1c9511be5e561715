import { add, subtract } from '../histogram/index.ts';
import type { SequenceItem, SequenceValue } from './sequence.ts';

/** The values of a sequence one after the other, one for each interval. */
export function* expandSequence(items: readonly SequenceItem[]): Generator<SequenceValue> {
  for (const item of items) {
    switch (item.kind) {
      case 'gap':
      case 'stale':
        for (let i = 0; i < item.count; i++) yield { kind: item.kind };
        break;
      case 'float':
        yield* floats(item);
        break;
      case 'histogram':
        yield* histograms(item);
        break;
    }
  }
}

function* floats({ count, value, step }: SequenceItem & { kind: 'float' }): Generator<SequenceValue> {
  let current = value;
  for (let i = 0; i < count; i++) {
    yield { kind: 'float', value: current };
    current += step;
  }
}

function* histograms({
  count,
  value,
  step,
  hintSet,
}: SequenceItem & { kind: 'histogram' }): Generator<SequenceValue> {
  let current = value;
  for (let i = 0; i < count; i++) {
    if (i > 0 && step !== undefined) {
      const combined = step.sign === 1 ? add(current, step.histogram) : subtract(current, step.histogram);
      current = combined?.histogram ?? current;
    }
    yield { kind: 'histogram', value: current, hintSet };
  }
}
