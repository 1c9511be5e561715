import { posix } from 'node:path';

const SOURCE = 'https://github.com/rulecheck/rulecheck/blob/main/';

/**
 * The list of pages for programs that read documentation (llmstxt.org): the index of docs/ with absolute addresses.
 *
 * @param index the text of docs/index.md
 * @param description one sentence of what the project is
 */
export function llmsText(index: string, description: string): string {
  const body = index
    .replace(/^# .*\n+/, '')
    .replace(/\]\((?!https?:)([^()\s]+)\)/g, (_, path: string) => `](${SOURCE}${posix.join('docs', path)})`);
  return `# rulecheck\n\n> ${description}.\n\n${body}`;
}
