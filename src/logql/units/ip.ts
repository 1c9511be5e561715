/** An address as a number, with its family. */
export interface IpAddress {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** The addresses an ip() pattern stands for: one, a prefix or a range, both ends included. */
export interface IpRange {
  readonly first: IpAddress;
  readonly last: IpAddress;
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    // Go's netip refuses leading zeros.
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

/** The groups of one side of `::`, with a trailing IPv4 address taken as two groups. */
function groups(text: string): number[] | undefined {
  if (text === '') return [];
  const words = text.split(':');
  const result: number[] = [];
  for (const [i, word] of words.entries()) {
    const v4 = i === words.length - 1 && word.includes('.') ? parseV4(word) : undefined;
    if (v4 !== undefined) result.push(Number(v4 >> 16n), Number(v4 & 0xffffn));
    else if (/^[0-9a-fA-F]{1,4}$/.test(word)) result.push(parseInt(word, 16));
    else return undefined;
  }
  return result;
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = groups(halves[0]!);
  const tail = halves.length === 2 ? groups(halves[1]!) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...head, ...new Array<number>(missing).fill(0), ...tail];
  return all.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

/** Reads an IPv4 or IPv6 address, or returns undefined. A zone (`%eth0`) is admitted and ignored. */
export function parseIp(text: string): IpAddress | undefined {
  if (!text.includes(':')) {
    const value = parseV4(text);
    return value === undefined ? undefined : { bits: 32, value };
  }
  const value = parseV6(text.replace(/%[^]+/, ''));
  return value === undefined ? undefined : { bits: 128, value };
}

function parsePrefix(text: string): IpRange | undefined {
  const match = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const address = match === null ? undefined : parseIp(match[1]!);
  if (match === null || address === undefined || Number(match[2]) > address.bits) return undefined;
  const hostBits = BigInt(address.bits - Number(match[2]));
  const start = (address.value >> hostBits) << hostBits;
  const end = start | ((1n << hostBits) - 1n);
  return { first: { bits: address.bits, value: start }, last: { bits: address.bits, value: end } };
}

/**
 * Reads the argument of LogQL's ip(): `1.2.3.4`, `10.0.0.0/8` or `10.0.0.1-10.0.0.9` (no blanks; of one family,
 * the first not above the last). Returns undefined where Loki answers "ip: invalid pattern".
 */
export function parseIpPattern(text: string): IpRange | undefined {
  const single = parseIp(text);
  if (single !== undefined) return { first: single, last: single };
  const prefix = parsePrefix(text);
  if (prefix !== undefined) return prefix;
  const dash = text.indexOf('-');
  if (dash < 0) return undefined;
  const first = parseIp(text.slice(0, dash));
  const last = parseIp(text.slice(dash + 1));
  if (first === undefined || last === undefined || first.bits !== last.bits || first.value > last.value)
    return undefined;
  return { first, last };
}

/** Whether the address is in the range; an IPv4 address is never in an IPv6 range. */
export function ipInRange(range: IpRange, address: IpAddress): boolean {
  return (
    range.first.bits === address.bits &&
    range.first.value <= address.value &&
    address.value <= range.last.value
  );
}
