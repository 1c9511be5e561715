import { describe, expect, it } from 'vitest';
import { formatByteSize, parseByteSize } from '../../../src/logql/units/bytes.ts';
import { ipInRange, parseIp, parseIpPattern } from '../../../src/logql/units/ip.ts';

describe('sizes', () => {
  it.each([
    ['42', 42],
    ['20KB', 20_000],
    ['20kib', 20_480],
    ['1,500 B', 1500],
    ['1.5 GiB', 1_610_612_736],
  ])('reads %s', (text, bytes) => expect(parseByteSize(text)).toBe(bytes));

  it.each(['', 'KB', '5 XB', '1.2.3', '16EiB0'])('refuses "%s"', (text) =>
    expect(parseByteSize(text)).toBeUndefined(),
  );

  it.each([
    [5, '5B'],
    [20_000, '20kB'],
    [1_500_000, '1.5MB'],
  ])('prints %d as %s', (bytes, text) => expect(formatByteSize(bytes)).toBe(text));
});

describe('ip patterns', () => {
  const inside = (pattern: string, address: string): boolean =>
    ipInRange(parseIpPattern(pattern)!, parseIp(address)!);

  it.each([
    ['192.168.0.1', '192.168.0.1', true],
    ['192.168.0.0/24', '192.168.0.255', true],
    ['192.168.0.0/24', '192.168.1.0', false],
    ['10.0.0.5-10.0.0.7', '10.0.0.6', true],
    ['10.0.0.5-10.0.0.7', '10.0.0.8', false],
    ['2001:db8::/32', '2001:db8::1', true],
    ['::ffff:1.2.3.4', '::ffff:102:304', true],
    ['0.0.0.0/0', '::1', false],
  ])('%s, %s: %s', (pattern, address, expected) => expect(inside(pattern, address)).toBe(expected));

  it.each([
    '',
    '1.2.3',
    '01.2.3.4',
    '1.2.3.4/33',
    '1.2.3.4-1.2.3.3',
    '1.2.3.4-::1',
    '1::2::3',
    '1:2:3:4:5:6:7:8:9',
  ])('refuses "%s"', (pattern) => expect(parseIpPattern(pattern)).toBeUndefined());
});
