import { parseLogql } from '../../logql/syntax/parse.ts';
import { parseExpr } from '../../promql/syntax/parse.ts';
import { labelTest } from '../../promql/eval/storage/regexp.ts';
import type { NamedTexts, Policy, PolicyMatch, TextRule } from '../../config/policy-types.ts';
import type { KeyValue } from '../../documents/fields.ts';
import type { Rule, RuleGroup } from '../../documents/rules/types.ts';
import { isOwnedBy } from '../../project/owners.ts';
import type { Project } from '../../project/project.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { matchPath } from '../../util/glob-match.ts';
import { effectiveLabels } from '../delivery/index.ts';
import { parseUrl } from './urls.ts';

/** Does an anchored pattern match the whole text? */
export function matches(pattern: string, text: string): boolean {
  return labelTest(pattern, 3)(text);
}

/** Does a policy apply to a rule? */
export function applies({ match, except }: Policy, rule: Rule, project: Project): boolean {
  const fits = (one: PolicyMatch): boolean => matchesFile(one, rule.file, project) && matchesRule(one, rule);
  return fits(match) && !except.some(fits);
}

/** Does a policy apply to a group? Only what can be said of a whole group counts: its file, its owners and its name. */
export function appliesToGroup({ match, except }: Policy, group: RuleGroup, project: Project): boolean {
  const fits = (one: PolicyMatch): boolean => {
    const { kind, name, labels, annotations, group: pattern } = one;
    return (
      [kind, name, labels, annotations].every((part) => part === undefined) &&
      matchesFile(one, group.file, project) &&
      (pattern === undefined || matches(pattern, group.name?.value ?? ''))
    );
  };
  return fits(match) && !except.some(fits);
}

function matchesFile({ paths, owners }: PolicyMatch, { path }: SourceFile, project: Project): boolean {
  if (paths !== undefined && !paths.some((glob) => matchPath(glob, path))) return false;
  return owners === undefined || isOwnedBy(owners, project.owners.of(path));
}

/** A pattern with `{name}` and `{group}` replaced by what the rule and its group are called. */
export function filledIn(pattern: string, rule: Rule): string {
  const values = { name: rule.name.value, group: rule.group.name?.value ?? '' };
  return pattern.replaceAll(/\{(name|group)\}/g, (_, key: keyof typeof values) => escapeRegex(values[key]));
}

function escapeRegex(text: string): string {
  return text.replaceAll(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

/** Is a text what a policy wants? A text with template actions is compared with patterns only. */
export function satisfies(text: string, wanted: TextRule, rule: Rule): boolean {
  if (wanted.separator !== undefined) {
    const { separator, ...each } = wanted;
    return text.split(separator).every((part) => satisfies(part.trim(), each, rule));
  }
  if (wanted.pattern !== undefined && !matches(filledIn(wanted.pattern, rule), text)) return false;
  if (wanted.format !== undefined && !text.includes('{{') && !isIn(wanted.format, text)) return false;
  return wanted.values === undefined || text.includes('{{') || wanted.values.includes(text);
}

/** What a policy wants, for a message: `"a", "b"`, or the pattern; nothing where any text will do. */
export function wantedText(wanted: TextRule): string {
  const { pattern, values, format } = wanted;
  if (format !== undefined)
    return format === 'url' ? 'a URL' : `valid ${format === 'promql' ? 'PromQL' : 'LogQL'}`;
  if (values !== undefined) return `one of ${values.map((value) => `"${value}"`).join(', ')}`;
  return pattern === undefined ? 'any value' : `text that matches "${pattern}"`;
}

function isIn(format: NonNullable<TextRule['format']>, text: string): boolean {
  // A URL without a host, as `htttpsss:////example.com`, names no place.
  if (format === 'url') return (parseUrl(text)?.hostname ?? '') !== '';
  return (format === 'promql' ? parseExpr(text) : parseLogql(text)).errors.length === 0;
}

function matchesRule(match: PolicyMatch, rule: Rule): boolean {
  const { kind, name, group } = match;
  if (kind !== undefined && rule.kind !== kind) return false;
  if (name !== undefined && !matches(name, rule.name.value)) return false;
  if (group !== undefined && !matches(group, rule.group.name?.value ?? '')) return false;
  const annotations = rule.kind === 'alert' ? rule.annotations : [];
  return (
    matchesTexts(match.labels, [...effectiveLabels(rule).values()], rule) &&
    matchesTexts(match.annotations, annotations, rule)
  );
}

function matchesTexts(wanted: NamedTexts | undefined, pairs: readonly KeyValue[], rule: Rule): boolean {
  for (const [name, text] of wanted ?? []) {
    const value = pairs.find((pair) => pair.name === name)?.value ?? '';
    // A name alone asks for the label to be there.
    const any = text.pattern === undefined && text.values === undefined && text.format === undefined;
    if (any ? value === '' : !satisfies(value, text, rule)) return false;
  }
  return true;
}
