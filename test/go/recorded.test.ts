import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatGoDuration, parseGoDuration } from '../../src/go/durations/go-duration.ts';
import { formatDurationMs, readPrometheusDuration } from '../../src/go/durations/prometheus-duration.ts';
import { goLog, goLog10, goLog2 } from '../../src/go/math/log.ts';
import { goPow } from '../../src/go/math/pow.ts';
import { parseFloat64 } from '../../src/go/numbers/parse-float.ts';
import { formatGoFloat } from '../../src/go/numbers/format-float.ts';
import { goQuote } from '../../src/go/strings/quote.ts';
import { goUnquote, goUnquoteUtf8 } from '../../src/go/strings/unquote.ts';

interface Recorded {
  readonly in: string;
  readonly out?: string;
  readonly err?: string;
}

/** Answers of Go 1.26 and prometheus/common; record.go.txt and record-prometheus.go.txt beside this file made them. */
function recorded(file: string): Record<string, readonly Recorded[]> {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Record<string, Recorded[]>;
}

/** Ours for every recorded input, beside what was recorded. */
function compare(kind: string, answers: readonly Recorded[], ours: (text: string) => string): void {
  expect(answers.length, kind).toBeGreaterThan(10);
  const differing = answers
    .map((one) => ({ in: one.in, go: one.err ?? one.out ?? '', ours: ours(one.in) }))
    .filter(({ go, ours: own }) => go !== own);
  expect(differing).toEqual([]);
}

describe('Go, as it was recorded', () => {
  const go = recorded('recorded.json');

  test('strconv.Quote and QuoteToASCII', () => {
    compare('quote', go['quote']!, (text) => goQuote(text));
    compare('quoteAscii', go['quoteAscii']!, (text) => goQuote(text, true));
  });

  test('strconv.Unquote', () => {
    compare('unquote', go['unquote']!, (text) => goUnquote(text) ?? 'invalid syntax');
    // Bytes that are not UTF-8 are U+FFFD, or refused.
    const bytes = go['unquoteBytes']!;
    compare('unquoteBytes', bytes, (text) => goUnquote(text)!.replaceAll('\ufffd', ''));
    for (const { in: text } of bytes) expect(goUnquoteUtf8(text)).toBeUndefined();
  });

  test('strconv.ParseFloat', () => {
    compare('parseFloat', go['parseFloat']!, (text) => {
      const { value, error } = parseFloat64(text);
      return error ?? formatGoFloat(value, 'g', -1);
    });
  });

  test('time.ParseDuration and Duration.String', () => {
    compare('parseDuration', go['parseDuration']!, (text) => {
      const read = parseGoDuration(text);
      return 'nanos' in read ? String(read.nanos) : `time: ${read.error}`;
    });
    compare('formatDuration', go['formatDuration']!, (text) => formatGoDuration(BigInt(text)));
  });

  test('math.Log, Log2, Log10, and Pow of whole exponents', () => {
    const print = (value: number): string => formatGoFloat(value, 'g', -1);
    compare('log', go['log']!, (text) => print(goLog(Number(text))));
    compare('log2', go['log2']!, (text) => print(goLog2(Number(text))));
    compare('log10', go['log10']!, (text) => print(goLog10(Number(text))));
    compare('pow', go['pow']!, (text) => {
      const [base, exponent] = text.split(' ').map(Number);
      return print(goPow(base!, exponent!));
    });
  });
});

test('model.ParseDuration and model.Duration of Prometheus', () => {
  const prometheus = recorded('recorded-prometheus.json');
  compare('parseDuration', prometheus['parseDuration']!, (text) => {
    const read = readPrometheusDuration(text);
    return 'ms' in read ? String(read.ms) : read.error;
  });
  compare('formatDuration', prometheus['formatDuration']!, (text) => formatDurationMs(Number(text)));
});
