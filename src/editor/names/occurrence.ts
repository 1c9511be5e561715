import type { Range } from '../../source/range.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { ScalarNode } from '../../yaml/node.ts';
import { scalarRange } from '../../yaml/offsets.ts';

/**
 * What a name stands for. `series`: a recorded series or a metric of the catalogue; `interval`: a time interval of
 * Alertmanager; `page`: a runbook page, by its path; `panel`: a panel of a dashboard, by `uid` or `uid#panel`.
 */
export type NameKind = 'series' | 'alert' | 'receiver' | 'interval' | 'template' | 'page' | 'panel' | 'check';

/** One place where a name is written. */
export interface Occurrence {
  readonly kind: NameKind;
  readonly name: string;
  readonly role: 'definition' | 'use';
  readonly file: SourceFile;
  /** The name alone, without quotes. */
  readonly range: Range;
  /** Names of one object are its own: those of one Alertmanager configuration. undefined: of the whole project. */
  readonly scope?: object;
  /** The text there can be replaced by another name; false for the parts of a catalogued histogram. */
  readonly fixed?: true;
  /** All that belongs to a definition: the rule, the receiver. */
  readonly whole?: Range;
}

/** The text of a scalar without its quotes. */
export function innerRange(node: ScalarNode, file: SourceFile): Range {
  return scalarRange(node, file.text, 0, node.text.length);
}

/** A range of the source without the quotes around it. */
export function unquoted({ start, end }: Range, text: string): Range {
  const first = text[start];
  const isQuoted = end - start >= 2 && /["'`]/.test(first ?? '') && text[end - 1] === first;
  return isQuoted ? { start: start + 1, end: end - 1 } : { start, end };
}

/** Whether a place is in a range, its end included: there a cursor still belongs to the word before it. */
export function holds({ start, end }: Range, offset: number): boolean {
  return start <= offset && offset <= end;
}
