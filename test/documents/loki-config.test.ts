import { describe, expect, it } from 'vitest';
import { readDocuments } from '../../src/documents/read.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import type { LokiRelease } from '../../src/util/loki-release.ts';

const PERIOD =
  'from: 2024-01-01, store: tsdb, object_store: s3, schema: v13, index: { prefix: i_, period: 24h }';
const SCHEMA = `schema_config: { configs: [{ ${PERIOD} }] }\n`;

const issuesOf = (text: string, loki?: LokiRelease): string[] =>
  readDocuments(new SourceFile('loki.yml', SCHEMA + text), { named: true, loki }).issues.map(
    ({ message, severity, help }) => `${severity ?? 'error'}: ${message} (${help ?? ''})`,
  );

// Loki reads its configuration strictly: one unknown key and it does not start.
describe('keys of a Loki configuration', () => {
  it('finds mistyped ones, with the block that they are in', () => {
    expect(issuesOf('servr: {}\n')).toEqual(['error: Loki has no key "servr" (did you mean "server"?)']);
    expect(issuesOf('limits_config: { retention_perid: 30d }\n')).toEqual([
      'error: "limits_config" of Loki has no key "retention_perid" (did you mean "retention_period"?)',
    ]);
  });

  it('finds those that are gone, and says what replaces them', () => {
    const text = 'compactor: { shared_store: s3 }\n';
    const message = '"compactor.shared_store" does not exist in Loki 3.7: 2.9 was the last release with it';
    const help = '(use "delete_request_store" instead)';
    expect(issuesOf(text)).toEqual([`warning: ${message} ${help}`]);
    expect(issuesOf(text, '3.7')).toEqual([`error: ${message} ${help}`]);
    expect(issuesOf(text, '2.9')).toEqual([]);
  });

  it('finds those that come later', () => {
    const text = 'limits_config: { log_level_fields: [level] }\n';
    expect(issuesOf(text)).toEqual([]);
    expect(issuesOf(text, '3.0')).toEqual([
      'error: "limits_config.log_level_fields" needs Loki 3.4; the configured release is 3.0 (remove it, or set loki.version)',
    ]);
  });

  it('finds them at any depth, and says where a misplaced one belongs', () => {
    expect(issuesOf('ruler: { ring: { kvstore: { consul: { hots: x } } } }\n')).toEqual([
      'error: "ruler.ring.kvstore.consul" of Loki has no key "hots" (did you mean "host"?)',
    ]);
    expect(issuesOf('querier: { max_query_lookback: 30d }\n')).toEqual([
      'error: "querier" of Loki has no key "max_query_lookback" (move it to "limits_config")',
    ]);
    const stores = 'storage_config: { named_stores: { aws: { mine: { bucketnames: a, reigon: b } } } }\n';
    expect(issuesOf(stores)).toEqual([
      'error: "storage_config.named_stores.aws.mine" of Loki has no key "reigon" (did you mean "region"?)',
    ]);
    expect(issuesOf('limits_config: { retention_stream: [{ selector: "{}", perid: 1d }] }\n')).toEqual([
      'error: "limits_config.retention_stream" of Loki has no key "perid" (did you mean "period"?)',
    ]);
  });

  it('finds a key that is written twice', () => {
    expect(issuesOf('server:\n  log_level: info\n  log_level: warn\n')).toEqual([
      'error: the key "log_level" is written twice in "server" of Loki (remove one of them)',
    ]);
  });

  it('leaves a Cortex configuration alone', () => {
    expect(issuesOf('limits: { x: 1 }\nblocks_storage: {}\n')).toEqual([]);
  });
});

// What Loki reads into each field was tried with -verify-config of 3.7.6.
describe('values of a Loki configuration', () => {
  const messages = (text: string): string[] =>
    issuesOf(text).map((issue) =>
      issue.replace(/^error: "([^"]*)" of Loki must be /, '$1: ').replace(/ \(.*/, ''),
    );

  it.each([
    ['auth_enabled: maybe', 'auth_enabled: true or false, but this is "maybe"'],
    ['auth_enabled: "true"', 'auth_enabled: true or false, but this is "true"'],
    ['server: { http_listen_port: word }', 'server.http_listen_port: a whole number, but this is "word"'],
    ['server: { http_listen_port: "80" }', 'server.http_listen_port: a whole number, but this is "80"'],
    ['server: { log_level: warning }', 'server.log_level: debug, info, warn or error, but this is "warning"'],
    ['server: [a]', 'server: a map, but this is a list'],
    ['server: word', 'server: a map, but this is "word"'],
    ['ingester: { chunk_idle_period: 1d }', 'ingester.chunk_idle_period: a duration, but this is "1d"'],
    ['limits_config: { retention_period: 5 }', 'limits_config.retention_period: a duration, but this is "5"'],
    ['limits_config: { max_line_size: 5XB }', 'limits_config.max_line_size: a size, but this is "5XB"'],
    [
      'limits_config: { discover_service_name: job }',
      'limits_config.discover_service_name: a list of strings, but this is "job"',
    ],
    [
      'limits_config: { max_query_series: [1] }',
      'limits_config.max_query_series: a whole number, but this is a list',
    ],
    ['ruler: { external_labels: { a: [b] } }', 'ruler.external_labels: a string, but this is a list'],
    [
      'memberlist: { join_members: { a: b } }',
      'memberlist.join_members: a list of strings, but this is a map',
    ],
  ])('refuses %s', (text, message) => expect(messages(`${text}\n`)).toEqual([message]));

  it.each([
    'auth_enabled: off',
    'server: { http_listen_port: 0x1F90, log_level: warn, http_server_read_timeout: 0 }',
    'server:\n  http_listen_port: ${PORT:-3100}',
    'server:',
    'limits_config: { retention_period: 30d, max_line_size: 256KB, ingestion_rate_mb: 1.5, max_query_length: 0 }',
    'limits_config: { max_line_size: 262144, volume_enabled: yes, discover_service_name: [] }',
    'memberlist: { join_members: a }',
    'memberlist: { join_members: [a, b] }',
    'ruler: { external_url: http://loki, external_labels: { a: 1 } }',
    'query_range: { results_cache: { cache: { embedded_cache: { enabled: true, max_size_mb: 100 } } } }',
  ])('accepts %s', (text) => expect(issuesOf(`${text}\n`)).toEqual([]));

  it('warns of a number without a unit, which Loki reads as nanoseconds', () => {
    const [issue] = issuesOf('ruler: { evaluation_interval: 60 }\n');
    expect(issue).toMatch(/^warning: "ruler.evaluation_interval" of Loki is 60 nanoseconds/);
  });
});

describe('periods of a Loki configuration', () => {
  const periods = (...list: string[]): string[] =>
    readDocuments(
      new SourceFile(
        'loki.yml',
        `schema_config: { configs: [${list.map((one) => `{ ${one} }`).join(', ')}] }\n`,
      ),
      { named: true },
    ).issues.map(({ message }) => message);

  it('accepts those that Loki accepts', () => {
    expect(periods(PERIOD.replace('24h', '1d'), PERIOD.replace('2024', '2025'))).toEqual([]);
    expect(periods(PERIOD.replace(/index: .*/, 'index: "${INDEX}"'))).toEqual([]);
  });

  it('finds what it refuses', () => {
    expect(periods(PERIOD.replace('24h', '168h'))).toEqual([
      'the "period" of the index is 168h: tsdb needs 24h',
    ]);
    expect(periods(PERIOD.replace('v13', 'v14'))).toEqual([
      '"schema" of a period is "v14"; Loki knows v9 to v13',
    ]);
    expect(periods(PERIOD.replace('tsdb', 'tsbd'))).toEqual([
      '"store" of a period is "tsbd", which Loki does not know',
    ]);
    expect(periods(PERIOD.replace('s3', 'minio'))).toEqual([
      '"object_store" of a period is "minio", which is neither a store of Loki nor one of "named_stores"',
    ]);
    expect(periods(PERIOD, PERIOD)).toEqual([
      'this period begins on 2024-01-01, not after the one before it (2024-01-01)',
    ]);
    expect(periods('from: 2024-01-01, store: tsdb')).toEqual([
      'a period of "schema_config" has no "schema"',
      'the "period" of the index is missing: tsdb needs 24h',
      'a period of "schema_config" has no "object_store"',
    ]);
  });
});
