import { isOwnCheck } from '../config/types.ts';

/** Where the documentation of a check can be read; undefined for a plugin's. */
export function docsUrl(check: string): string | undefined {
  if (!isOwnCheck(check)) return undefined;
  return `https://github.com/rulecheck/rulecheck/blob/main/docs/checks/${check}.md`;
}
