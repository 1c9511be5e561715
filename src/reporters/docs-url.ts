import { isOwnCheck } from '../config/types.ts';

const DOCS = 'https://github.com/rulecheck/rulecheck/blob/main/docs';

/** Where a page of the documentation can be read. @param page its file in docs/, without the ending */
export function pageUrl(page: string): string {
  return `${DOCS}/${page}.md`;
}

/** Where the documentation of a check can be read; undefined for a plugin's. */
export function docsUrl(check: string): string | undefined {
  if (!isOwnCheck(check)) return undefined;
  return pageUrl(`checks/${check}`);
}
