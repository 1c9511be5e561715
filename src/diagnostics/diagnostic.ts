import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';

export type Severity = 'error' | 'warning' | 'info';

export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** Another place that belongs to a finding: where a label was lost, the other rule of a pair. */
export interface RelatedPlace {
  readonly file: SourceFile;
  readonly range: Range;
  readonly message: string;
}

/** One replacement of a range by a text. */
export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

/** A change that corrects a finding; `safe` fixes keep the meaning and are applied by --fix. */
export interface Fix {
  readonly description: string;
  readonly safe: boolean;
  readonly edits: readonly TextEdit[];
}

/** One message of a check at a place. Data only: reporters draw it. */
export interface Diagnostic {
  /** `group/name` of the check. */
  readonly check: string;
  readonly severity: Severity;
  readonly file: SourceFile;
  readonly range: Range;
  /** The fault, one sentence, values quoted. */
  readonly message: string;
  /** Why it matters. */
  readonly why?: string;
  /** What to do. */
  readonly help?: string;
  readonly related: readonly RelatedPlace[];
  /** The missing keys, labels or annotations that the message lists; a baseline accepts no others at this place. */
  readonly names?: readonly string[];
  readonly fix?: Fix;
}
