import type { Dimension, Measure } from './dimension.ts';
import { suffixUnit } from './unit-suffixes.ts';
import type { NamedUnit } from './unit-suffixes.ts';

const UNITS: Readonly<Record<NamedUnit, readonly [Dimension, number]>> = {
  seconds: ['time', 1],
  milliseconds: ['time', 1e-3],
  microseconds: ['time', 1e-6],
  nanoseconds: ['time', 1e-9],
  minutes: ['time', 60],
  hours: ['time', 3600],
  days: ['time', 86400],
  bytes: ['bytes', 1],
  kilobytes: ['bytes', 1e3],
  megabytes: ['bytes', 1e6],
  gigabytes: ['bytes', 1e9],
  bits: ['bytes', 1 / 8],
  'ratio (0 to 1)': ['share', 1],
  percent: ['share', 0.01],
  cores: ['cores', 1],
  millicores: ['cores', 1e-3],
  'degrees Celsius': ['degrees Celsius', 1],
  'degrees Fahrenheit': ['degrees Fahrenheit', 1],
};

/** Points in time by their names, in seconds; `_timestamp_ms` is distinguished by its unit. */
const MOMENT =
  /_timestamp(?:_(?:seconds|ms|milliseconds))?$|_created$|(?:^|_)(?:start|boot|push)_time(?:_seconds)?$|_completion_time$|_cert_expiry$|_cert_expiry_timestamp(?:_seconds)?$|_not_after$|^node_time_seconds$|_(?:expiry|expire|expires|expiration)_(?:time|date|timestamp)(?:_seconds)?$|_last_(?:[a-z]{1,20}_){0,3}(?:success|successful|failed|failure|archived|completed|updated|modified|seen|reload)_time(?:_seconds)?$/;

/** What a metric measures by its name; recorded names end in operations, not in units. */
export function measureOfName(name: string): Measure | undefined {
  // A rate by its name, and two units in one name: what its values are is not clear.
  if (name.includes(':') || /_per_|_k(?:ilo)?bytes_.*bytes/.test(name)) return undefined;
  if (/_count$/.test(name)) return { dimension: 'count', scales: [1], guessed: true };
  const base = name.replace(/_(?:total|sum)$/, '');
  const unit = suffixUnit(base);
  if (MOMENT.test(base)) {
    // Without a unit some mean milliseconds: prometheus_tsdb_lowest_timestamp.
    if (/_timestamp$/.test(base)) return { dimension: 'moment', scales: [1, 1e-3] };
    const milliseconds = unit === 'milliseconds';
    return { dimension: 'moment', scales: [milliseconds ? 1e-3 : 1] };
  }
  if (unit === undefined) return undefined;
  const [dimension, scale] = UNITS[unit];
  return { dimension, scales: [scale] };
}
