import { selectedName } from '../../project/series-graph.ts';
import type { Project } from '../../project/project.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { formatSampleValue } from '../../go/numbers/format-float.ts';
import type { ScalarNode } from '../../yaml/node.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { withoutActions } from '../support/plain-text.ts';
import { branchesOf, ruleAst, staticMs, thresholdOf } from '../../analysis/expression/index.ts';
import {
  isNear,
  measureOf,
  measureText,
  textUnit,
  UNIT_KEEPING,
  UNIT_WORD,
} from '../../analysis/units/index.ts';
import type { Dimension } from '../../analysis/units/index.ts';
import type { Threshold } from '../../analysis/expression/index.ts';
import { unwrap } from '../../promql/infer/index.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import type { AlertingRule } from '../../documents/rules/types.ts';

const summary = (text: string): { annotations: Record<string, string> } => ({
  annotations: { summary: text },
});
const RATIO = 'sum(rate(errors_total{kind="x"}[5m])) / sum(rate(errors_total[5m]))';
const P99 = 'histogram_quantile(0.99, sum by (le) (rate(http_seconds_bucket[5m])))';

export default defineCheck({
  meta: {
    id: 'alerts/threshold-text',
    summary: 'thresholds of another order of magnitude than the number in the annotation',
    why: 'One of the two is wrong: the alert fires ten times too late, or the page states a value ten times too high.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'Bytes are not bits',
          files: ruleFile(
            alert('rate(node_network_receive_bytes_total[5m]) > 1e9', {
              annotations: { summary: 'more than 1 Gbit/s in' },
            }),
          ),
          at: ['1 Gbit/s'],
        },
        {
          title: '1 is one core',
          files: ruleFile(
            alert('rate(process_cpu_seconds_total{job="shop"}[5m]) > 90', {
              annotations: { summary: 'CPU above 90%' },
            }),
          ),
          at: ['90%'],
        },
        {
          title: 'A ratio that is ten times the percentage',
          files: ruleFile(alert(`${RATIO} > 0.5`, summary('More than 5% of requests fail'))),
          at: ['5%'],
        },
        {
          title: 'Seconds, compared with a number of milliseconds',
          files: ruleFile(alert(`${P99} > 500`, summary('p99 is above 500ms'))),
          at: ['500ms'],
        },
        {
          title: 'An hour for a day',
          files: ruleFile(
            alert(
              'time() - shop_backup_timestamp_seconds > 3600',
              summary('No backup for more than 24 hours'),
            ),
          ),
          at: ['24 hours'],
        },
        {
          title: 'Another limit altogether, of both directions',
          files: ruleFile(
            alert(
              'avg_over_time(node_timex_offset_seconds[5m]) > 0.05 or avg_over_time(node_timex_offset_seconds[5m]) < -0.05',
              summary('The clock is off by more than 300s'),
            ),
          ),
          at: ['300s'],
        },
        {
          title: 'Megabytes for gigabytes',
          files: ruleFile(alert('shop_heap_bytes > 4 * 1024 * 1024', summary('The heap is over 4GB'))),
          at: ['4GB'],
        },
        {
          title: 'Bytes, compared with a percentage',
          files: ruleFile(alert('shop_heap_bytes > 90', summary('The heap is above 90%'))),
          at: ['90%'],
        },
      ],
      right: [
        {
          title: 'Shares of a core',
          files: ruleFile(
            alert('rate(process_cpu_seconds_total{job="shop"}[5m]) > 0.9', {
              annotations: { summary: 'CPU above 90%' },
            }),
          ),
        },
        {
          title: 'The duration of the condition',
          files: ruleFile(
            alert('shop_wait_seconds > 60', {
              for: '1h',
              ...summary('Long queues for more than 1 hour'),
            }),
          ),
        },
        { files: ruleFile(alert(`${RATIO} > 0.05`, summary('More than 5% of requests fail'))) },
        { files: ruleFile(alert(`${P99} > 0.5`, summary('p99 is above 500ms'))) },
        {
          title: 'The remaining share',
          files: ruleFile(alert(`${RATIO} > 0.9`, summary('Less than 10% of requests succeed'))),
        },
        {
          title: 'The duration of the condition, for any comparison',
          files: ruleFile(alert(`100 * ${RATIO} > 10`, summary('Requests fail for more than 10 minutes'))),
        },
        {
          title: 'Several numbers: each may be the threshold',
          files: ruleFile(alert(`${RATIO} > 0.5`, summary('5% of 50% is too much'))),
        },
        {
          title: 'Not only another power of ten: rounded, or an unrelated number',
          files: ruleFile(alert(`${RATIO} > 0.07`, summary('The budget of 5% is nearly spent'))),
        },
      ],
    },
  },
  messages: {
    differs: (data: { text: string; op: string; limit: string; means: string; meant: string }) => ({
      message: `the annotation says ${data.text}, but the threshold ${data.op} ${data.limit} is ${data.means}`,
      why: 'the on-call engineer reads another threshold than the one that was exceeded',
      help: `use ${data.meant} in the expression, or correct the annotation`,
    }),
    other: (data: { text: string; op: string; limit: string; means: string }) => ({
      message: `the annotation says ${data.text}, but the threshold ${data.op} ${data.limit} is ${data.means}`,
      why: 'the threshold is in another unit than the value, so the alert fires nearly always, or never',
      help: 'convert the value to the unit of the annotation (for a percentage: divide by the whole and multiply by 100), or correct the annotation',
    }),
  },
  create: (context) => ({
    AlertingRule(rule) {
      const ast = ruleAst(rule);
      const limit = ast === undefined ? undefined : limitOfAll(ast, context.project);
      if (ast === undefined || limit === undefined) return;
      const amounts = rule.annotations.flatMap(({ value, node }) =>
        amountsIn(value).map((amount) => ({ ...amount, node })),
      );
      if (amounts.length === 0) return;
      const other = otherKind(amounts, limit);
      if (other !== undefined) {
        const { node, start, end, text } = other;
        context.report(
          'other',
          { file: rule.file, range: scalarRange(node, rule.file.text, start, end) },
          {
            text: `"${text}"`,
            op: limit.threshold.op,
            limit: formatSampleValue(limit.threshold.limit),
            means: amountText(limit),
          },
        );
        return;
      }
      const own = [...timesOf(rule), ...rangesIn(ast)];
      const said = amounts
        .filter(({ dimension }) => dimension === limit.dimension)
        .filter(
          ({ amount, isDistance }) => limit.dimension !== 'time' || isDistance || !own.includes(amount),
        );
      const [first] = said;
      if (first === undefined || said.some(({ amount }) => !isNear(amount / first.amount))) return;
      if (!isOtherScale(limit, first) && !isFarOff(limit, first)) return;
      const { node, start, end } = first;
      const place = { file: rule.file, range: scalarRange(node, rule.file.text, start, end) };
      context.report('differs', place, {
        text: `"${first.text}"`,
        op: limit.threshold.op,
        limit: formatSampleValue(limit.threshold.limit),
        means: amountText(limit),
        meant: formatSampleValue(meantNumber(first.amount / limit.factor)),
      });
    },
  }),
});

const DIMENSIONS: readonly Dimension[] = ['share', 'time', 'bytes'];

/** A threshold in percent, seconds or bytes: `factor` times the number that is written. */
interface Limit {
  readonly threshold: Threshold;
  readonly dimension: Dimension;
  readonly factor: number;
  readonly amount: number;
  readonly unit: string;
  /** Seconds of computing per second: 1 is one core, and of how many nobody knows. */
  readonly cores?: true;
}

/** The limit of a condition, or of alternatives that have the same one: `x > 5 or x < -5`. */
function limitOfAll(expr: Expr, project: Project): Limit | undefined {
  const limits = branchesOf(expr).map((branch) => limitOf(branch, project));
  const [first] = limits;
  const same = limits.every(
    (limit) => limit?.unit === first?.unit && Math.abs(limit?.amount ?? 0) === Math.abs(first?.amount ?? 0),
  );
  return same ? first : undefined;
}

function limitOf(expr: Expr, project: Project): Limit | undefined {
  const threshold = thresholdOf(condition(expr));
  if (threshold === undefined || threshold.limit === 0) return undefined;
  if (isComputing(threshold.value))
    return {
      threshold,
      dimension: 'share',
      factor: 100,
      amount: threshold.limit * 100,
      unit: 'cores',
      cores: true,
    };
  const measure = measureOf(threshold.value, project);
  const [scale] = measure?.scales ?? [];
  if (measure === undefined || scale === undefined || measure.scales.length > 1) return undefined;
  if (!DIMENSIONS.includes(measure.dimension)) return undefined;
  const factor = tidyNumber(measure.dimension === 'share' ? scale * 100 : scale);
  return {
    threshold,
    dimension: measure.dimension,
    factor,
    amount: threshold.limit * factor,
    unit: measureText(measure),
  };
}

/** `rate(x_cpu_seconds_total[5m])`, also summed up: seconds per second, where 0.9 is what people call 90 %. */
function isComputing(expr: Expr): boolean {
  const node = unwrap(expr);
  if (node.kind === 'AggregateExpr') return UNIT_KEEPING.has(node.op) && isComputing(node.expr);
  if (node.kind !== 'Call' || (node.func !== 'rate' && node.func !== 'irate')) return false;
  const matrix = node.args[0] === undefined ? undefined : unwrap(node.args[0]);
  const name = matrix?.kind === 'MatrixSelector' ? selectedName(matrix.selector) : undefined;
  return name !== undefined && name.includes('cpu') && /_seconds(?:_total)?$/.test(name);
}

function amountText({ dimension, amount }: Limit): string {
  if (dimension === 'share') return `${tidy(amount)} %`;
  return dimension === 'time' ? `${tidy(amount)} s` : `${tidy(amount)} bytes`;
}

/**
 * The only amount of all annotations, where it is a limit of the threshold's very number in a unit of another kind. Times
 * may say how long it has been so.
 */
function otherKind(said: readonly Said[], limit: Limit): Said | undefined {
  const [first] = said;
  if (first === undefined || said.some(({ text }) => text !== first.text)) return undefined;
  const isOther = first.isLimit && first.dimension !== limit.dimension && first.dimension !== 'time';
  return isOther && Number.parseFloat(first.text) === limit.threshold.limit ? first : undefined;
}

/** What a text may say of the alert itself: how long it must last, how often it is evaluated. */
function timesOf(rule: AlertingRule): number[] {
  // Milliseconds in the documents.
  const times = [rule.for?.value, rule.keepFiringFor?.value, rule.group.interval?.value];
  return times.flatMap((ms) => (ms === undefined ? [] : [ms / 1000]));
}

/** The ranges and offsets of an expression: the subject of `over 5 minutes`. */
function rangesIn(expr: Expr): number[] {
  const found: number[] = [];
  walkExpr(expr, (node) => {
    const durations =
      node.kind === 'MatrixSelector'
        ? [node.range, node.selector.offset]
        : node.kind === 'SubqueryExpr'
          ? [node.range, node.step, node.offset]
          : node.kind === 'VectorSelector'
            ? [node.offset]
            : [];
    for (const duration of durations) {
      const ms = staticMs(duration);
      if (ms !== undefined) found.push(ms / 1000);
    }
  });
  return found;
}

/** What must hold first: of `a > 5 and b > 0` the left side. */
function condition(expr: Expr): Expr {
  const node = unwrap(expr);
  return node.kind === 'BinaryExpr' && (node.op === 'and' || node.op === 'unless')
    ? condition(node.lhs)
    : node;
}

interface Amount {
  readonly dimension: Dimension;
  readonly amount: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** A word before it says that it is a limit. */
  readonly isLimit: boolean;
  /** "by more than": it is how far something is off, not how long it has been so. */
  readonly isDistance: boolean;
  readonly bits: boolean;
}

/** An amount in an annotation. */
type Said = Amount & { readonly node: ScalarNode };

const AMOUNTS = new RegExp(`(?<![\\w.$-])(\\d+(?:\\.\\d+)?)\\s?(${UNIT_WORD})(?![A-Za-z0-9])`, 'g');
/** Words that make a limit of the number behind them. */
const LIMIT_WORDS =
  /(?:\b(?:more|less|greater|fewer|longer|larger|higher|lower|older|bigger) than|\b(?:over|above|under|below|exceeds?|exceeded|beyond|within)|[<>]=?)\s*$/i;

const DISTANCE_WORDS = /\bby (?:more than|less than|over) ?$/i;

/** A cheap look for what AMOUNTS finds: most texts with a digit have none. */
const MAYBE_AMOUNT = /\d\s?[a-zA-Zµ%]/;

/** The amounts that a text names outside of template actions: percentages, seconds, bytes. */
function amountsIn(text: string): Amount[] {
  if (!MAYBE_AMOUNT.test(text)) return [];
  const plain = withoutActions(text);
  return [...plain.matchAll(AMOUNTS)].flatMap((match) => {
    const unit = textUnit(match[2]!);
    if (unit === undefined || !DIMENSIONS.includes(unit.dimension)) return [];
    const factor = unit.dimension === 'share' ? 1 : unit.scale;
    return [
      {
        dimension: unit.dimension,
        amount: Number(match[1]) * factor,
        text: match[0],
        start: match.index,
        end: match.index + match[0].length,
        isLimit: LIMIT_WORDS.test(plain.slice(0, match.index)),
        isDistance: DISTANCE_WORDS.test(plain.slice(0, match.index)),
        bits: unit.bits === true,
      },
    ];
  });
}

/** A percentage may also be the rest of the whole. */
function isOtherScale(limit: Limit, { amount: said, isLimit, bits }: Amount): boolean {
  const { amount, dimension } = limit;
  if (limit.cores === true)
    return isLimit && isNear(amount / said / 100) && isNear(limit.threshold.limit / said);
  if (bits && isLimit && (isNear(amount / said / 8) || isNear((amount / said) * 8))) return true;
  if (dimension === 'share' && Math.abs(amount + said - 100) < 1e-9) return false;
  const ratio = Math.abs(amount) / said;
  if (isPowerOfTen(ratio, dimension === 'share' || (isLimit && dimension === 'time') ? 1 : 3)) return true;
  return isLimit && dimension !== 'share' && isUnitApart(ratio, dimension);
}

/** A text that names a limit of its own, which rounding (of MiB to MB, too) does not explain. */
function isFarOff(
  { amount, dimension, cores, threshold }: Limit,
  { amount: said, isLimit, bits }: Amount,
): boolean {
  if (!isLimit || cores === true || bits || threshold.op === '==' || threshold.op === '!=') return false;
  const far = (ratio: number): boolean => ratio > 1.15 || ratio < 0.87;
  const size = Math.abs(amount);
  return far(size / said) && (dimension !== 'share' || far(Math.abs(100 - size) / said));
}

/** Do the two differ by a power of ten of at least that much? */
function isPowerOfTen(ratio: number, smallest: number): boolean {
  const scale = Math.log10(ratio);
  return Math.abs(scale) > smallest - 1e-9 && Math.abs(scale - Math.round(scale)) < 1e-9;
}

/** Is one the other in the next unit, or in a later one: hours for days, megabytes for gigabytes? */
function isUnitApart(ratio: number, dimension: Dimension): boolean {
  const factors =
    dimension === 'time'
      ? [7, 24, 60, 168, 1440, 3600, 86400, 604800]
      : [1, 2, 3].flatMap((n) => [1000 ** n, 1024 ** n]);
  const near = dimension === 'time' ? (one: number) => Math.abs(one - 1) < 1e-6 : isNear;
  return factors.some((factor) => near(ratio / factor) || near(ratio * factor));
}

/** The number to write: a whole one, where a text with MB means MiB. */
function meantNumber(value: number): number {
  const binary = [1, 1.024, 1.024 ** 2, 1.024 ** 3].map((factor) => tidyNumber(value * factor));
  return binary.find((one) => Number.isInteger(one)) ?? tidyNumber(value);
}

function tidyNumber(value: number): number {
  return Number(value.toPrecision(12));
}

function tidy(value: number): string {
  return formatSampleValue(tidyNumber(value));
}
