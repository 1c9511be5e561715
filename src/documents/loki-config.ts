import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { YamlNode } from '../yaml/node.ts';
import { Fields } from './fields.ts';
import type { Located } from './fields.ts';
import type { IssueSink } from './issue.ts';

/** What rulecheck needs of a Loki configuration. */
export interface LokiConfigDocument {
  readonly kind: 'loki-config';
  readonly file: SourceFile;
  readonly range: Range;
  /** Milliseconds; undefined: not limited here. */
  readonly retention?: Located<number>;
}

/** Decodes a Loki configuration; its many keys are Loki's own business. */
export function decodeLokiConfig(root: YamlNode, file: SourceFile, issues: IssueSink): LokiConfigDocument {
  const fields = Fields.of(root, 'a Loki configuration', undefined, issues);
  const limits = fields?.map('limits_config');
  const limitFields =
    limits === undefined ? undefined : Fields.of(limits, '"limits_config"', undefined, issues);
  return {
    kind: 'loki-config',
    file,
    range: root.range,
    retention: limitFields?.duration('retention_period'),
  };
}
