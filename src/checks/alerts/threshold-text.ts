import type { Project } from '../../project/project.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { formatSampleValue } from '../../util/go-float.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { ruleAst } from '../support/rule-ast.ts';
import { isProvedRatio } from '../support/proved-ratio.ts';
import { thresholdOf } from '../support/threshold.ts';
import type { Threshold } from '../support/threshold.ts';
import { unwrap } from '../../promql/infer/index.ts';
import { SECONDS_IN, valueUnit } from '../support/value-unit.ts';

const summary = (text: string): { annotations: Record<string, string> } => ({
  annotations: { summary: text },
});
const RATIO = 'sum(rate(errors_total{kind="x"}[5m])) / sum(rate(errors_total[5m]))';
const P99 = 'histogram_quantile(0.99, sum by (le) (rate(http_seconds_bucket[5m])))';

export default defineCheck({
  meta: {
    id: 'alerts/threshold-text',
    summary: 'thresholds that are another order of magnitude than the number in the annotation',
    why: 'One of the two is wrong: either the alert fires ten times too late, or the page says ten times too much.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
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
      ],
      right: [
        { files: ruleFile(alert(`${RATIO} > 0.05`, summary('More than 5% of requests fail'))) },
        { files: ruleFile(alert(`${P99} > 0.5`, summary('p99 is above 500ms'))) },
        {
          title: 'What is left of the whole',
          files: ruleFile(alert(`${RATIO} > 0.9`, summary('Less than 10% of requests succeed'))),
        },
        {
          title: 'Several numbers: one may be anything',
          files: ruleFile(alert(`${RATIO} > 0.5`, summary('5% of 50% is too much'))),
        },
        {
          title: 'Not only another power of ten: rounded, or a number of something else',
          files: ruleFile(alert(`${RATIO} > 0.07`, summary('The budget of 5% is nearly spent'))),
        },
      ],
    },
  },
  messages: {
    differs: (data: { text: string; op: string; limit: string; means: string; meant: string }) => ({
      message: `the annotation says ${data.text}, but the threshold ${data.op} ${data.limit} is ${data.means}`,
      why: 'whoever is paged is told another limit than the one that was passed',
      help: `write ${data.meant} in the expression, or correct the annotation`,
    }),
  },
  create: (context) => ({
    AlertingRule(rule) {
      const ast = ruleAst(rule);
      const limit = ast === undefined ? undefined : limitOf(ast, context.project);
      if (limit === undefined) return;
      const said = rule.annotations.flatMap(({ value, node }) =>
        amountsIn(value, limit.percent).map((amount) => ({ ...amount, node })),
      );
      const [first] = said;
      if (first === undefined || said.some(({ amount }) => amount !== first.amount)) return;
      if (!isOtherScale(limit, first.amount)) return;
      const { node, start, end } = first;
      const place = { file: rule.file, range: scalarRange(node, rule.file.text, start, end) };
      context.report('differs', place, {
        text: `"${first.text}"`,
        op: limit.threshold.op,
        limit: formatSampleValue(limit.threshold.limit),
        means: limit.percent ? `${tidy(limit.amount)} %` : `${tidy(limit.amount)} s`,
        meant: formatSampleValue(tidyNumber(first.amount / limit.factor)),
      });
    },
  }),
});

/** A threshold as a percentage or in seconds: `factor` times the number that is written. */
interface Limit {
  readonly threshold: Threshold;
  readonly percent: boolean;
  readonly factor: number;
  readonly amount: number;
}

function limitOf(expr: Expr, project: Project): Limit | undefined {
  const threshold = thresholdOf(condition(expr));
  if (threshold === undefined || threshold.limit === 0) return undefined;
  const unit = valueUnit(threshold.value);
  const ratio = unit === undefined && isProvedRatio(threshold.value, project);
  if (unit === undefined && !ratio) return undefined;
  const percent = ratio || unit === 'percent';
  const factor = ratio ? 100 : unit === undefined || unit === 'percent' ? 1 : SECONDS_IN[unit];
  return { threshold, percent, factor, amount: threshold.limit * factor };
}

/** What must hold first: of `a > 5 and b > 0` the left side. */
function condition(expr: Expr): Expr {
  const node = unwrap(expr);
  return node.kind === 'BinaryExpr' && (node.op === 'and' || node.op === 'unless')
    ? condition(node.lhs)
    : node;
}

interface Amount {
  readonly amount: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const PERCENTAGES = /(?<![\w.$-])(\d+(?:\.\d+)?)\s?%/g;
const TIMES = /(?<![\w.$-])(\d+(?:\.\d+)?)\s?(ms|milliseconds?|s|sec|seconds?)\b/g;

/** A cheap look for what TIMES finds: most texts with a digit have none. */
const MAYBE_TIME = /\d\s?(?:m|s)/;

/** The percentages, or times in seconds, that a text names outside of template actions. */
function amountsIn(text: string, percent: boolean): Amount[] {
  if (!(percent ? text.includes('%') : MAYBE_TIME.test(text))) return [];
  // Dots in place of the actions keep the offsets.
  const plain = text.replace(/\{\{[^]*?\}\}/g, (action) => '.'.repeat(action.length));
  return [...plain.matchAll(percent ? PERCENTAGES : TIMES)].map((match) => ({
    amount: Number(match[1]) * (match[2]?.startsWith('m') === true ? SECONDS_IN.milliseconds : 1),
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Do the two differ by a power of ten of at least that much? A percentage may also be what is left of the whole. */
function isOtherScale({ amount, percent }: Limit, said: number): boolean {
  if (percent && Math.abs(amount + said - 100) < 1e-9) return false;
  const scale = Math.log10(amount / said);
  const smallest = percent ? 1 : 3;
  return Math.abs(scale) > smallest - 1e-9 && Math.abs(scale - Math.round(scale)) < 1e-9;
}

function tidyNumber(value: number): number {
  return Number(value.toPrecision(12));
}

function tidy(value: number): string {
  return formatSampleValue(tidyNumber(value));
}
