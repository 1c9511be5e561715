import { formatSampleValue } from '../../go/numbers/format-float.ts';
import type { Dimension, Measure } from './dimension.ts';
import { isNear } from './unit-factors.ts';

/** Units that a text puts behind a number. */
export interface TextUnit {
  readonly dimension: Dimension;
  readonly scale: number;
  /** It counts bits, eight to a byte. */
  readonly bits?: true;
}

const TIMES: readonly (readonly [RegExp, number])[] = [
  [/^(?:ns|nanoseconds?)$/, 1e-9],
  [/^(?:µs|us|microseconds?)$/, 1e-6],
  [/^(?:ms|msecs?|milliseconds?)$/, 1e-3],
  [/^(?:s|secs?|seconds?)$/, 1],
  [/^(?:mins?|minutes?)$/, 60],
  [/^(?:hrs?|hours?)$/, 3600],
  [/^days?$/, 86400],
  [/^weeks?$/, 604800],
];

/** A word that is a unit of time, bytes, bits or percent; longer words first, so that `ms` is not read as `m`. */
export const UNIT_WORD =
  '(?:nanoseconds?|microseconds?|milliseconds?|msecs?|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|ns|µs|us|ms|s|[kKMGT]?(?:i?bits?(?:\\/s|ps)?|bps)|[KMGT]i?B|bytes|B|%)';

const BITS = /^([kKMGT])?(i)?(?:bits?(?:\/s|ps)?|bps)$/;

/** What a unit word means; undefined for anything else. */
export function textUnit(word: string): TextUnit | undefined {
  if (word === '%') return { dimension: 'share', scale: 0.01 };
  if (/^(?:B|bytes)$/.test(word)) return { dimension: 'bytes', scale: 1 };
  const prefix = /^([KMGT])(i?)B$/.exec(word);
  if (prefix !== null) {
    const power = 'KMGT'.indexOf(prefix[1]!) + 1;
    return { dimension: 'bytes', scale: (prefix[2] === 'i' ? 1024 : 1000) ** power };
  }
  const bits = BITS.exec(word);
  if (bits !== null) {
    const power = bits[1] === undefined ? 0 : 'KMGT'.indexOf(bits[1].toUpperCase()) + 1;
    return { dimension: 'bytes', scale: (bits[2] === 'i' ? 1024 : 1000) ** power / 8, bits: true };
  }
  const time = TIMES.find(([pattern]) => pattern.test(word));
  return time === undefined ? undefined : { dimension: 'time', scale: time[1] };
}

const NAMES: Readonly<Partial<Record<Dimension, readonly (readonly [number, string])[]>>> = {
  time: [
    [1, 'seconds'],
    [1e-3, 'milliseconds'],
    [1e-6, 'microseconds'],
    [1e-9, 'nanoseconds'],
    [60, 'minutes'],
    [3600, 'hours'],
    [86400, 'days'],
  ],
  moment: [
    [1, 'seconds since 1970'],
    [1e-3, 'milliseconds since 1970'],
  ],
  bytes: [
    [1, 'bytes'],
    [1e3, 'kilobytes'],
    [1e6, 'megabytes'],
    [1e9, 'gigabytes'],
    [1 / 8, 'bits'],
  ],
  share: [
    [1, 'a ratio (0 to 1)'],
    [0.01, 'percent'],
  ],
  cores: [
    [1, 'cores'],
    [1e-3, 'millicores'],
  ],
};
const BASES: Readonly<Partial<Record<Dimension, string>>> = {
  time: 'seconds',
  moment: 'seconds since 1970',
  bytes: 'bytes',
  share: 'a ratio',
  cores: 'cores',
  count: 'a number of things',
};

/** The unit of a measure in words: `milliseconds`, `percent`, `bytes a second`. */
export function measureText({ dimension, scales, perSecond }: Measure): string {
  const scale = scales[0] ?? 1;
  const known = NAMES[dimension]?.find(([its]) => isNear(its / scale))?.[1];
  const base = BASES[dimension] ?? dimension;
  const text = known ?? (scale === 1 ? base : `units of ${formatSampleValue(scale)} ${base}`);
  return perSecond === true ? `${text} per second` : text;
}
