import {
  parseDaysOfMonth,
  parseMonths,
  parseTimeRange,
  parseWeekdays,
  parseYears,
} from '../../routing/time-intervals/parse.ts';
import type { TimeIntervalError, TimeResult } from '../../routing/time-intervals/parse.ts';
import type { InclusiveRange, TimeRange } from '../../routing/time-intervals/interval.ts';
import { isKnownZone, knownZones } from '../../routing/time-intervals/zone.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { isNull } from '../../yaml/node.ts';
import type { ScalarNode, YamlNode } from '../../yaml/node.ts';
import type { DecodeContext } from './context.ts';
import type { Report } from './issue.ts';
import { isBefore } from './version.ts';
import { NAMED_INTERVAL, TIME_INTERVAL, TIME_RANGE } from './schema/config.ts';
import { Section } from './section.ts';
import type { NamedTimeInterval, TimeIntervalNode } from './types.ts';

/** Reads one entry of `time_intervals` or `mute_time_intervals`; keys and types were checked with the file. */
export function readNamedInterval(
  node: YamlNode,
  key: NamedTimeInterval['key'],
  context: DecodeContext,
): NamedTimeInterval | undefined {
  if (node.kind !== 'map') return undefined;
  const section = new Section(node, NAMED_INTERVAL);
  const name = section.text('name');
  if (name === undefined) return undefined;
  const intervals = section
    .items('time_intervals')
    .flatMap((item) =>
      item.kind === 'map' ? [readInterval(new Section(item, TIME_INTERVAL), context)] : [],
    );
  return { name, key, intervals, range: node.range };
}

function readInterval(section: Section, { report, version }: DecodeContext): TimeIntervalNode {
  const isRecent = !isBefore(version, '0.35');
  const ranges = (
    key: string,
    parse: (text: string) => TimeResult<InclusiveRange>,
  ): readonly InclusiveRange[] | undefined => readRanges(section, key, parse, report);
  return {
    section,
    range: section.node.range,
    times: readTimes(section, report),
    weekdays: ranges('weekdays', (text) => parseWeekdays(text, isRecent)),
    daysOfMonth: ranges('days_of_month', parseDaysOfMonth),
    months: readMonths(ranges('months', parseMonths), section, isRecent, report),
    years: ranges('years', parseYears),
    location: readLocation(section, report),
    ...(isRecent ? { calendarMonths: true } : {}),
  };
}

function readRanges(
  section: Section,
  key: string,
  parse: (text: string) => TimeResult<InclusiveRange>,
  report: Report,
): readonly InclusiveRange[] | undefined {
  if (section.value(key) === undefined) return undefined;
  const texts = section.texts(key);
  warnEmpty(section, key, report);
  return texts.flatMap((text) => {
    // Alertmanager leaves an empty entry at its zero: a Sunday, and no day, month or year.
    if (isNull(text.node)) return [{ begin: 0, end: 0 }];
    const result = parse(text.value);
    if (result.ok) return [result.value];
    reportError(result.error, text.node, report);
    return [];
  });
}

function reportError(error: TimeIntervalError, node: ScalarNode, report: Report): void {
  report.error(error.code, report.inside(node, error.range), error.message, { help: error.help });
}

function warnEmpty(section: Section, key: string, report: Report): void {
  const value = section.value(key);
  if (value?.kind !== 'seq' || value.items.length > 0) return;
  report.warning('never-matches', value.range, `"${key}" is an empty list, so the interval is never active`, {
    why: 'Alertmanager requires one matching entry, and the list has none',
    help: `remove "${key}" to set no condition`,
  });
}

function readMonths(
  months: readonly InclusiveRange[] | undefined,
  section: Section,
  isRecent: boolean,
  report: Report,
): readonly InclusiveRange[] | undefined {
  for (const month of months ?? []) {
    if (month.begin >= 1 && month.end <= 12) continue;
    const { range } = section.entry('months')!.value;
    if (isRecent) {
      report.error('month-name', range, 'months are 1 to 12', { help: 'use a name such as december' });
      continue;
    }
    report.warning('never-matches', range, 'months are 1 to 12', {
      why: 'Alertmanager before 0.35 accepts other numbers, but they match no month; later ones reject them',
      help: 'use a name such as december',
    });
  }
  return months;
}

function readTimes(section: Section, report: Report): readonly TimeRange[] | undefined {
  if (section.value('times') === undefined) return undefined;
  warnEmpty(section, 'times', report);
  return section.items('times').flatMap((item) => {
    if (item.kind !== 'map') return [];
    const times = new Section(item, TIME_RANGE);
    const [start, end] = [times.text('start_time'), times.text('end_time')];
    if (start === undefined || end === undefined) return [];
    const result = parseTimeRange(start.value, end.value);
    if (result.ok) return [result.value];
    reportError(result.error, (result.wrong === 'start' ? start : end).node, report);
    return [];
  });
}

function readLocation(section: Section, report: Report): string | undefined {
  const location = section.text('location');
  if (location === undefined || isKnownZone(location.value)) return location?.value;
  report.error(
    'unknown-zone',
    location.range,
    `"${location.value}" is not a time zone${didYouMeanText(location.value, knownZones())}`,
    { help: 'use an exact IANA name, such as Europe/Berlin, or UTC' },
  );
  return undefined;
}
