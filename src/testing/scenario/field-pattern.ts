import type { Range } from '../../source/range.ts';
import type { TextPattern } from './pattern.ts';

/** What one label or annotation must be. */
export interface FieldPattern {
  readonly name: string;
  readonly pattern: TextPattern;
  readonly range: Range;
}
