import { describe, expect, it } from 'vitest';
import { ingested, ingestSettings } from '../../../src/logql/ingest/index.ts';
import type { LokiRelease } from '../../../src/util/loki-release.ts';

const stored = (
  line: string,
  labels: Record<string, string> = { app: 'a' },
  metadata: Record<string, string> = {},
  release?: LokiRelease,
): Record<string, string> => {
  const input = {
    line,
    labels: new Map(Object.entries(labels)),
    metadata: new Map(Object.entries(metadata)),
  };
  const result = ingested(input, ingestSettings(release));
  return Object.fromEntries([...result.labels, ...result.metadata]);
};

const levelOf = (...args: Parameters<typeof stored>): string | undefined => stored(...args).detected_level;

// The expected values follow Loki v3.7.6, pkg/distributor/field_detection.go and its limits.
describe('detected_level', () => {
  it.each([
    ['level=error boom', 'error'],
    ['msg=x LEVEL=Warning', 'warn'],
    ['lvl=info level=debug', 'debug'],
    ['level=notice with error', 'error'],
    ['a=1 b="no word of one"', 'unknown'],
    ['{"level":"FATAL"}', 'fatal'],
    ['{"log":{"level":"err"}}', 'error'],
    ['{"msg":"info","a":{"b":{"level":"fatal"}}}', 'info'],
    ['{"level":30,"msg":"x"}', 'unknown'],
    ['{"severity":"inf","level":"error"}', 'info'],
    ['{"Msg":"no field"} error ', 'error'],
    ['2024-01-01 [ERROR] disk', 'error'],
    ['misc:error happened', 'unknown'],
    ['debug: then error', 'debug'],
    ['terror information', 'unknown'],
    ["it's 'error'", 'unknown'],
    ['', 'unknown'],
  ])('%s: %s', (line, level) => expect(levelOf(line)).toBe(level));

  it('counts quotation marks as boundaries on the development branch', () =>
    expect(levelOf("it's 'error'", {}, {}, 'next')).toBe('error'));

  it('prefers a label, then metadata, and keeps what names no level', () => {
    expect(levelOf('level=error', { level: 'NOTICE' }, { severity: 'info' })).toBe('NOTICE');
    expect(levelOf('level=error', {}, { severity: 'INFORMATION' })).toBe('info');
    expect(levelOf('level=error', {}, { detected_level: 'WARNING' })).toBe('warn');
  });

  it.each([
    ['0', 'unknown'],
    ['1', 'trace'],
    ['9', 'info'],
    ['17', 'error'],
    ['24', 'fatal'],
    ['25', 'unknown'],
    ['x', 'info'],
  ])('reads the severity number %s of OpenTelemetry as %s', (number, level) =>
    expect(levelOf('level=debug', {}, { severity_number: number })).toBe(level),
  );
});

describe('service_name', () => {
  it('comes from the first label of the list', () => {
    expect(stored('x', { job: 'j', container: 'c' }).service_name).toBe('c');
    expect(stored('x', { filename: '/x' }).service_name).toBe('unknown_service');
    expect(stored('x', { service_name: 'own', app: 'a' }).service_name).toBe('own');
  });
});

describe('releases and limits', () => {
  it('add what they add', () => {
    expect(stored('level=error', { app: 'a' }, {}, '2.9')).toEqual({ app: 'a' });
    expect(stored('level=error', { app: 'a' }, {}, '3.0')).toEqual({ app: 'a', service_name: 'a' });
    const settings = ingestSettings('3.7', { discoverLogLevels: false, discoverServiceName: [] });
    const line = { line: 'level=error', labels: new Map([['app', 'a']]), metadata: new Map() };
    expect(ingested(line, settings)).toEqual({ labels: line.labels, metadata: line.metadata });
    expect(ingestSettings('3.7', { allowStructuredMetadata: false }).levels).toBe(false);
    expect(ingestSettings('3.7', { logLevelFields: [] }).levelFields).toContain('severity');
  });
});
