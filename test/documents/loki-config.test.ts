import { describe, expect, it } from 'vitest';
import { readDocuments } from '../../src/documents/read.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import type { LokiRelease } from '../../src/util/loki-release.ts';

const SCHEMA = 'schema_config: { configs: [{ from: 2024-01-01, store: tsdb, schema: v13 }] }\n';

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

  it('leaves a Cortex configuration alone', () => {
    expect(issuesOf('limits: { x: 1 }\nblocks_storage: {}\n')).toEqual([]);
  });
});
