import type { Range } from '../../source/range.ts';
import type { BinaryExpr, VectorMatching } from './ast.ts';
import type { PromqlErrorCode } from './errors.ts';

/** What the checks need besides the tree. */
export interface CheckContext {
  readonly strayMatching: ReadonlyMap<BinaryExpr, VectorMatching>;
  report(code: PromqlErrorCode, range: Range, message: string, help?: string): void;
}
