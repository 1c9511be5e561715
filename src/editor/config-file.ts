import { wordBefore } from '../util/word-before.ts';
import type { AnyCheck } from '../checks/contract.ts';
import { checkItem } from './completion/completion.ts';
import type { Completion, Completions } from './completion/item.ts';
import { yamlContext } from './completion/yaml-context.ts';
import { checkText } from './hover/check.ts';
import type { Hover } from './hover/hover.ts';

const SEVERITIES = ['off', 'info', 'warning', 'error'];

/** Ways to go on in rulecheck.yaml: the checks under `checks`, and their severities. */
export function configCompletions(text: string, offset: number, checks: readonly AnyCheck[]): Completions {
  const { path, key, start } = yamlContext(text, offset);
  const owner = path.at(-1);
  const range = { start, end: offset };
  if (owner === 'checks' && key === undefined)
    return { items: checks.map((check) => ({ ...checkItem(check), insert: `${check.meta.id}: ` })), range };
  const isCheck = key !== undefined && checks.some(({ meta }) => meta.id === key);
  const severity = isCheck || (key === 'severity' && checks.some(({ meta }) => meta.id === owner));
  const items = severity ? SEVERITIES.map((label): Completion => ({ label, kind: 'value' })) : [];
  return { items, range };
}

/** The page of the check under the cursor. */
export function configHover(text: string, offset: number, checks: readonly AnyCheck[]): Hover | undefined {
  const start = offset - wordBefore(text, /[\w/-]/, offset).length;
  const end = offset + (/^[\w/-]*/.exec(text.slice(offset, offset + 100))?.[0].length ?? 0);
  const found = checkText(text.slice(start, end), checks);
  return found === undefined ? undefined : { range: { start, end }, text: found };
}
