import { parseGoDuration } from '../../go/durations/go-duration.ts';
import { readPrometheusDuration } from '../../go/durations/prometheus-duration.ts';
import type { ScalarNode } from '../../yaml/node.ts';
import { yaml11Value } from '../../yaml/yaml-1-1.ts';

/** The fault of a value. */
export interface ValueFault {
  readonly code: 'wrong-type' | 'bad-duration' | 'bad-value';
  /** "a duration" */
  readonly wanted: string;
  readonly help: string;
  /** Loki starts, but hardly means this. */
  readonly accepted?: string;
}

const GO_DURATION = 'write a number with ns, us, ms, s, m or h, as 90s or 1h30m (there is no d here)';
const PROMETHEUS_DURATION = 'write a number with ms, s, m, h, d, w or y, as 90s or 30d';

const isNumber = ({ value, style, text }: ScalarNode): boolean =>
  typeof value === 'number' || (style === 'plain' && /^[-+]?(?:0b[01_]+|\d[\d_]*)$/.test(text));

const asNumber = ({ value, text }: ScalarNode): number =>
  typeof value === 'number' ? value : Number(text.replaceAll('_', ''));

const isGoDuration = (text: string): boolean => 'nanos' in parseGoDuration(text);
const isPrometheusDuration = (text: string): boolean => !('error' in readPrometheusDuration(text));
/** units.ParseBase2Bytes: every number has a unit, 0 alone needs none. */
const isUnitsSize = (text: string): boolean =>
  /^[-+]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:[KMGTPE]i?)?B)+)$/.test(text);
/** datasize.ByteSize behind strings.ToUpper. */
const isDataSize = (text: string): boolean =>
  /^\d+\s*(?:b|byte|(?:[kmgtp]|kilo|mega|giga|tera|peta)(?:b|bytes?)?|eb?)?$/i.test(text);

type Judge = (node: ScalarNode) => ValueFault | undefined;

const fault = (wanted: string, help: string, code: ValueFault['code'] = 'wrong-type'): ValueFault => ({
  code,
  wanted,
  help,
});

const WHOLE = fault('a whole number', 'write a number without quotes and units');
const GO = fault('a duration', GO_DURATION, 'bad-duration');
const PROMETHEUS = fault('a duration', PROMETHEUS_DURATION, 'bad-duration');
const SIZE = fault('a size', 'write a whole number with a unit: 512KB, 4MB', 'bad-value');

const judgeGoDuration: Judge = (node) => {
  if (!isNumber(node)) return isGoDuration(node.text) ? undefined : GO;
  if (asNumber(node) === 0) return undefined;
  return { ...GO, accepted: `Loki reads a number without a unit as nanoseconds` };
};

/**
 * The types of values in Loki's configuration, as the fields of its structures have them: a text, a boolean, a whole number
 * (`n`: or a size), one that is not negative, a number, Go's duration or Prometheus's (`t`: one of them), a size of
 * alecthomas/units (`B`) or of datasize (`z`), a URL, a level, a day, a list of texts (`l`: of anything, `x`: or one
 * text with commas), a map of texts (`M`: of anything), anything.
 */
const JUDGES: Readonly<Record<string, Judge | undefined>> = {
  b: (node) =>
    typeof yaml11Value(node) === 'boolean'
      ? undefined
      : fault('true or false', 'write true or false without quotes'),
  i: (node) => (isNumber(node) ? undefined : WHOLE),
  n: (node) => (isNumber(node) || isUnitsSize(node.text) || isDataSize(node.text) ? undefined : WHOLE),
  u: (node) =>
    isNumber(node) && asNumber(node) >= 0 ? undefined : { ...WHOLE, wanted: 'a whole number of at least 0' },
  f: (node) => (isNumber(node) ? undefined : fault('a number', 'write a number without quotes and units')),
  d: judgeGoDuration,
  D: ({ text }) => (isPrometheusDuration(text) ? undefined : PROMETHEUS),
  t: (node) => (isPrometheusDuration(node.text) ? undefined : judgeGoDuration(node)),
  B: ({ text }) =>
    isUnitsSize(text) ? undefined : { ...SIZE, help: 'write a number with a unit: 512B, 512KB, 4MiB' },
  z: ({ text }) => (isDataSize(text) ? undefined : SIZE),
  v: ({ text }) =>
    ['debug', 'info', 'warn', 'error'].includes(text)
      ? undefined
      : fault('debug, info, warn or error', 'write one of these words in lower case', 'bad-value'),
  y: ({ text }) =>
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
      ? undefined
      : fault('a day', 'write it as 2024-01-31', 'bad-value'),
  U: ({ text }) =>
    // Go's url.Parse refuses little else.
    /^:|\p{Cc}|%(?![\da-f]{2})/iu.test(text)
      ? fault('a URL', 'write it as http://host:port/path', 'bad-value')
      : undefined,
  L: () => fault('a list of strings', 'write it as [a, b], or with "- " in a line of each'),
  l: () => fault('a list', 'write it as [a, b], or with "- " in a line of each'),
  m: () => fault('a map of strings', 'write it as "name: value" lines'),
  M: () => fault('a map', 'write it as "name: value" lines'),
};

const LISTS: readonly string[] = ['L', 'l', 'x', '*'];
const MAPS: readonly string[] = ['m', 'M', '*'];

/** The fault of a scalar of a type; undefined: Loki reads it. */
export function judgeScalar(node: ScalarNode, type: string): ValueFault | undefined {
  // An empty value leaves the default; so does a text where no structure of its own reads it.
  if (node.value === null) return undefined;
  return Object.hasOwn(JUDGES, type) ? JUDGES[type]?.(node) : undefined;
}

const WANTED: Readonly<Record<string, string | undefined>> = {
  s: 'a string',
  i: 'a whole number',
  n: 'a whole number',
  u: 'a whole number',
  f: 'a number',
  b: 'true or false',
  U: 'a URL',
  v: 'debug, info, warn or error',
  y: 'a day',
  B: 'a size',
  z: 'a size',
  m: 'a map of strings',
  M: 'a map',
  L: 'a list of strings',
  l: 'a list',
  x: 'a list of strings',
};

/** The fault of a list or a map where a type is wanted. */
export function judgeCollection(kind: 'seq' | 'map', type: string): ValueFault | undefined {
  if ((kind === 'seq' ? LISTS : MAPS).includes(type)) return undefined;
  const wanted = WANTED[type] ?? 'a duration';
  return fault(wanted, `write ${wanted}`);
}
