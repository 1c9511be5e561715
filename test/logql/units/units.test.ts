import { describe, expect, it } from 'vitest';
import { formatByteSize, parseByteSize } from '../../../src/logql/units/bytes.ts';
import { formatGoDuration, parseGoDuration } from '../../../src/logql/units/go-duration.ts';
import { ipInRange, parseIp, parseIpPattern } from '../../../src/logql/units/ip.ts';
import { parsePromDuration } from '../../../src/logql/units/prom-duration.ts';

describe('durations', () => {
  it.each([
    ['1h30m', 5400e9],
    ['1.5h', 5400e9],
    ['-1m', -60e9],
    ['.5s', 0.5e9],
    ['1m0.25s', 60.25e9],
    ['3us', 3e3],
    ['0', 0],
  ])('Go reads %s', (text, nanoseconds) => expect(parseGoDuration(text)).toBe(nanoseconds));

  it.each(['', '5', 's', '1d', '1h 5m', '.s'])('Go refuses "%s"', (text) =>
    expect(parseGoDuration(text)).toBeUndefined(),
  );

  it.each([
    [0, '0s'],
    [1, '1ns'],
    [1500, '1.5µs'],
    [250e6, '250ms'],
    [5400e9, '1h30m0s'],
    [-90e9, '-1m30s'],
    [1.25e9, '1.25s'],
  ])('Go prints %d as %s', (nanoseconds, text) => expect(formatGoDuration(nanoseconds)).toBe(text));

  it.each([
    ['5minutes', 'unknown unit "minutes" in duration "5minutes"'],
    ['', 'empty duration string'],
    ['5m1h', 'not a valid duration string: "5m1h"'],
    ['1.5m', 'unknown unit "." in duration "1.5m"'],
    ['300y', 'duration out of range'],
  ])('Prometheus refuses "%s"', (text, message) =>
    expect(parsePromDuration(text)).toEqual({ ok: false, message }),
  );
});

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
