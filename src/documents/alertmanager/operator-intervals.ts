import {
  parseDaysOfMonth,
  parseMonths,
  parseTimeRange,
  parseWeekdays,
  parseYears,
} from '../../routing/time-intervals/parse.ts';
import type { TimeResult } from '../../routing/time-intervals/parse.ts';
import type { InclusiveRange, TimeRange } from '../../routing/time-intervals/interval.ts';
import type { Located } from '../fields.ts';
import type { Report } from './issue.ts';
import type { Owner } from './operator-owner.ts';
import {
  OPERATOR_DAYS,
  OPERATOR_INTERVAL,
  OPERATOR_NAMED_INTERVAL,
  OPERATOR_TIME_RANGE,
} from './schema/operator.ts';
import { Section } from './section.ts';
import type { NamedTimeInterval, TimeIntervalNode } from './types.ts';

/** Reads the time intervals of an AlertmanagerConfig; they are always in UTC, and get the prefix of the object. */
export function readOperatorIntervals(spec: Section, owner: Owner, report: Report): NamedTimeInterval[] {
  return [...spec.items('muteTimeIntervals'), ...spec.items('timeIntervals')].flatMap((item) => {
    if (item.kind !== 'map') return [];
    const section = new Section(item, OPERATOR_NAMED_INTERVAL);
    const name = section.text('name');
    if (name === undefined) return [];
    const intervals = section
      .items('timeIntervals')
      .flatMap((one) =>
        one.kind === 'map' ? [readInterval(new Section(one, OPERATOR_INTERVAL), report)] : [],
      );
    const prefixed: Located<string> = { ...name, value: owner.prefix + name.value };
    return [{ name: prefixed, key: 'mute_time_intervals' as const, intervals, range: item.range }];
  });
}

function readInterval(section: Section, report: Report): TimeIntervalNode {
  return {
    section,
    range: section.node.range,
    times: notEmpty(
      section
        .items('times')
        .flatMap((item) =>
          item.kind === 'map' ? readTimes(new Section(item, OPERATOR_TIME_RANGE), report) : [],
        ),
    ),
    weekdays: readRanges(section.texts('weekdays'), parseWeekdays, report),
    daysOfMonth: notEmpty(
      section
        .items('daysOfMonth')
        .flatMap((item) => (item.kind === 'map' ? readDays(new Section(item, OPERATOR_DAYS), report) : [])),
    ),
    months: readRanges(section.texts('months'), parseMonths, report),
    years: readRanges(section.texts('years'), parseYears, report),
  };
}

/** The operator drops empty lists: they set no condition. */
function notEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function readRanges(
  texts: readonly Located<string>[],
  parse: (text: string) => TimeResult<InclusiveRange>,
  report: Report,
): readonly InclusiveRange[] | undefined {
  const ranges = texts.flatMap((text) => {
    const result = parse(text.value);
    if (result.ok) return [result.value];
    const { code, message, help, range } = result.error;
    report.error(code, report.inside(text.node, range), message, { help });
    return [];
  });
  return notEmpty(ranges);
}

function readTimes(section: Section, report: Report): TimeRange[] {
  const [start, end] = [section.text('startTime'), section.text('endTime')];
  if (start === undefined || end === undefined) return [];
  const result = parseTimeRange(start.value, end.value);
  if (result.ok) return [result.value];
  const { code, message, help } = result.error;
  report.error(code, (result.wrong === 'start' ? start : end).range, message, { help });
  return [];
}

/** `{start, end}`; without an end, one day. */
function readDays(section: Section, report: Report): InclusiveRange[] {
  const start = section.number('start');
  if (start === undefined) return [];
  const end = section.number('end') ?? start;
  const result = parseDaysOfMonth(`${start}:${end}`);
  if (result.ok) return [result.value];
  report.error(result.error.code, section.node.range, result.error.message, { help: result.error.help });
  return [];
}
