import { resolve } from 'node:path';
import type { Rule } from '../documents/rules/types.ts';

/** Which rule is meant, also where its file is read a second time. */
export type RuleKey = string & { readonly __rule: unique symbol };

/** @param cwd the folder that paths are relative to; absolute */
export function ruleKey({ file, node }: Rule, cwd: string): RuleKey {
  return `${resolve(cwd, file.path)}\0${node.range.start}` as RuleKey;
}
