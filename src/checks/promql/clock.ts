import { offer } from '../../analysis/suggestion/index.ts';
import { isFloatComparison, literalValue, unwrap } from '../../promql/infer/index.ts';
import type { BinaryExpr } from '../../promql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { snippet } from '../support/snippet.ts';

const HOURS = 24;

export default defineCheck({
  meta: {
    id: 'promql/clock',
    summary: 'hours converted to another time zone by an addition that does not wrap at midnight',
    why: 'hour() + 2 is 24 and 25 at the end of the day, not 0 and 1: comparisons are wrong for two hours every day.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'UTC+2: 24 and 25 are not below 6',
          files: ruleFile(alert('shop_sold < 10 and on () (hour() + 2 < 6)')),
          at: ['hour() + 2 < 6'],
        },
        {
          title: 'UTC-5: -5 to -1 are never 19 or more',
          files: ruleFile(alert('shop_sold < 10 and on () (hour() - 5 >= 19)')),
          at: ['hour() - 5 >= 19'],
        },
      ],
      right: [
        {
          title: 'The time is shifted before hour() is taken',
          files: ruleFile(alert('shop_sold < 10 and on () (hour(vector(time() + 7200)) < 6)')),
        },
        {
          title: 'Wrapped',
          files: ruleFile(alert('shop_sold < 10 and on () ((hour() + 2) % 24 < 6)')),
        },
        {
          title: 'The hours do not reach midnight',
          files: ruleFile(alert('shop_sold < 10 and on () (hour() + 2 == 9)')),
        },
      ],
    },
  },
  messages: {
    wrap: (data: { text: string; hours: string; help: string }) => ({
      message: `"${data.text}" is wrong at ${data.hours} UTC: the sum of an hour and an offset does not wrap at midnight`,
      why: 'hour() returns 0 to 23; with the offset the value leaves that range instead of wrapping to 0',
      help: data.help,
    }),
  },
  create: (context) => ({
    BinaryExpr(node, query) {
      if (!isFloatComparison(node.op)) return;
      const moved = movedHour(node);
      if (moved === undefined) return;
      const wrong = wrongHours(node, moved);
      if (wrong.length === 0) return;
      const seconds = Math.abs(moved.offset) * 3600;
      const sign = moved.offset < 0 ? '-' : '+';
      const shifted = `hour(vector(time() ${sign} ${seconds})) ${node.op} ${moved.limit}`;
      const edits = node.bool ? undefined : [{ range: node, text: shifted }];
      const words = 'shift the time from which hour() is taken, not the hour';
      const wording = { proved: `shift the time, not the hour: ${shifted}`, words };
      const { help, fix } = offer(query, edits, wording, context.project);
      const hours = wrong.map((hour) => `${hour}:00`).join(', ');
      context.report('wrap', query.place(node), { text: snippet(query, node), hours, help }, { fix });
    },
  }),
});

interface MovedHour {
  readonly offset: number;
  readonly limit: number;
}

/** `hour() + 2 < 6`: a whole number of hours is added to the hour of now, and the sum compared with a number. */
function movedHour({ lhs, rhs }: BinaryExpr): MovedHour | undefined {
  const sum = unwrap(lhs);
  const limit = literalValue(rhs);
  if (limit === undefined || sum.kind !== 'BinaryExpr' || (sum.op !== '+' && sum.op !== '-'))
    return undefined;
  const call = unwrap(sum.lhs);
  const amount = literalValue(sum.rhs);
  if (call.kind !== 'Call' || call.func !== 'hour' || call.args.length > 0) return undefined;
  if (amount === undefined || !Number.isInteger(amount) || Math.abs(amount) >= HOURS) return undefined;
  return { offset: sum.op === '+' ? amount : -amount, limit };
}

/** The hours of the day, UTC, at which the sum and the hour that is meant give other answers. */
function wrongHours({ op }: BinaryExpr, { offset, limit }: MovedHour): number[] {
  return Array.from({ length: HOURS }, (_, hour) => hour).filter((hour) => {
    const sum = hour + offset;
    return compare(op, sum, limit) !== compare(op, (sum + HOURS) % HOURS, limit);
  });
}

function compare(op: BinaryExpr['op'], a: number, b: number): boolean {
  if (op === '==') return a === b;
  if (op === '!=') return a !== b;
  if (op === '<') return a < b;
  if (op === '<=') return a <= b;
  return op === '>' ? a > b : a >= b;
}
