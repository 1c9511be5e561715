import { formatSampleValue } from '../../go/numbers/format-float.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import type { Project } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import {
  branchesOf,
  cataloguedSeries,
  constant,
  rangedSelector,
  ruleAst,
  thresholdOf,
} from '../../analysis/expression/index.ts';
import { UNIT_KEEPING } from '../../analysis/units/index.ts';
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
    id: 'templates/rate-as-share',
    summary: 'texts that call a rate per second a percentage',
    why: 'rate() counts events per second; a percentage is a share of a total. Without a division the alert depends on the traffic, and the text shows a meaningless number.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: ruleFile(
            alert(
              'rate(http_requests_total{status=~"5.."}[5m]) > 0.05',
              summary('Error rate is {{ $value | humanizePercentage }}'),
            ),
          ),
          at: ['humanizePercentage'],
        },
        {
          title: 'The limit is meant as a percentage',
          files: ruleFile(
            alert('sum(rate(shop_errors_total[5m])) > 0.1', summary('Error rate is above 10%')),
          ),
          at: ['10%'],
        },
        {
          title: 'Times 100',
          files: ruleFile(
            alert('rate(shop_orders_failed_total[5m]) * 100 > 5', summary('More than 5% of the orders fail')),
          ),
          at: ['5%'],
        },
      ],
      right: [
        {
          files: ruleFile(
            alert(
              'sum(rate(shop_errors_total[5m])) / sum(rate(shop_requests_total[5m])) > 0.1',
              summary('Error rate is above 10%'),
            ),
          ),
        },
        {
          title: 'Seconds per second are a share of the time',
          files: ruleFile(
            alert(
              'rate(process_cpu_seconds_total{job="shop"}[5m]) > 0.8',
              summary('CPU is at {{ $value | humanizePercentage }}'),
            ),
          ),
        },
        {
          title: 'Events per second',
          files: ruleFile(
            alert('rate(shop_errors_total[5m]) > 0.1', summary('{{ $value }} errors per second')),
          ),
        },
        {
          title: 'A percentage of something else',
          files: ruleFile(
            alert('rate(shop_errors_total[5m]) > 0.5', summary('Errors. The budget allows 10%')),
          ),
        },
      ],
    },
  },
  messages: {
    shown: (data: { func: string; name: string }) => ({
      message: `the value is ${data.func}() of "${data.name}", events per second, and humanizePercentage shows it as a percentage`,
      why: 'the expression does not divide by a total: "5%" means one event in 20 seconds, for any number of requests',
      help: `divide by the rate of all events, or write "{{ $value }} per second"`,
    }),
    limit: (data: { text: string; op: string; limit: string; func: string; name: string }) => ({
      message: `the annotation says ${data.text}, but ${data.op} ${data.limit} is compared with ${data.func}() of "${data.name}", events per second`,
      why: 'the alert depends on how many requests there are, not on which share of them fails',
      help: 'divide by the rate of all events',
    }),
  },
  create: (context) => ({
    AlertingRule(rule) {
      const ast = ruleAst(rule);
      const found = ast === undefined ? undefined : rateOf(ast, context.project);
      if (found === undefined) return;
      const { func, name } = found;
      for (const { value: text, node } of rule.annotations) {
        const place = (start: number, end: number) => ({
          file: rule.file,
          range: scalarRange(node, rule.file.text, start, end),
        });
        const shown = shownAsPercentage(text);
        if (shown !== undefined) {
          context.report('shown', place(shown.start, shown.end), { func, name });
          return;
        }
        const said = limitInText(text, found);
        if (said === undefined) continue;
        const { op, limit } = found;
        context.report('limit', place(said.start, said.end), {
          text: `"${said.text}"`,
          op,
          limit: formatSampleValue(limit),
          func,
          name,
        });
        return;
      }
    },
  }),
});

/** A condition on how many events there are per second. */
interface Found {
  readonly func: string;
  readonly name: string;
  readonly op: string;
  readonly limit: number;
}

function rateOf(expr: Expr, project: Project): Found | undefined {
  for (const branch of branchesOf(expr)) {
    const node = unwrap(branch);
    const main = node.kind === 'BinaryExpr' && node.op === 'and' ? node.lhs : node;
    const threshold = thresholdOf(main);
    const rate = threshold === undefined ? undefined : eventRate(threshold.value, project);
    if (threshold === undefined || rate === undefined) continue;
    return { ...rate, op: threshold.op, limit: threshold.limit };
  }
  return undefined;
}

/** `rate(x[5m])`, also added up or times a number, of what counts events: no seconds, bytes or shares. */
function eventRate(expr: Expr, project: Project): { func: string; name: string } | undefined {
  const node = unwrap(expr);
  if (node.kind === 'AggregateExpr')
    return UNIT_KEEPING.has(node.op) ? eventRate(node.expr, project) : undefined;
  if (node.kind === 'BinaryExpr' && node.op === '*') {
    if (constant(node.rhs) !== undefined) return eventRate(node.lhs, project);
    return constant(node.lhs) === undefined ? undefined : eventRate(node.rhs, project);
  }
  if (node.kind !== 'Call' || (node.func !== 'rate' && node.func !== 'irate')) return undefined;
  const [argument] = node.args;
  const selector = argument === undefined ? undefined : rangedSelector(argument);
  const name = selector === undefined ? undefined : selectedName(selector);
  if (selector === undefined || name === undefined || !/_total$/.test(name) || OF_TIME.test(name))
    return undefined;
  const unit = cataloguedSeries(selector, project)?.metric.unit;
  return unit === undefined ? { func: node.func, name } : undefined;
}

/** Counters of time or amounts, whose rate can be a share: of the time, or of a capacity. */
const OF_TIME = /second|_ms_|millis|micro|nano|cpu|_time_|duration|ratio|percent|bytes|jiffies|ticks/;

function shownAsPercentage(text: string): { readonly start: number; readonly end: number } | undefined {
  const { functions, values } = analyzeAlertTemplate(text);
  const found = functions.find(
    ({ name, range }) =>
      name === 'humanizePercentage' &&
      values.some((value) =>
        value.end <= range.start
          ? /^\s*\|\s*$/.test(text.slice(value.end, range.start))
          : /^\s+$/.test(text.slice(range.end, value.start)),
      ),
  );
  return found?.range;
}

const LIMIT =
  /\b(?:more than|above|over|exceeds?|exceeded|greater than|higher than|>=?)\s?(\d{1,3}(?:\.\d{1,4})?)\s?%/gi;

/** A percentage that is the limit: the very number, or a hundred times it. */
function limitInText(
  text: string,
  { limit }: Found,
): { text: string; start: number; end: number } | undefined {
  for (const match of withoutActions(text).matchAll(LIMIT)) {
    const said = Number(match[1]);
    if (said !== limit && Math.abs(said - limit * 100) > 1e-9) continue;
    const start = match.index + match[0].indexOf(match[1]!);
    const end = match.index + match[0].length;
    return { text: text.slice(start, end), start, end };
  }
  return undefined;
}
