import { compileExpr, range, Storage } from '../../promql/eval/index.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type { BinaryExpr, Call, Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';

/** Minutes of a week, from Sunday 00:00 UTC on. */
const WEEK_MINUTES = 7 * 24 * 60;
const MINUTE_MS = 60_000;
/** A Sunday, 00:00 UTC, in milliseconds since the epoch. */
const SUNDAY_MS = Date.UTC(2026, 0, 4);

/** When the conditions of an expression on the clock hold: a stretch of minutes of the week, the end not included. */
export interface WeekWindow {
  readonly start: number;
  /** Beyond WEEK_MINUTES where the window goes on into the next week. */
  readonly end: number;
}

/** The functions that depend on hour, minute and day of the week alone: their answers repeat every week. */
const WEEKLY = /^(?:hour|minute|day_of_week)$/;
/** Those of the calendar beyond the week. */
const BEYOND = /^(?:month|year|day_of_month|day_of_year|days_in_month)$/;

/** What an expression asks of the clock. */
export interface ClockCondition {
  /** The conditions that were looked at, in the order of the text. */
  readonly parts: readonly Expr[];
  /** All windows of a week in which all of them hold; one window of a whole week where they always do. */
  readonly windows: readonly WeekWindow[];
  /** A condition on the date (month, day of the month) applies besides, which no week shows. */
  readonly beyond: boolean;
}

/**
 * The times of the week at which the conditions on the clock let an expression return something: those that are joined to
 * the whole by `and` or `unless`. undefined where it has none.
 */
export function clockCondition(expr: Expr, text: string): ClockCondition | undefined {
  const parts: { readonly node: Expr; readonly negated: boolean }[] = [];
  let beyond = false;
  for (const { node, negated } of conjuncts(expr)) {
    const kind = clockKind(node);
    if (kind === 'weekly') parts.push({ node, negated });
    if (kind === 'beyond') beyond = true;
  }
  if (parts.length === 0 && !beyond) return undefined;
  const minutes = new Uint8Array(WEEK_MINUTES).fill(1);
  for (const { node, negated } of parts) {
    const holds = minutesOf(node, text);
    for (let i = 0; i < WEEK_MINUTES; i++) if ((holds[i] === 1) === negated) minutes[i] = 0;
  }
  return { parts: parts.map(({ node }) => node), windows: windowsOf(minutes), beyond };
}

/** The parts of a chain of `and` and `unless`. The right side of `unless` is negated. */
function conjuncts(expr: Expr): { node: Expr; negated: boolean }[] {
  const node = unwrap(expr);
  if (
    node.kind !== 'BinaryExpr' ||
    (node.op !== 'and' && node.op !== 'unless') ||
    clockKind(node) !== undefined
  )
    return [{ node, negated: false }];
  const right = node.op === 'and' ? conjuncts(node.rhs) : [{ node: unwrap(node.rhs), negated: true }];
  return [...conjuncts(node.lhs), ...right];
}

/** Whether an expression is a condition on the clock alone. */
function clockKind(expr: Expr): 'weekly' | 'beyond' | undefined {
  let kind: 'weekly' | 'beyond' | undefined;
  let other = false as boolean;
  let compares = false as boolean;
  walkExpr(expr, (node) => {
    if (node.kind === 'VectorSelector') other = true;
    if (node.kind === 'BinaryExpr') compares ||= isComparison(node);
    if (node.kind !== 'Call') return;
    if (WEEKLY.test(node.func)) kind ??= 'weekly';
    else if (BEYOND.test(node.func)) kind = 'beyond';
    else if (node.func !== 'vector' && node.func !== 'time') other = true;
  });
  return other || !compares || !usesClock(expr) ? undefined : kind;
}

function isComparison({ op }: BinaryExpr): boolean {
  return ['==', '!=', '>', '<', '>=', '<='].includes(op);
}

function usesClock(expr: Expr): boolean {
  const calls: Call[] = [];
  walkExpr(expr, (node) => {
    if (node.kind === 'Call') calls.push(node);
  });
  return calls.some(({ func }) => WEEKLY.test(func) || BEYOND.test(func));
}

/** One where the condition returns something, by minute of the week. */
function minutesOf(expr: Expr, text: string): Uint8Array {
  const holds = new Uint8Array(WEEK_MINUTES);
  const end = SUNDAY_MS + (WEEK_MINUTES - 1) * MINUTE_MS;
  const { value } = range(compileExpr(expr, text), new Storage(), SUNDAY_MS, end, MINUTE_MS);
  for (const { floats } of value.series)
    for (const timeMs of floats.timesMs) holds[(timeMs - SUNDAY_MS) / MINUTE_MS] = 1;
  return holds;
}

/** The stretches of minutes; one that reaches the end of the week goes on in that at its start. */
function windowsOf(minutes: Uint8Array): WeekWindow[] {
  const windows: WeekWindow[] = [];
  let start: number | undefined;
  for (let i = 0; i <= WEEK_MINUTES; i++) {
    const holds = i < WEEK_MINUTES && minutes[i] === 1;
    if (holds) start ??= i;
    else if (start !== undefined) {
      windows.push({ start, end: i });
      start = undefined;
    }
  }
  const [first, last] = [windows[0], windows.at(-1)];
  if (first === undefined || last === undefined || first === last) return windows;
  if (first.start !== 0 || last.end !== WEEK_MINUTES) return windows;
  return [...windows.slice(1, -1), { start: last.start, end: WEEK_MINUTES + first.end }];
}

/** The length of the longest window in minutes; 0 without one. */
export function longestWindow(windows: readonly WeekWindow[]): number {
  return Math.max(0, ...windows.map(({ start, end }) => end - start));
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const DAY_MINUTES = 24 * 60;

/** Windows in words, all times UTC: `Mon-Fri 08:00-18:00`, `Sat 22:00-Sun 06:00`. Days with the same hours stand together. */
export function weekText(windows: readonly WeekWindow[]): string {
  if (windows.length === 0) return 'never';
  if (longestWindow(windows) >= WEEK_MINUTES) return 'at any time';
  const byHours = new Map<string, number[]>();
  for (const { start, end } of mondayFirst(windows)) {
    const hours = end - start <= DAY_MINUTES ? `${clock(start)}-${endClock(end)}` : longText(start, end);
    byHours.set(hours, [...(byHours.get(hours) ?? []), Math.floor(start / DAY_MINUTES)]);
  }
  return [...byHours]
    .map(([hours, days]) => (hours.includes(' to ') ? hours : `${daysText(days)} ${hours}`))
    .join(', ');
}

/** The week of people begins on Monday. */
function mondayFirst(windows: readonly WeekWindow[]): WeekWindow[] {
  const order = ({ start }: WeekWindow): number => (start + 6 * DAY_MINUTES) % WEEK_MINUTES;
  return [...windows].sort((a, b) => order(a) - order(b));
}

/** A window of more than a day: from a day and hour to another. */
function longText(start: number, end: number): string {
  const day = (minute: number): string => DAYS[Math.floor(minute / DAY_MINUTES) % 7]!;
  return `${day(start)} ${clock(start)} to ${day(end - 1)} ${endClock(end)}`;
}

function clock(minute: number): string {
  const inDay = minute % DAY_MINUTES;
  return `${String(Math.floor(inDay / 60)).padStart(2, '0')}:${String(inDay % 60).padStart(2, '0')}`;
}

/** The end of a day is 24:00. */
function endClock(minute: number): string {
  return minute % DAY_MINUTES === 0 ? '24:00' : clock(minute);
}

function daysText(days: readonly number[]): string {
  if (days.length === 7) return 'daily';
  const ranges: [number, number][] = [];
  for (const day of [...days].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7))) {
    const last = ranges.at(-1);
    if (last !== undefined && (last[1] + 1) % 7 === day % 7 && day !== 1) last[1] = day;
    else ranges.push([day, day]);
  }
  return ranges.map(([from, to]) => (from === to ? DAYS[from]! : `${DAYS[from]!}-${DAYS[to]!}`)).join(', ');
}
