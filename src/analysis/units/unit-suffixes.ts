/** Units as OpenMetrics and habit write them at the end of a name, before the suffixes of histograms. */
const UNIT_SUFFIXES = [
  [/_seconds$/, 'seconds'],
  [/_(?:milliseconds|millis|msec|ms)$/, 'milliseconds'],
  [/_(?:microseconds|micros|usec)$/, 'microseconds'],
  [/_(?:nanoseconds|nanos|nsec)$/, 'nanoseconds'],
  [/_minutes$/, 'minutes'],
  [/_hours$/, 'hours'],
  [/_days$/, 'days'],
  [/_bytes$/, 'bytes'],
  [/_(?:kilobytes|kib|kb)$/, 'kilobytes'],
  [/_(?:megabytes|mib|mb)$/, 'megabytes'],
  [/_(?:gigabytes|gib|gb)$/, 'gigabytes'],
  [/_bits$/, 'bits'],
  [/_ratio$/, 'ratio (0 to 1)'],
  [/_(?:percent|percentage)$/, 'percent'],
  [/_(?:millicores|milli_cpu)$/, 'millicores'],
  [/_cores$/, 'cores'],
  [/_celsius$/, 'degrees Celsius'],
  [/_fahrenheit$/, 'degrees Fahrenheit'],
] as const satisfies readonly (readonly [RegExp, string])[];

export type NamedUnit = (typeof UNIT_SUFFIXES)[number][1];

/** The unit that a metric's name ends in; undefined: it has no unit. */
export function suffixUnit(name: string): NamedUnit | undefined {
  return UNIT_SUFFIXES.find(([suffix]) => suffix.test(name))?.[1];
}

/** Aggregations whose results are in the unit of what they aggregate. */
export const UNIT_KEEPING: ReadonlySet<string> = new Set([
  'sum',
  'min',
  'max',
  'avg',
  'topk',
  'bottomk',
  'quantile',
]);
