import { GoFailure } from '../value/callable.ts';
import { goQuote } from '../../go/strings/quote.ts';

const UNITS: Readonly<Record<string, readonly [position: number, nanos: bigint]>> = {
  y: [1, 31_536_000_000_000_000n],
  w: [2, 604_800_000_000_000n],
  d: [3, 86_400_000_000_000n],
  h: [4, 3_600_000_000_000n],
  m: [5, 60_000_000_000n],
  s: [6, 1_000_000_000n],
  ms: [7, 1_000_000n],
};
const MAX = 2n ** 63n;

/** `parseDuration`: the seconds of a Prometheus duration such as `1h30m`; negative ones from 3.6. */
export function parseDurationSeconds(text: string, allowNegative: boolean): number {
  const negative = allowNegative && text.startsWith('-');
  const nanos = parse(negative ? text.slice(1) : text);
  return (negative ? -1 : 1) * (Number(nanos) / 1e9);
}

function parse(text: string): bigint {
  if (text === '0') return 0n;
  if (text === '') throw new GoFailure('empty duration string');
  const malformed = new GoFailure(`not a valid duration string: ${goQuote(text)}`);
  let total = 0n;
  let last = 0;
  let at = 0;
  while (at < text.length) {
    const match = /^([0-9]+)([^0-9]+)/.exec(text.slice(at));
    if (match === null) throw malformed;
    const [whole, digits = '', name = ''] = match;
    const unit = UNITS[name];
    if (unit === undefined) throw new GoFailure(`unknown unit ${goQuote(name)} in duration ${goQuote(text)}`);
    if (unit[0] <= last) throw malformed;
    last = unit[0];
    if (BigInt(digits) > MAX / unit[1]) throw new GoFailure('duration out of range');
    total += BigInt(digits) * unit[1];
    if (total > MAX - 1n) throw new GoFailure('duration out of range');
    at += whole.length;
  }
  return total;
}
