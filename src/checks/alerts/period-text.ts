import type { AlertingRule } from '../../documents/rules/types.ts';
import { formatSampleValue } from '../../go/numbers/format-float.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import type { Project } from '../../project/project.ts';
import { branchesOf, constant, ruleAst, staticMs, thresholdOf } from '../../analysis/expression/index.ts';
import { isNear, measureOf, textUnit, UNIT_KEEPING } from '../../analysis/units/index.ts';
import { analyzeAlertTemplate } from '../../template/analysis.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { withoutActions } from '../support/plain-text.ts';

const summary = (text: string): { annotations: Record<string, string> } => ({
  annotations: { summary: text },
});

export default defineCheck({
  meta: {
    id: 'alerts/period-text',
    summary: 'texts that name an amount per hour where the expression has one per second',
    why: 'rate() is per second: a limit meant per hour is passed 3600 times too late.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: ruleFile(
            alert(
              'rate(shop_written_bytes_total[1h]) > 100 * 1024 * 1024',
              summary('writes more than 100MB/hour'),
            ),
          ),
          at: ['100MB/hour'],
        },
        {
          files: ruleFile(
            alert('sum(rate(shop_errors_total[5m])) > 10', summary('More than 10 errors per minute')),
          ),
          at: ['10 errors per minute'],
        },
        {
          title: 'The growth of another time',
          files: ruleFile(alert('increase(shop_restarts_total[5m]) > 5', summary('Over 5 restarts an hour'))),
          at: ['5 restarts an hour'],
        },
      ],
      right: [
        {
          files: ruleFile(
            alert(
              'rate(shop_written_bytes_total[1h]) * 3600 > 100e6',
              summary('writes more than 100MB/hour'),
            ),
          ),
        },
        {
          files: ruleFile(alert('increase(shop_restarts_total[1h]) > 5', summary('Over 5 restarts an hour'))),
        },
        {
          files: ruleFile(
            alert('rate(shop_errors_total[5m]) > 10', summary('More than 10 errors per second')),
          ),
        },
        {
          title: 'Converted in the limit',
          files: ruleFile(alert('rate(shop_errors_total[5m]) > 10 / 60', summary('More than 10 errors/min'))),
        },
      ],
    },
  },
  messages: {
    differs: (data: { text: string; op: string; limit: string; period: string; factor: string }) => ({
      message: `the annotation says "${data.text}", but "${data.op} ${data.limit}" is compared with an amount ${data.period}`,
      why: `the alert fires at ${data.factor} times the limit that the text names`,
      help: 'use increase() over the time that the text names, or convert the limit',
    }),
    shown: (data: { text: string; period: string }) => ({
      message: `the text says "${data.text}" behind the value, but the value is an amount ${data.period}`,
      why: 'whoever is paged reads a number that is wrong by that factor',
      help: 'use increase() over the time that the text names, or correct the text',
    }),
  },
  create: (context) => ({
    AlertingRule(rule) {
      const ast = ruleAst(rule);
      if (ast === undefined) return;
      const said = amountsPerTime(rule);
      const shown = shownPerTime(rule);
      if (said.length === 0 && shown.length === 0) return;
      for (const branch of branchesOf(ast)) {
        const limit = limitOf(branch, context.project);
        const wrong = shown.find(({ seconds }) => limit !== undefined && isOtherTime(seconds, limit.seconds));
        if (limit !== undefined && wrong !== undefined) {
          const { node, start, end, text } = wrong;
          const range = scalarRange(node, rule.file.text, start, end);
          context.report('shown', { file: rule.file, range }, { text, period: periodText(limit.seconds) });
          return;
        }
        const found = limit === undefined ? undefined : said.find((each) => contradicts(limit, each));
        if (limit === undefined || found === undefined) continue;
        const { node, start, end, text } = found;
        context.report(
          'differs',
          { file: rule.file, range: scalarRange(node, rule.file.text, start, end) },
          {
            text,
            op: limit.op,
            limit: formatSampleValue(limit.limit),
            period: periodText(limit.seconds),
            factor: formatSampleValue(Number((found.seconds / limit.seconds).toPrecision(3))),
          },
        );
        return;
      }
    },
  }),
});

/** A threshold of an amount in so many seconds. */
interface Limit {
  readonly op: string;
  readonly limit: number;
  readonly seconds: number;
  /** In bytes, if the metric's name has a unit of bytes. */
  readonly bytes?: number;
}

function limitOf(branch: Expr, project: Project): Limit | undefined {
  const node = unwrap(branch);
  if (node.kind === 'BinaryExpr' && (node.op === 'and' || node.op === 'unless'))
    return limitOf(node.lhs, project);
  const threshold = thresholdOf(node);
  if (threshold === undefined || threshold.limit < 0) return undefined;
  const seconds = secondsOf(threshold.value);
  if (seconds === undefined) return undefined;
  const { op, limit } = threshold;
  const measure = measureOf(threshold.value, project);
  const scale = measure?.dimension === 'bytes' ? measure.scales[0] : undefined;
  return { op, limit, seconds, ...(scale !== undefined && { bytes: limit * scale }) };
}

/** Of how many seconds a value is the growth: 1 of rate(), 300 of increase() over 5m, 60 of 60 times a rate. */
function secondsOf(expr: Expr): number | undefined {
  const node = unwrap(expr);
  if (node.kind === 'AggregateExpr') return UNIT_KEEPING.has(node.op) ? secondsOf(node.expr) : undefined;
  if (node.kind === 'BinaryExpr' && (node.op === '*' || node.op === '/')) {
    const [left, right] = [constant(node.lhs), constant(node.rhs)];
    const factor = right ?? (node.op === '*' ? left : undefined);
    const inner = factor === undefined ? undefined : secondsOf(right === undefined ? node.rhs : node.lhs);
    if (factor === undefined || inner === undefined) return undefined;
    const times = node.op === '*' ? factor : 1 / factor;
    return PERIODS.some(([, seconds]) => seconds === times) ? inner * times : inner;
  }
  if (node.kind !== 'Call') return undefined;
  if (node.func === 'rate' || node.func === 'irate') return 1;
  const range = node.func === 'increase' && node.args[0] !== undefined ? unwrap(node.args[0]) : undefined;
  const ms = range?.kind === 'MatrixSelector' ? staticMs(range.range) : undefined;
  return ms === undefined ? undefined : ms / 1000;
}

const PERIODS: readonly (readonly [pattern: RegExp, seconds: number])[] = [
  [/^s(?:ec(?:ond)?)?$/, 1],
  [/^m(?:in(?:ute)?)?$/, 60],
  [/^h(?:(?:ou)?r)?$/, 3600],
  [/^d(?:ay)?$/, 86400],
];

function periodText(seconds: number): string {
  const words = { 1: 'per second', 60: 'per minute', 3600: 'per hour', 86400: 'per day' } as const;
  return seconds in words ? words[seconds as keyof typeof words] : `in ${formatSampleValue(seconds)} s`;
}

interface Said {
  readonly amount: number;
  readonly bytes?: number;
  readonly seconds: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly node: AlertingRule['annotations'][number]['node'];
}

/** `100MB/hour`, `5 failed logins per minute`, `10 errors an hour`. */
const PER_TIME =
  /(?<![\w.$-])(\d{1,12}(?:\.\d{1,6})?) ?([KMGT]i?B|B|bytes)?((?: [A-Za-z][a-z-]{1,20}){0,3})(?: ?\/ ?| per | an? | each | every )(second|sec|s|minute|min|m|hour|hr|h|day|d)(?![A-Za-z0-9])/g;

function amountsPerTime(rule: AlertingRule): Said[] {
  return rule.annotations.flatMap(({ value, node }) =>
    [...withoutActions(value).matchAll(PER_TIME)].flatMap((match) => {
      const [text, number = '', unit, noun = '', period = ''] = match;
      const seconds = PERIODS.find(([pattern]) => pattern.test(period))?.[1];
      const scale = unit === undefined ? undefined : textUnit(unit)?.scale;
      if (seconds === undefined || (unit === undefined && noun === '')) return [];
      const amount = Number(number);
      const place = { text, start: match.index, end: match.index + text.length, node };
      return [{ amount, seconds, ...place, ...(scale !== undefined && { bytes: amount * scale }) }];
    }),
  );
}

/** `{{ $value }} orders per hour`. */
const SHOWN =
  /^%?((?: [A-Za-z][a-z-]{1,20}){0,2})( ?\/ ?| per | an? | each | every )(second|sec|s|minute|min|m|hour|hr|h|day|d)(?![A-Za-z0-9])/;

function shownPerTime(rule: AlertingRule): Omit<Said, 'amount'>[] {
  return rule.annotations.flatMap(({ value, node }) =>
    analyzeAlertTemplate(value).values.flatMap((place) => {
      const close = value.indexOf('}}', place.end);
      const open = value.lastIndexOf('{{', place.start);
      if (
        close < 0 ||
        open < 0 ||
        /\b(?:if|with|query|range)\b|humanizePercentage/.test(value.slice(open, close))
      )
        return [];
      const match = SHOWN.exec(value.slice(close + 2, close + 90));
      const seconds = PERIODS.find(([pattern]) => pattern.test(match?.[3] ?? ''))?.[1];
      if (match === null || seconds === undefined) return [];
      const end = close + 2 + match[0].length;
      const text = `${match[2]!}${match[3]!}`.trim();
      return [{ seconds, text, start: end - text.length, end, node }];
    }),
  );
}

/** At least twice as long, or half. */
function isOtherTime(said: number, own: number): boolean {
  return said / own >= 2 || own / said >= 2;
}

/** The same number, of a time that is at least twice as long or short. */
function contradicts(limit: Limit, said: Said): boolean {
  if (!isOtherTime(said.seconds, limit.seconds)) return false;
  if (said.bytes !== undefined) return limit.bytes !== undefined && isNear(limit.bytes / said.bytes);
  return limit.limit === said.amount;
}
