import type { Severity } from '../../diagnostics/diagnostic.ts';
import type { Io } from '../io.ts';
import { lintCommand } from './lint.ts';

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly config?: string;
  readonly failOn: Severity | 'never';
}

/** `rulecheck [check]`: lint, then test. */
export async function check(options: CheckOptions, io: Io): Promise<number> {
  return lintCommand({ ...options, format: 'text' }, io);
}
