import { offer } from '../../analysis/suggestion/index.ts';
import type { Repair } from '../../analysis/suggestion/index.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import type { Range } from '../../source/range.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type { Call, Expr } from '../../promql/syntax/ast.ts';
import { children } from '../../promql/syntax/walk.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { formatSampleValue } from '../../go/numbers/format-float.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { samplesNeeded, staticMs } from '../../analysis/expression/index.ts';

export default defineCheck({
  meta: {
    id: 'promql/subquery-step',
    summary: 'subqueries whose step gives too few values, or counts events several times',
    why: 'Such a subquery contains at most one value, and sometimes none: the function over it reads a single moment.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'Range and step swapped',
          files: ruleFile(alert('max_over_time(rate(shop_errors_total[5m])[1m:10m]) > 5')),
          at: ['[1m:10m]'],
        },
        {
          title: 'One value, where two are needed',
          files: ruleFile(alert('changes(max(shop_leader)[5m:5m]) > 0')),
          at: ['[5m:5m]'],
        },
        {
          title: 'Everything counts ten times',
          files: ruleFile(alert('sum_over_time(increase(shop_errors_total[10m])[1h:1m]) > 100')),
          at: ['[1h:1m]'],
        },
      ],
      right: [
        { files: ruleFile(alert('max_over_time(rate(shop_errors_total[5m])[10m:1m]) > 5')) },
        {
          title: 'Adjacent steps',
          files: ruleFile(alert('sum_over_time(increase(shop_errors_total[10m])[1h:10m]) > 100')),
        },
        {
          title: 'The default step',
          files: ruleFile(alert('max_over_time(rate(shop_errors_total[5m])[10m:]) > 5')),
        },
      ],
    },
  },
  messages: {
    longer: (data: { range: string; step: string; help: string }) => ({
      message: `the step of ${data.step} is longer than the range of ${data.range}, so the subquery contains at most one value`,
      why: 'evaluations between two steps find no value: the alert resolves, and "for" restarts',
      help: data.help,
    }),
    single: (data: { range: string; step: string; func: string; result: string; help: string }) => ({
      message: `${data.func}() needs two values, but [${data.range}:${data.step}] contains one: the step is ${data.step}`,
      why: `${data.result}: the condition on it is always false`,
      help: data.help,
    }),
    gaps: (data: { range: string; step: string; func: string; help: string }) => ({
      message: `${data.func}() needs two values, but [${data.range}:${data.step}] does not always contain two: the step is ${data.step}`,
      why: 'some evaluations return no result: the alert resolves, and "for" restarts',
      help: data.help,
    }),
    overlap: (data: { outer: string; inner: string; range: string; step: string; times: string }) => ({
      message: `each value of ${data.inner}() covers ${data.range}, but the step is ${data.step}: ${data.outer}() counts every event ${data.times} times`,
      why: 'the threshold is reached much too early',
      help: `make the step as long as the inner range , or use ${data.inner}() over the whole range`,
    }),
  },
  create: (context) => ({
    Promql(query) {
      if (query.ast === undefined || !MAYBE_SUBQUERY.test(query.source.text)) return;
      for (const { call, divided } of calls(query.ast, false)) {
        const argument = call.args.map((arg) => unwrap(arg)).find(({ kind }) => kind === 'SubqueryExpr');
        if (argument?.kind !== 'SubqueryExpr' || argument.step === undefined) continue;
        const [range, step] = [staticMs(argument.range), staticMs(argument.step)];
        if (range === undefined || step === undefined || step <= 0) continue;
        const place = query.place({ start: argument.range.start - 1, end: argument.step.end + 1 });
        const data = { range: formatDurationMs(range), step: formatDurationMs(step), func: call.func };
        const bracket = { start: argument.range.start - 1, end: argument.step.end + 1 };
        if (step > range) {
          const wording = { proved: 'write the range first', words: 'write the range first, then the step' };
          const { help, fix } = withBracket(query, bracket, step, range, wording, context.project);
          context.report('longer', place, { ...data, help }, { fix });
        } else if (needsTwo(call.func) && range < 2 * step) {
          const compares = !(samplesNeeded(call.func) > 1);
          if (range > step && compares) continue;
          const result = compares ? 'without a second value it is always 0' : 'it returns no result';
          const words = 'use a step of a quarter of the range or less';
          const wording = { proved: words, words };
          const { help, fix } = withBracket(query, bracket, range, range / 4, wording, context.project);
          context.report(range === step ? 'single' : 'gaps', place, { ...data, result, help }, { fix });
        } else if (call.func === 'sum_over_time' && !divided) {
          const inner = countingCall(argument.expr);
          if (inner === undefined || inner.rangeMs <= step) continue;
          context.report('overlap', place, {
            outer: call.func,
            inner: inner.func,
            range: formatDurationMs(inner.rangeMs),
            step: data.step,
            times: formatSampleValue(Number((inner.rangeMs / step).toPrecision(3))),
          });
        }
      }
    },
  }),
});

/** Another range and step of a subquery, where it is proved that something is returned with them. */
function withBracket(
  query: PromqlQuery,
  bracket: Range,
  range: number,
  step: number,
  { proved, words }: { proved: string; words: string },
  project: Project,
): Repair {
  const text = `[${formatDurationMs(range)}:${formatDurationMs(Math.max(1, Math.floor(step)))}]`;
  return offer(query, [{ range: bracket, text }], { proved: `${proved}: ${text}`, words }, project);
}

/** A cheap look: few expressions have a subquery with a step. */
const MAYBE_SUBQUERY = /\[[^\][]*:/;

/** changes() and resets() of one value are 0, whatever happens. */
function needsTwo(func: string): boolean {
  return samplesNeeded(func) > 1 || func === 'changes' || func === 'resets';
}

/** All calls, and whether what they return is divided or multiplied, as by who knows that it counts too much. */
function calls(expr: Expr, divided: boolean): readonly { call: Call; divided: boolean }[] {
  const below = divided || (expr.kind === 'BinaryExpr' && (expr.op === '/' || expr.op === '*'));
  const inner = children(expr).flatMap((child) => calls(child, below));
  return expr.kind === 'Call' ? [{ call: expr, divided: below }, ...inner] : inner;
}

/** `increase(x[10m])`, also summed up: what happened in a range. */
function countingCall(expr: Expr): { func: string; rangeMs: number } | undefined {
  const node = unwrap(expr);
  if (node.kind === 'AggregateExpr') return node.op === 'sum' ? countingCall(node.expr) : undefined;
  if (node.kind !== 'Call' || !/^(?:increase|changes|resets|count_over_time)$/.test(node.func))
    return undefined;
  const matrix = node.args[0] === undefined ? undefined : unwrap(node.args[0]);
  const rangeMs = matrix?.kind === 'MatrixSelector' ? staticMs(matrix.range) : undefined;
  return rangeMs === undefined ? undefined : { func: node.func, rangeMs };
}
