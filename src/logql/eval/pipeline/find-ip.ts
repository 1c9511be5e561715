import type { IpRange } from '../../units/ip.ts';
import { ipInRange, parseIp } from '../../units/ip.ts';

const V4_START = /^\d(?:\.|..?\.)/s;
const V6_START = /^(?:::[0-9a-fA-F]|[0-9a-fA-F]{1,4}:)/;
const V4_CHARS = /^[\d.]+/;
const V6_CHARS = /^[\da-fA-F:.]+/;

/** Whether some address in the text is in the range: Loki looks for what may start one and reads on from there. */
export function containsIp(range: IpRange, text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const rest = text.slice(at, at + 64);
    const chars =
      rest.length > 3 && V4_START.test(rest) ? V4_CHARS : V6_START.test(rest) ? V6_CHARS : undefined;
    const written = chars?.exec(rest)?.[0];
    if (written === undefined) continue;
    const address = parseIp(written);
    if (address !== undefined && ipInRange(range, address)) return true;
    at += written.length;
  }
  return false;
}
