import type { Range } from '../source/range.ts';

export type YamlIssueCode =
  'yaml-syntax' | 'yaml-alias' | 'yaml-too-deep' | 'yaml-alias-bomb' | 'yaml-complex-key';

/** One thing wrong with a text as YAML. */
export interface YamlIssue {
  readonly code: YamlIssueCode;
  readonly message: string;
  readonly help?: string;
  readonly range: Range;
}
