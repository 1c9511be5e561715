import type { Range } from '../../source/range.ts';
import { analyzeAlertTemplate } from '../../template/analysis.ts';
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

/** What the functions take. */
const TAKES: Readonly<Record<string, { readonly unit: string; readonly wrong: readonly ValueUnit[] }>> = {
  humanizePercentage: { unit: 'a ratio, which it multiplies by 100', wrong: ['percent'] },
  humanizeDuration: {
    unit: 'seconds',
    wrong: ['percent', 'milliseconds', 'microseconds', 'nanoseconds'],
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
      ],
      right: [
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
    unit: (data: { func: string; takes: string; unit: ValueUnit; help: string }) => ({
      message: `${data.func} takes ${data.takes}, but the expression returns ${data.unit === 'percent' ? 'a percentage' : data.unit}`,
      why: 'the notification shows a number that is wrong by orders of magnitude',
      help: data.help,
    }),
  },
  create: (context) => ({
    AlertingRule(rule) {
      const ast = ruleAst(rule);
      const unit = ast === undefined ? undefined : valueUnit(ast);
      if (unit === undefined || unit === 'seconds') return;
      for (const { value: text, node } of [...rule.labels, ...rule.annotations]) {
        const { functions, values } = analyzeAlertTemplate(text);
        for (const { name, range } of functions) {
          const takes = TAKES[name];
          if (!takes?.wrong.includes(unit) || !values.some((value) => isPiped(text, value, range))) continue;
          const place = {
            file: rule.file,
            range: scalarRange(node, rule.file.text, range.start, range.end),
          };
          context.report('unit', place, { func: name, takes: takes.unit, unit, help: helpFor(name, unit) });
        }
      }
    },
  }),
});

/** `$value | f` or `f $value`, with nothing in between that could change it. */
function isPiped(text: string, value: Range, func: Range): boolean {
  return value.end <= func.start
    ? /^\s*\|\s*$/.test(text.slice(value.end, func.start))
    : /^\s+$/.test(text.slice(func.end, value.start));
}

function helpFor(func: string, unit: ValueUnit): string {
  if (unit === 'percent')
    return func === 'humanizePercentage'
      ? 'write {{ printf "%.1f" $value }}%, or take the factor of 100 out of the expression and the threshold'
      : 'write {{ printf "%.1f" $value }}%';
  return 'divide by 1000 (or more) in the expression and the threshold, or write the unit behind {{ $value }}';
}
