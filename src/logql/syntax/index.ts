export type * from './ast.ts';
export { unparen } from './ast.ts';
export type { LogqlError, LogqlErrorCode } from './errors.ts';
export { literalValue } from './fold.ts';
export { matcherTest, matchesEmpty } from './matchers.ts';
export { parseLogql } from './parse.ts';
export type { LogqlParseResult } from './parse.ts';
