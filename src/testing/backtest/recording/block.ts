/** So many samples are packed together. */
export const BLOCK_SAMPLES = 512;

/** Samples of one series, packed. Times are milliseconds since the epoch and ascend. */
export interface Block {
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** Milliseconds between all neighbours; undefined: `gaps` has each as a variable-length integer. */
  readonly stepMs: number | undefined;
  readonly gaps: Uint8Array | undefined;
  /** One value for all, the first of integers with the differences of the next ones, or each value. */
  readonly values:
    | { readonly kind: 'same'; readonly value: number }
    | { readonly kind: 'integers'; readonly first: number; readonly differences: Uint8Array }
    | { readonly kind: 'floats'; readonly all: Float64Array };
  /** Positions of stale markers, ascending; their values mean nothing. */
  readonly stale: Uint16Array | undefined;
}

/** Packs samples; `stale` lists the positions of stale markers. */
export function packBlock(
  timesMs: Float64Array,
  values: Float64Array,
  count: number,
  stale: readonly number[],
): Block {
  for (const at of stale) values[at] = at === 0 ? 0 : values[at - 1]!;
  return {
    count,
    firstMs: timesMs[0]!,
    lastMs: timesMs[count - 1]!,
    ...packTimes(timesMs, count),
    values: packValues(values, count),
    stale: stale.length === 0 ? undefined : Uint16Array.from(stale),
  };
}

function packTimes(timesMs: Float64Array, count: number): Pick<Block, 'stepMs' | 'gaps'> {
  const stepMs = count > 1 ? timesMs[1]! - timesMs[0]! : 0;
  let regular = true;
  for (let i = 2; i < count && regular; i++) regular = timesMs[i]! - timesMs[i - 1]! === stepMs;
  if (regular) return { stepMs, gaps: undefined };
  const bytes: number[] = [];
  for (let i = 1; i < count; i++) pushInteger(bytes, timesMs[i]! - timesMs[i - 1]!);
  return { stepMs: undefined, gaps: Uint8Array.from(bytes) };
}

function packValues(values: Float64Array, count: number): Block['values'] {
  const first = values[0]!;
  let same = true;
  let integers = isPlainInteger(first);
  for (let i = 1; i < count && (same || integers); i++) {
    const value = values[i]!;
    same &&= Object.is(value, first);
    integers &&= isPlainInteger(value);
  }
  if (same) return { kind: 'same', value: first };
  if (!integers) return { kind: 'floats', all: values.slice(0, count) };
  const bytes: number[] = [];
  for (let i = 1; i < count; i++) pushInteger(bytes, zigzag(values[i]! - values[i - 1]!));
  return { kind: 'integers', first, differences: Uint8Array.from(bytes) };
}

/** Differences of these, doubled, are exact. */
const MOST = 2 ** 50;

const isPlainInteger = (value: number): boolean =>
  Number.isInteger(value) && Math.abs(value) < MOST && !Object.is(value, -0);

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);

/** A non-negative integer, seven bits to a byte, the lowest first. */
function pushInteger(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

/** Room for the samples of a block. */
export interface Unpacked {
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
}

/** Unpacks a block into the beginning of two arrays of `BLOCK_SAMPLES`. */
export function unpackBlock(block: Block, { timesMs, values }: Unpacked): void {
  const { count, firstMs, stepMs, gaps } = block;
  timesMs[0] = firstMs;
  if (gaps !== undefined) unpackIntegers(gaps, timesMs, count, (before, value) => before + value);
  else for (let i = 1; i < count; i++) timesMs[i] = firstMs + i * stepMs!;
  if (block.values.kind === 'same') values.fill(block.values.value, 0, count);
  else if (block.values.kind === 'floats') values.set(block.values.all);
  else {
    values[0] = block.values.first;
    unpackIntegers(block.values.differences, values, count, unzigzagged);
  }
}

const unzigzagged = (before: number, value: number): number =>
  before + (value % 2 === 0 ? value / 2 : -(value + 1) / 2);

function unpackIntegers(
  bytes: Uint8Array,
  into: Float64Array,
  count: number,
  next: (before: number, value: number) => number,
): void {
  let at = 0;
  for (let i = 1; i < count; i++) {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = bytes[at++]!;
      if (byte < 128) {
        value += byte * factor;
        break;
      }
      value += (byte - 128) * factor;
      factor *= 128;
    }
    into[i] = next(into[i - 1]!, value);
  }
}
