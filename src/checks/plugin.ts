import { CHECK_GROUPS, isOwnCheck } from '../config/types.ts';
import { SEVERITIES } from '../diagnostics/diagnostic.ts';
import { isRecord } from '../util/is-record.ts';
import type { AnyCheck, CheckContext, CheckMeta, Example, Messages, Visitor } from './contract.ts';

/** Metadata of a plugin's check: what a page of documentation is made of may be left out. */
export interface PluginMeta<Options>
  extends
    Pick<CheckMeta<Options>, 'summary' | 'severity' | 'options'>,
    Partial<Pick<CheckMeta<Options>, 'why' | 'preset' | 'peers'>> {
  /** `group/name` in lower case; the group is not one of rulecheck's own: name it after your team. */
  readonly id: `${string}/${string}`;
  /** Small projects that show what it finds and leaves alone: `exampleFailures` runs them. */
  readonly examples?: { readonly wrong: readonly Example[]; readonly right: readonly Example[] };
}

/** A check as a plugin writes it. */
export interface PluginCheck<Options = unknown, M extends Messages = Messages> {
  readonly meta: PluginMeta<Options>;
  readonly messages: M;
  create(context: CheckContext<Options, M>): Visitor;
}

/** What a plugin brings, and the faults of it, as ends of "the plugin ... ". */
export interface PluginContent {
  readonly checks: readonly AnyCheck[];
  readonly faults: readonly string[];
}

const ID = /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/;

/**
 * The checks of a loaded module: its export `checks`, or that of its default export. What a check may leave out
 * (why, preset, examples) is filled in.
 *
 * @param name the plugin as the configuration names it
 */
export function readPlugin(module: unknown, name: string): PluginContent {
  const list = checksOf(module);
  if (list === undefined)
    return { checks: [], faults: ['does not export a list "checks": write export const checks = [...]'] };
  if (list.length === 0) return { checks: [], faults: ['exports an empty list "checks"'] };
  const checks: AnyCheck[] = [];
  const faults: string[] = [];
  for (const [index, value] of list.entries()) {
    const found = faultsOf(value, index);
    faults.push(...found);
    if (found.length > 0) continue;
    const check = completeCheck(value as PluginCheck, name);
    if (checks.some(({ meta }) => meta.id === check.meta.id))
      faults.push(`has two checks with the id "${check.meta.id}"`);
    else checks.push(check);
  }
  return { checks, faults };
}

/** A plugin's check as the registry holds checks, with what it leaves out. */
export function completeCheck(check: PluginCheck, plugin: string): AnyCheck {
  return {
    plugin,
    meta: { why: '', preset: 'recommended', examples: { wrong: [], right: [] }, ...check.meta },
    messages: check.messages,
    // The check may be an instance whose `create` needs `this`.
    create: (context) => check.create(context),
  };
}

function checksOf(module: unknown): readonly unknown[] | undefined {
  for (const holder of [module, isRecord(module) ? module.default : undefined]) {
    if (isRecord(holder) && Array.isArray(holder.checks)) return holder.checks as unknown[];
  }
  return undefined;
}

function faultsOf(value: unknown, index: number): string[] {
  const where = `has a check (number ${index + 1}) `;
  if (!isRecord(value)) return [`${where}that is not an object`];
  const { meta, messages, create } = value;
  if (!isRecord(meta)) return [`${where}without "meta"`];
  const { id } = meta;
  if (typeof id !== 'string' || !ID.test(id))
    return [`${where}whose "meta.id" is not a lower-case "group/name"`];
  if (isOwnCheck(id)) {
    return [
      `has the check "${id}" in one of rulecheck's own groups (${CHECK_GROUPS.join(', ')}): use a group named after your team`,
    ];
  }
  const faults: string[] = [];
  const need = (good: boolean, what: string): void => {
    if (!good) faults.push(`has the check "${id}" ${what}`);
  };
  need(typeof meta.summary === 'string' && meta.summary !== '', 'without "meta.summary"');
  need(
    (SEVERITIES as readonly unknown[]).includes(meta.severity),
    'whose "meta.severity" is not error, warning or info',
  );
  need(
    meta.preset === undefined || meta.preset === 'recommended' || meta.preset === 'strict',
    'whose "meta.preset" is not recommended or strict',
  );
  need(
    meta.options === undefined || isOptions(meta.options),
    'whose "meta.options" lacks "schema" or "defaults"',
  );
  need(
    meta.examples === undefined ||
      (isRecord(meta.examples) && Array.isArray(meta.examples.wrong) && Array.isArray(meta.examples.right)),
    'whose "meta.examples" lacks the lists "wrong" and "right"',
  );
  need(
    isRecord(messages) && Object.values(messages).every((build) => typeof build === 'function'),
    'whose "messages" is not a table of functions',
  );
  need(typeof create === 'function', 'without the function "create"');
  return faults;
}

function isOptions(value: unknown): boolean {
  return (
    isRecord(value) && isRecord(value.schema) && isRecord(value.schema.properties) && isRecord(value.defaults)
  );
}
