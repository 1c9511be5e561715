import type { AlertingRule } from '../../documents/rules/types.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { textUnit } from '../../analysis/units/index.ts';
import { withoutActions } from '../support/plain-text.ts';
import { ruleAst, staticMs } from '../../analysis/expression/index.ts';

const of = (text: string, hold: string | undefined, expr = 'up == 0'): string =>
  ruleFile(alert(expr, { ...(hold === undefined ? {} : { for: hold }), annotations: { summary: text } }));

export default defineCheck({
  meta: {
    id: 'alerts/for-text',
    summary: 'annotations that state a different duration than "for"',
    why: 'The on-call engineer trusts the text, and looks for the cause at the wrong time.',
    severity: 'info',
    preset: 'strict',
    examples: {
      wrong: [
        {
          files: of('{{ $labels.instance }} has been down for more than 5 minutes', '15m'),
          at: ['5 minutes'],
        },
        { title: 'No "for" at all', files: of('the target is down for 10m', undefined), at: ['10m'] },
      ],
      right: [
        { files: of('{{ $labels.instance }} has been down for more than 5 minutes', '5m') },
        {
          title: 'The text states the range, not the duration',
          files: of('the queue has been long for an hour, or 60m', '5m', 'min_over_time(shop_queue[1h]) > 5'),
        },
        {
          title: 'Range and "for" together',
          files: of('slow for 15m', '10m', 'rate(shop_slow_total[5m]) > 1'),
        },
      ],
    },
  },
  messages: {
    other: (data: { text: string; hold: string }) => ({
      message: `the text says "for ${data.text}", but the alert fires ${data.hold}`,
      why: 'the on-call engineer looks for the cause at the wrong time',
      help: 'correct the text or "for"',
    }),
  },
  create: (context) => ({
    AlertingRule(rule) {
      const ast = ruleAst(rule);
      if (ast === undefined || !rule.annotations.some(({ value }) => HOLDS.test(value))) return;
      const known = knownTimes(rule, ast);
      if (known === undefined) return;
      for (const { value, node } of rule.annotations) {
        const said = heldFor(value);
        if (said === undefined || [...known].some((time) => isAbout(time, said.seconds))) continue;
        const place = { file: rule.file, range: scalarRange(node, rule.file.text, said.start, said.end) };
        const hold = rule.for?.value ?? 0;
        context.report('other', place, {
          text: said.text,
          hold: hold === 0 ? 'immediately' : `after ${formatDurationMs(hold)}`,
        });
        return;
      }
    },
  }),
});

/** Recorded over a range that is not seen here, or a time itself, of which the text may speak. */
const TELLS_TIME = /:|second|duration|_age|time|_ms$/;

/** 11h50m are twelve hours for who reads it. */
function isAbout(time: number, said: number): boolean {
  return Math.abs(time - said) <= 0.05 * said;
}

const HOLDS =
  /\bfor (?:more than |longer than |over |at least |the (?:last|past) )?((\d+)\s?(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d))\b/;
const SHORT: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86400 };

/** The first time that a text says something lasts. */
function heldFor(text: string): { text: string; seconds: number; start: number; end: number } | undefined {
  const match = HOLDS.exec(withoutActions(text));
  if (match === null) return undefined;
  const [whole, said, number, word] = match as unknown as [string, string, string, string];
  const scale = SHORT[word.toLowerCase()] ?? textUnit(word.toLowerCase())?.scale;
  if (scale === undefined) return undefined;
  const end = match.index + whole.length;
  return { text: said, seconds: Number(number) * scale, start: end - said.length, end };
}

/**
 * Times (seconds) that a text may mention: "for", ranges and offsets, "for" and a range together, and any number of the
 * expression as seconds, minutes, hours or days. Undefined if a range is hidden in a recorded series.
 */
function knownTimes(rule: AlertingRule, expr: Expr): ReadonlySet<number> | undefined {
  const hold = (rule.for?.value ?? 0) / 1000;
  const times = new Set([hold, (rule.keepFiringFor?.value ?? 0) / 1000]);
  let hidden = false as boolean;
  walkExpr(expr, (node) => {
    if (node.kind === 'VectorSelector') {
      hidden ||= node.name === undefined || TELLS_TIME.test(node.name);
      add(times, hold, staticMs(node.offset));
    }
    if (node.kind === 'MatrixSelector') add(times, hold, staticMs(node.range));
    if (node.kind === 'SubqueryExpr') {
      add(times, hold, staticMs(node.range));
      add(times, hold, staticMs(node.offset));
    }
    if (node.kind === 'NumberLiteral')
      for (const unit of [1e-3, 1, 60, 3600, 86400]) times.add(node.value * unit);
  });
  return hidden || hasProduct(expr) ? undefined : times;
}

function add(times: Set<number>, hold: number, ms: number | undefined): void {
  if (ms === undefined) return;
  times.add(ms / 1000);
  times.add(ms / 1000 + hold);
}

/** `60 * 15` may be a time too. */
function hasProduct(expr: Expr): boolean {
  let found = false;
  walkExpr(expr, (node) => {
    found ||=
      node.kind === 'BinaryExpr' &&
      node.op === '*' &&
      node.lhs.kind === 'NumberLiteral' &&
      node.rhs.kind === 'NumberLiteral';
  });
  return found;
}
