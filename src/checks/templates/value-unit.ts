import type { AlertingRule } from '../../documents/rules/types.ts';
import type { KeyValue } from '../../documents/fields.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import type { Range } from '../../source/range.ts';
import { analyzeAlertTemplate } from '../../template/analysis.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { isAlike, measureOf, measureText, textUnit, UNIT_WORD } from '../../analysis/units/index.ts';
import type { Measure } from '../../analysis/units/index.ts';
import { ruleAst } from '../../analysis/expression/index.ts';

const summary = (text: string): { annotations: Record<string, string> } => ({
  annotations: { summary: text },
});
const RATIO = 'sum(rate(errors_total[5m])) / sum(rate(requests_total[5m]))';

/** What the functions take: a value of this measure. */
const TAKES: Readonly<Record<string, { readonly unit: string; readonly measure: Measure }>> = {
  humanizePercentage: {
    unit: 'a ratio, which it multiplies by 100',
    measure: { dimension: 'share', scales: [1] },
  },
  humanizeDuration: { unit: 'seconds', measure: { dimension: 'time', scales: [1] } },
  humanizeTimestamp: { unit: 'seconds since 1970', measure: { dimension: 'moment', scales: [1] } },
};

export default defineCheck({
  meta: {
    id: 'templates/value-unit',
    summary: 'values shown in another unit than their own, such as humanizePercentage of a percentage',
    why: 'The on-call engineer reads "700%" for 7 %, or hours for seconds, and misjudges the incident.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'A percentage, multiplied by 100 again',
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
          title: 'Bytes are not a duration',
          files: ruleFile(alert('shop_cache_bytes > 1e9', summary('{{ $value | humanizeDuration }}'))),
          at: ['humanizeDuration'],
        },
        {
          title: 'Two percent signs',
          files: ruleFile(alert(`${RATIO} > 0.05`, summary('{{ $value | humanizePercentage }}% failed'))),
          at: ['%'],
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
          title: 'Seconds, divided back',
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
          title: 'The function adds the sign',
          files: ruleFile(alert(`${RATIO} > 0.05`, summary('{{ $value | humanizePercentage }} of all'))),
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
      message: 'the expression returns a ratio of at most 1, but the text adds "%"',
      why: 'the notification says 0.05% instead of 5%',
      help: 'use {{ $value | humanizePercentage }}, or multiply by 100 in the expression and the threshold',
    }),
    unit: (data: { func: string; takes: string; unit: string; help: string }) => ({
      message: `${data.func} expects ${data.takes}, but the expression returns ${data.unit}`,
      why: 'the notification shows a number that is wrong by orders of magnitude',
      help: data.help,
    }),
    text: (data: { said: string; unit: string }) => ({
      message: `the text adds "${data.said}" to the value, but the expression returns ${data.unit}`,
      why: 'the notification shows a number that is wrong by orders of magnitude',
      help: 'write the unit of the expression, use humanizeDuration, humanizePercentage or humanize1024, or convert expression and threshold',
    }),
    twice: (_: Readonly<Record<string, never>>) => ({
      message: 'humanizePercentage already adds "%", and the text adds another one',
      why: 'the notification says "5%%"',
      help: 'remove the "%" from the text',
    }),
    prefixed: (data: { unit: string }) => ({
      message: `humanize1024 adds the prefix itself ("2.5G"), but the expression returns ${data.unit}`,
      why: 'with "B" after it, the notification says megabytes instead of terabytes, for example',
      help: 'keep the value in bytes, or use {{ $value }} with its own unit',
    }),
  },
  create: (context) => {
    const check = (
      rule: AlertingRule,
      { value: text, node }: KeyValue,
      measure: Measure,
      ast: Expr,
    ): void => {
      const { functions, values } = analyzeAlertTemplate(text);
      const place = ({ start, end }: Range) => ({
        file: rule.file,
        range: scalarRange(node, rule.file.text, start, end),
      });
      for (const { name, range } of functions) {
        const takes = TAKES[name];
        if (takes === undefined || !isWrong(name, measure, ast)) continue;
        if (!values.some((value) => isPiped(text, value, range))) continue;
        const data = {
          func: name,
          takes: takes.unit,
          unit: measureText(measure),
          help: helpFor(name, measure),
        };
        context.report('unit', place(range), data);
      }
      for (const value of values) {
        const behind = unitBehind(text, value);
        if (behind === undefined) continue;
        if (behind.prefixed && measure.dimension === 'bytes') {
          if (!isAlike(measure.scales, [1]))
            context.report('prefixed', place(behind.range), { unit: measureText(measure) });
          continue;
        }
        const unit = textUnit(behind.word);
        if (unit === undefined || !contradicts(measure, unit)) continue;
        if (unit.dimension === 'share' && measure.dimension === 'share')
          context.report('percentSign', place(behind.range), {});
        else context.report('text', place(behind.range), { said: behind.word, unit: measureText(measure) });
      }
    };
    return {
      AlertingRule(rule) {
        const [twice, ...others] = [...rule.labels, ...rule.annotations].flatMap(({ name, value, node }) =>
          doubledSigns(value).map(({ start, end }) => ({
            place: { file: rule.file, range: scalarRange(node, rule.file.text, start, end) },
            message: `"${name}" has two as well`,
          })),
        );
        if (twice !== undefined)
          context.report(
            'twice',
            twice.place,
            {},
            {
              severity: 'warning',
              related: others.map(({ place, message }) => ({ ...place, message })),
            },
          );
        const ast = ruleAst(rule);
        const measure = ast === undefined ? undefined : measureOf(ast, context.project);
        if (ast === undefined || measure === undefined) return;
        for (const text of [...rule.labels, ...rule.annotations]) check(rule, text, measure, ast);
      },
    };
  },
});

/** Where a percent sign follows an action that ends in humanizePercentage. */
function doubledSigns(text: string): Range[] {
  return [...text.matchAll(/\|\s*humanizePercentage\s*-?\}\}(\s?%)/g)].map(
    ({ 0: all, 1: sign = '', index }) => {
      const end = index + all.length;
      return { start: end - sign.trimStart().length, end };
    },
  );
}

/** Whether a function is not for such a value. */
function isWrong(func: string, measure: Measure, ast: Expr): boolean {
  const takes = TAKES[func]!.measure;
  if (takes.dimension === measure.dimension) return !isAlike(takes.scales, measure.scales);
  if (measure.dimension === 'count') return measure.guessed !== true;
  if (takes.dimension !== 'moment') return true;
  // Names of points in time end in "_seconds" too; the difference of two is surely a time.
  return measure.dimension !== 'time' || isDifference(ast);
}

function isDifference(expr: Expr): boolean {
  const node = unwrap(expr);
  if (node.kind !== 'BinaryExpr') return false;
  return node.op === '-' || (node.op !== 'or' && isDifference(node.lhs));
}

/** Whether a text says another unit than the value has; a number of things may have any. */
function contradicts(measure: Measure, said: { dimension: string; scale: number }): boolean {
  if (measure.dimension === said.dimension) return !isAlike(measure.scales, [said.scale]);
  if (measure.guessed === true || measure.perSecond === true) return false;
  return ['time', 'bytes', 'share'].includes(measure.dimension);
}

/** The unit after the action with a value, if the action does not change its text. */
function unitBehind(
  text: string,
  { start, end }: Range,
): { word: string; prefixed: boolean; range: Range } | undefined {
  const close = text.indexOf('}}', end);
  const open = text.lastIndexOf('{{', start);
  if (close < 0 || open < 0) return undefined;
  const action = text.slice(open, close);
  if (/humanizePercentage|humanizeDuration|humanizeTimestamp|\bquery\b|\bif\b|\bwith\b/.test(action))
    return undefined;
  const match = BEHIND.exec(text.slice(close + 2));
  if (match === null) return undefined;
  const first = close + 2 + match[0].length - match[1]!.length;
  return {
    word: match[1]!,
    // humanize writes k, M and G too: a prefix behind it would be the second one.
    prefixed: /humanize1024/.test(action) && /^[KMGT]?i?B$/.test(match[1]!),
    range: { start: first, end: first + match[1]!.length },
  };
}

const BEHIND = new RegExp(`^\\s?(${UNIT_WORD})(?![A-Za-z0-9%])`);

/** `$value | f` or `f $value`, with nothing in between that could change it. */
function isPiped(text: string, value: Range, func: Range): boolean {
  return value.end <= func.start
    ? /^\s*\|\s*$/.test(text.slice(value.end, func.start))
    : /^\s+$/.test(text.slice(func.end, value.start));
}

function helpFor(func: string, { dimension, scales }: Measure): string {
  if (dimension === 'bytes') return 'use {{ $value | humanize1024 }}B';
  if (dimension === 'count') return 'use {{ $value }} and the unit of the count';
  if (dimension === 'moment')
    return 'use {{ $value | humanizeTimestamp }}, or compare the elapsed time: "time() - ..."';
  if (dimension === 'share') {
    const percent = !isAlike(scales, [1]);
    if (!percent) return 'use {{ $value | humanizePercentage }}';
    return func === 'humanizePercentage'
      ? 'use {{ printf "%.1f" $value }}%, or remove the factor of 100 from the expression and the threshold'
      : 'use {{ printf "%.1f" $value }}%';
  }
  if (func !== 'humanizeDuration')
    return 'use {{ $value | humanizeDuration }} for seconds, or the number with its unit';
  return 'convert to seconds in the expression and the threshold, or write the unit after {{ $value }}';
}
