import type { Range } from '../../source/range.ts';
import { analyzeAlertTemplate } from '../../template/analysis.ts';
import type { Project } from '../../project/project.ts';
import type { AlertingRule } from '../../documents/rules/types.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { isProvedRatio } from '../support/proved-ratio.ts';
import { thresholdOf } from '../support/threshold.ts';
import { namedUnit } from '../support/named-unit.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { ruleAst } from '../support/rule-ast.ts';
import { valueUnit } from '../support/value-unit.ts';
import type { ValueUnit } from '../support/value-unit.ts';

const summary = (text: string): { annotations: Record<string, string> } => ({
  annotations: { summary: text },
});
const RATIO = 'sum(rate(errors_total[5m])) / sum(rate(requests_total[5m]))';

type ShownUnit = ValueUnit | 'bytes';

/** What the functions take. */
const TAKES: Readonly<Record<string, { readonly unit: string; readonly wrong: readonly ShownUnit[] }>> = {
  humanizePercentage: {
    unit: 'a ratio, which it multiplies by 100',
    wrong: ['percent', 'bytes', 'seconds', 'milliseconds'],
  },
  humanizeDuration: {
    unit: 'seconds',
    wrong: ['percent', 'bytes', 'milliseconds', 'microseconds', 'nanoseconds'],
  },
};

export default defineCheck({
  meta: {
    id: 'templates/value-unit',
    summary: 'humanizePercentage of percentages, humanizeDuration of milliseconds',
    why: 'Whoever is paged reads "700%" for 7 %, or hours for seconds, and takes the incident for something else.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'A percentage, times 100 once more',
          files: ruleFile(alert(`100 * ${RATIO} > 5`, summary('{{ $value | humanizePercentage }} fail'))),
          at: ['humanizePercentage'],
        },
        {
          title: 'Milliseconds',
          files: ruleFile(
            alert('max(shop_checkout_milliseconds) > 500', summary('took {{ humanizeDuration $value }}')),
          ),
          at: ['humanizeDuration'],
        },
        {
          title: 'A ratio with a percent sign',
          files: ruleFile(
            alert(
              'node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1',
              summary('{{ printf "%.2f" $value }}% left'),
            ),
          ),
          at: ['%'],
        },
        {
          title: 'Bytes are no time',
          files: ruleFile(alert('shop_cache_bytes > 1e9', summary('{{ $value | humanizeDuration }}'))),
          at: ['humanizeDuration'],
        },
      ],
      right: [
        {
          title: 'The percentage of a ratio',
          files: ruleFile(
            alert(
              '100 * node_filesystem_avail_bytes / node_filesystem_size_bytes < 10',
              summary('{{ $value }}% left'),
            ),
          ),
        },
        { files: ruleFile(alert(`${RATIO} > 0.05`, summary('{{ $value | humanizePercentage }} fail'))) },
        {
          title: 'Seconds again',
          files: ruleFile(
            alert('max(shop_checkout_milliseconds) / 1000 > 5', summary('{{ $value | humanizeDuration }}')),
          ),
        },
        {
          title: 'A rate of milliseconds per second is a ratio',
          files: ruleFile(
            alert('rate(shop_pause_milliseconds[5m]) > 500', summary('{{ $value | humanizeDuration }}')),
          ),
        },
        {
          title: 'Another number than the value',
          files: ruleFile(
            alert(`100 * ${RATIO} > 5`, summary('{{ 0.05 | humanizePercentage }}: {{ $value }} %')),
          ),
        },
      ],
    },
  },
  messages: {
    percentSign: (_: Readonly<Record<string, never>>) => ({
      message: 'the expression returns a ratio of at most 1, and the text puts "%" behind it',
      why: 'the notification says 0.05% where 5% is meant',
      help: 'write {{ $value | humanizePercentage }}, or multiply by 100 in the expression and the threshold',
    }),
    unit: (data: { func: string; takes: string; unit: ShownUnit; help: string }) => ({
      message: `${data.func} takes ${data.takes}, but the expression returns ${data.unit === 'percent' ? 'a percentage' : data.unit}`,
      why: 'the notification shows a number that is wrong by orders of magnitude',
      help: data.help,
    }),
  },
  create: (context) => {
    /** `{{ $value }}%` of a ratio. */
    const reportPercentSigns = (rule: AlertingRule): void => {
      for (const { value: text, node } of [...rule.labels, ...rule.annotations]) {
        for (const { start, end } of analyzeAlertTemplate(text).values) {
          const close = text.indexOf('}}', end);
          const open = text.lastIndexOf('{{', start);
          if (close < 0 || !/^\s?%/.test(text.slice(close + 2))) continue;
          if (/humanizePercentage|\bquery\b/.test(text.slice(open, close))) continue;
          const sign = text.indexOf('%', close);
          const range = scalarRange(node, rule.file.text, sign, sign + 1);
          context.report('percentSign', { file: rule.file, range }, {});
        }
      }
    };
    return {
      AlertingRule(rule) {
        const ast = ruleAst(rule);
        if (ast === undefined) return;
        const unit = valueUnit(ast) ?? foreignUnit(ast);
        if (unit === undefined) {
          if (isShare(ast, context.project)) reportPercentSigns(rule);
          return;
        }
        for (const { value: text, node } of [...rule.labels, ...rule.annotations]) {
          const { functions, values } = analyzeAlertTemplate(text);
          for (const { name, range } of functions) {
            const takes = TAKES[name];
            if (!takes?.wrong.includes(unit) || !values.some((value) => isPiped(text, value, range)))
              continue;
            const place = {
              file: rule.file,
              range: scalarRange(node, rule.file.text, range.start, range.end),
            };
            context.report('unit', place, { func: name, takes: takes.unit, unit, help: helpFor(name, unit) });
          }
        }
      },
    };
  },
});

/** Units that are nothing to either function, by the names of the metrics. */
function foreignUnit(expr: Expr): 'bytes' | undefined {
  return namedUnit(expr) === 'bytes' ? 'bytes' : undefined;
}

/** A comparison of a share leaves less of it. */
function isShare(expr: Expr, project: Project): boolean {
  const value = thresholdOf(expr)?.value;
  return value !== undefined && unwrap(value).kind === 'BinaryExpr' && isProvedRatio(value, project);
}

/** `$value | f` or `f $value`, with nothing in between that could change it. */
function isPiped(text: string, value: Range, func: Range): boolean {
  return value.end <= func.start
    ? /^\s*\|\s*$/.test(text.slice(value.end, func.start))
    : /^\s+$/.test(text.slice(func.end, value.start));
}

function helpFor(func: string, unit: ShownUnit): string {
  if (unit === 'bytes') return 'write {{ $value | humanize1024 }}B';
  if (func === 'humanizePercentage' && unit !== 'percent')
    return 'write {{ $value | humanizeDuration }} for seconds, or the number with its unit';
  if (unit === 'percent')
    return func === 'humanizePercentage'
      ? 'write {{ printf "%.1f" $value }}%, or take the factor of 100 out of the expression and the threshold'
      : 'write {{ printf "%.1f" $value }}%';
  return 'divide by 1000 (or more) in the expression and the threshold, or write the unit behind {{ $value }}';
}
