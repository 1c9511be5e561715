import type { Dimension } from '../units/index.ts';

/** What Grafana takes the numbers of a panel for. */
export interface PanelUnit {
  readonly dimension: Dimension;
  /** How much of the base unit (second, byte, 1) a value of 1 is. */
  readonly scale: number;
  readonly perSecond?: true;
  /** In words: `milliseconds`. */
  readonly text: string;
}

const time = (scale: number, text: string): PanelUnit => ({ dimension: 'time', scale, text });
const moment = (text: string): PanelUnit => ({ dimension: 'moment', scale: 1e-3, text });
const bytes = (scale: number, text: string): PanelUnit => ({ dimension: 'bytes', scale, text });
const rate = (scale: number, text: string): PanelUnit => ({
  dimension: 'bytes',
  scale,
  perSecond: true,
  text: `${text} per second`,
});

const MILLISECONDS_1970 = 'milliseconds since 1970';

/** The unit ids of Grafana (packages/grafana-data/src/valueFormats/categories.ts) whose meaning is beyond doubt. */
const UNITS: Readonly<Record<string, PanelUnit>> = {
  ns: time(1e-9, 'nanoseconds'),
  µs: time(1e-6, 'microseconds'),
  ms: time(1e-3, 'milliseconds'),
  s: time(1, 'seconds'),
  m: time(60, 'minutes'),
  h: time(3600, 'hours'),
  d: time(86400, 'days'),
  dtdurationms: time(1e-3, 'milliseconds'),
  dtdurations: time(1, 'seconds'),
  dthms: time(1, 'seconds'),
  dtdhms: time(1, 'seconds'),
  clockms: time(1e-3, 'milliseconds'),
  clocks: time(1, 'seconds'),
  dateTimeAsIso: moment(MILLISECONDS_1970),
  dateTimeAsIsoNoDateIfToday: moment(MILLISECONDS_1970),
  dateTimeAsUS: moment(MILLISECONDS_1970),
  dateTimeAsUSNoDateIfToday: moment(MILLISECONDS_1970),
  dateTimeAsLocal: moment(MILLISECONDS_1970),
  dateTimeAsSystem: moment(MILLISECONDS_1970),
  dateTimeFromNow: moment(MILLISECONDS_1970),
  bytes: bytes(1, 'bytes'),
  decbytes: bytes(1, 'bytes'),
  bits: bytes(1 / 8, 'bits'),
  decbits: bytes(1 / 8, 'bits'),
  kbytes: bytes(1024, 'kibibytes'),
  deckbytes: bytes(1000, 'kilobytes'),
  mbytes: bytes(1024 ** 2, 'mebibytes'),
  decmbytes: bytes(1e6, 'megabytes'),
  gbytes: bytes(1024 ** 3, 'gibibytes'),
  decgbytes: bytes(1e9, 'gigabytes'),
  Bps: rate(1, 'bytes'),
  binBps: rate(1, 'bytes'),
  bps: rate(1 / 8, 'bits'),
  binbps: rate(1 / 8, 'bits'),
  KBs: rate(1000, 'kilobytes'),
  KiBs: rate(1024, 'kibibytes'),
  MBs: rate(1e6, 'megabytes'),
  MiBs: rate(1024 ** 2, 'mebibytes'),
  GBs: rate(1e9, 'gigabytes'),
  GiBs: rate(1024 ** 3, 'gibibytes'),
  percent: { dimension: 'share', scale: 0.01, text: 'percent (0 to 100)' },
  percentunit: { dimension: 'share', scale: 1, text: 'a ratio (0 to 1)' },
};

/** What a unit of Grafana stands for; undefined: a unit that fits many things, or one that is not known. */
export function panelUnit(id: string): PanelUnit | undefined {
  return Object.hasOwn(UNITS, id) ? UNITS[id] : undefined;
}
