/** Where the documentation of a check can be read. */
export function docsUrl(check: string): string {
  return `https://github.com/rulecheck/rulecheck/blob/main/docs/checks/${check}.md`;
}
