import fc from 'fast-check';

/** A series of a generated test, in the notation of unit tests. */
export interface GeneratedSeries {
  readonly series: string;
  readonly values: string;
}

/** How many samples each generated series has about. */
export const SAMPLES = 24;

/** Round numbers, small ones, and now and then the floats that trip arithmetic. */
const value = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -20, max: 100 }).map(String) },
  { weight: 4, arbitrary: fc.integer({ min: -2000, max: 2000 }).map((n) => String(n / 16)) },
  { weight: 2, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }).map(plain) },
  { weight: 1, arbitrary: fc.constantFrom('NaN', 'Inf', '-Inf', '0', '1e300', '-1e300', '1e-300') },
);

/** Runs of values, gaps and stale markers. */
const gaugeValues = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: value },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -9, max: 9 }), count())
          .map(stepped),
      },
      { weight: 2, arbitrary: fc.integer({ min: 1, max: 4 }).map((n) => `_x${n}`) },
      { weight: 1, arbitrary: fc.constant('stale') },
    ),
    { minLength: 3, maxLength: 12 },
  )
  .map((parts) => parts.join(' '));

/** Counters with resets and scrapes that failed. */
const counterValues = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.tuple(fc.nat(200), fc.nat(30), count()).map(stepped) },
      { weight: 1, arbitrary: fc.constantFrom('_', '_x2', '_x6', 'stale') },
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join(' '));

const up = fc
  .array(fc.constantFrom('0', '1', '1', '1', '_', '0x3', '1x5'), { minLength: 4, maxLength: SAMPLES })
  .map((parts) => parts.join(' '));

/** Increments of the buckets of one classic histogram; counts of higher buckets include the lower ones. */
const classic = fc.array(fc.nat(9), { minLength: 4, maxLength: 4 }).map((own) => {
  let total = 0;
  return own.map((each) => `0+${(total += each)}x${SAMPLES}`);
});

const counts = fc.array(fc.nat(6), { minLength: 1, maxLength: 4 });

/** Fields of one exponential histogram, with a zero bucket and now and then a negative side. */
const exponentialFields = fc
  .record({
    schema: fc.integer({ min: -1, max: 3 }),
    zero: fc.nat(4),
    own: counts,
    offset: fc.integer({ min: -3, max: 3 }),
    negative: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: counts }),
  })
  .map(({ schema, zero, own, offset, negative }) => {
    const total = zero + sum(own) + sum(negative);
    const below = negative.length === 0 ? '' : ` n_buckets:[${negative.join(' ')}]`;
    const zeroBucket = `z_bucket:${zero} z_bucket_w:0.001`;
    return `schema:${schema} sum:${total * 2} count:${total} ${zeroBucket} offset:${offset} buckets:[${own.join(' ')}]${below}`;
  });

const customFields = fc.array(fc.nat(6), { minLength: 3, maxLength: 3 }).map((own) => {
  const total = sum(own);
  return `schema:-53 sum:${total * 2} count:${total} custom_values:[1 5] buckets:[${own.join(' ')}]`;
});

/** Native histograms that grow by their own first value; a new start is a counter reset. */
function histogramValues(fields: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const growing = fc.tuple(fields, count()).map(([text, times]) => `{{${text}}}+{{${text}}}x${times}`);
  const broken = fc.constantFrom('_', '_x3', 'stale');
  return fc
    .array(fc.oneof({ weight: 4, arbitrary: growing }, { weight: 1, arbitrary: broken }), {
      minLength: 1,
      maxLength: 3,
    })
    .map((parts) => parts.join(' '));
}

const exponential = histogramValues(exponentialFields);
const custom = histogramValues(customFields);

/**
 * A set of series that generated expressions select: counters, gauges, `up`, a classic histogram and, for version
 * 3, native histograms. Names and labels are fixed, so that joins find partners; values are random.
 */
export function seriesArbitrary(version: 2 | 3): fc.Arbitrary<GeneratedSeries[]> {
  const fixed = (series: string, values: fc.Arbitrary<string>) =>
    values.map((text) => ({ series, values: text }));
  const floats = fc.tuple(
    ...['job="a",code="200"', 'job="a",code="500"', 'job="b",code="200"'].map((l) =>
      fixed(`requests_total{${l}}`, counterValues),
    ),
    ...['job="a",room="x"', 'job="a",room="y"', 'job="b",room="x"'].map((l) =>
      fixed(`temperature{${l}}`, gaugeValues),
    ),
    ...['job="a"', 'job="b"'].map((l) => fixed(`up{${l}}`, up)),
    ...['job="a",env="prod"', 'job="b",env="dev"'].map((l) =>
      fixed(`info{${l}}`, fc.constant(`1x${SAMPLES}`)),
    ),
  );
  const histogram = classic.map((values) =>
    ['0.1', '0.5', '1', '+Inf'].map((le, i) => ({
      series: `latency_bucket{job="a",le="${le}"}`,
      values: values[i]!,
    })),
  );
  const native =
    version === 2
      ? fc.constant([])
      : fc.tuple(
          fixed('native{job="a"}', exponential),
          fixed('native{job="b"}', exponential),
          fixed('nhcb{job="a"}', custom),
        );
  return fc.tuple(floats, histogram, native).map((parts) => parts.flat());
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function count(): fc.Arbitrary<number> {
  return fc.integer({ min: 1, max: SAMPLES });
}

function stepped([start, step, times]: [number, number, number]): string {
  return `${start}${step < 0 ? '' : '+'}${step}x${times}`;
}

/** The notation of floats knows no exponent without digits around it; JavaScript's text fits it as it is. */
function plain(n: number): string {
  return Object.is(n, -0) ? '0' : String(n);
}
