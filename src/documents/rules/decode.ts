import type { SourceFile } from '../../source/source-file.ts';
import { entryOf } from '../../yaml/node.ts';
import type { MapNode, ScalarNode, YamlNode } from '../../yaml/node.ts';
import { isLoneRule } from '../deployed/shapes.ts';
import { Expression } from '../expression.ts';
import type { Language } from '../expression.ts';
import { Fields } from '../fields.ts';
import type { Located } from '../fields.ts';
import type { IssueSink } from '../issue.ts';
import type { ParseOptions } from '../../promql/syntax/options.ts';
import { detectLanguage } from './language.ts';
import { GROUP_KEYS, ROOT_KEYS, RULE_KEYS, VMALERT_KEYS } from './keys.ts';
import type { Rule, RuleDocument, RuleGroup } from './types.ts';
import { checkGroupLabels, checkRecordName, checkRuleLabels } from './names.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface DecodeRulesOptions {
  /** undefined: found out from the expressions and the path. */
  readonly language?: Language;
  /** What the object that wraps the groups says of itself: its name and labels, joined by "/". */
  readonly about?: string;
  /** The Kubernetes kind that wraps the groups. */
  readonly objectKind?: string;
  /** `metadata.namespace` of that object. */
  readonly objectNamespace?: string | undefined;
  /** Which names Prometheus accepts: any UTF-8 text (3.x) or the classic letters, digits and "_" (2.x). */
  readonly names?: 'utf8' | 'legacy';
  /** Which PromQL the expressions are in. */
  readonly promql?: ParseOptions;
}

/**
 * Juju's charms put matchers in place of `%%juju_topology%%`. A matcher of the same length replaces them, so that
 * places in the expression stay where they are.
 */
const withoutTopology = (expr: string): string => expr.replaceAll('%%juju_topology%%', 'juju_topology="x"');

/** A rule in a group of its own, as Juju's charms put it. */
function inGroup(rule: MapNode): MapNode {
  const { start } = rule.range;
  const range = { start, end: start };
  const scalar = (text: string): ScalarNode => ({ kind: 'scalar', range, value: text, text, style: 'plain' });
  const rules: YamlNode = { kind: 'seq', range: rule.range, items: [rule] };
  const entries = [
    { key: scalar('name'), value: scalar('rule') },
    { key: scalar('rules'), value: rules },
  ];
  const groups: YamlNode = {
    kind: 'seq',
    range: rule.range,
    items: [{ kind: 'map', range: rule.range, entries }],
  };
  return { kind: 'map', range: rule.range, entries: [{ key: scalar('groups'), value: groups }] };
}

/**
 * Decodes `groups:` as Prometheus's rulefmt does (and Loki, Mimir and Thanos with their extra keys). Faults become issues
 * with their place; valid rules are returned.
 *
 * @param root the map that holds `groups` (the document, or the `spec` of a Kubernetes object)
 */
export function decodeRules(
  root: YamlNode,
  file: SourceFile,
  issues: IssueSink,
  options: DecodeRulesOptions = {},
): RuleDocument {
  if (isLoneRule(root)) return decodeRules(inGroup(root), file, issues, options);
  const wrapped = options.objectKind !== undefined;
  const fields = Fields.of(
    root,
    wrapped ? 'the spec' : 'a rule file',
    wrapped ? undefined : ROOT_KEYS,
    issues,
  );
  const groups: RuleGroup[] = [];
  const document: Mutable<RuleDocument> = {
    kind: 'rules',
    file,
    language: options.language ?? 'promql',
    groups,
    range: root.range,
  };
  if (options.objectKind !== undefined) document.objectKind = options.objectKind;
  if (options.objectNamespace !== undefined) document.objectNamespace = options.objectNamespace;
  const names = new Map<string, Located<string>>();
  for (const node of fields?.seq('groups')?.items ?? []) {
    if (isOfOtherLanguage(node)) continue;
    const group = decodeGroup(node, document, options, issues);
    if (group === undefined) continue;
    groups.push(group);
    const { name } = group;
    if (name === undefined) continue;
    const first = names.get(name.value);
    if (first === undefined) names.set(name.value, name);
    else {
      issues({
        code: 'duplicate-group',
        message: `the group name "${name.value}" is used twice in this file`,
        why: 'Prometheus rejects the whole file',
        help: 'rename or merge the groups',
        range: name.range,
        related: [{ range: first.range, message: `the first group "${name.value}"` }],
      });
    }
  }
  document.language = options.language ?? detectLanguage(document, options.about);
  return document;
}

/** A group of vmalert whose expressions are LogsQL or Graphite's: nothing of it can be read here. */
function isOfOtherLanguage(node: YamlNode): boolean {
  const type = node.kind === 'map' ? entryOf(node, 'type')?.value : undefined;
  return type?.kind === 'scalar' && (type.text === 'vlogs' || type.text === 'graphite');
}

/** A rule that lost its indentation is among the groups: one issue for the rule, not one for each key. */
function isRuleAmongGroups(node: YamlNode, issues: IssueSink): boolean {
  if (node.kind !== 'map' || entryOf(node, 'rules') !== undefined || entryOf(node, 'expr') === undefined)
    return false;
  const name = entryOf(node, 'alert') ?? entryOf(node, 'record');
  if (name === undefined) return false;
  issues({
    code: 'unknown-key',
    message: 'this rule is in the list of groups, not in "rules" of a group',
    why: 'Prometheus rejects the whole file: none of its rules are loaded',
    help: 'indent all its lines like the other rules of its group',
    range: name.key.range,
  });
  return true;
}

/** vmalert reads rule files too, with keys of its own: whoever writes them seldom means Prometheus. */
function knowingVmalert({ file: { text }, objectKind }: RuleDocument, issues: IssueSink): IssueSink {
  return (issue) => {
    const isIts =
      issue.code === 'unknown-key' && VMALERT_KEYS.has(text.slice(issue.range.start, issue.range.end));
    if (!isIts) issues(issue);
    else if (objectKind !== 'VMRule') {
      const why =
        'only vmalert supports it: Prometheus rejects the whole file, and none of its rules are loaded';
      issues({ ...issue, why, severity: 'warning', help: 'remove it, or load this file only with vmalert' });
    }
  };
}

function decodeGroup(
  node: YamlNode,
  document: RuleDocument,
  options: DecodeRulesOptions,
  issues: IssueSink,
): RuleGroup | undefined {
  if (isRuleAmongGroups(node, issues)) return undefined;
  const fields = Fields.of(node, 'a rule group', GROUP_KEYS, knowingVmalert(document, issues));
  if (fields === undefined) return undefined;
  const name = fields.string('name');
  if (name === undefined || name.value === '') {
    issues({
      code: 'missing-key',
      message: 'this rule group has no name',
      help: 'add "name: ...", unique in the file',
      range: name?.range ?? fields.anchor,
    });
  }
  const rules: Rule[] = [];
  const group: RuleGroup = {
    document,
    file: document.file,
    node: fields.node,
    name: name?.value === '' ? undefined : name,
    interval: fields.duration('interval'),
    queryOffset: fields.duration('query_offset'),
    limit: fields.number('limit'),
    labels: fields.keyValues('labels'),
    rules,
  };
  checkGroupLabels(group.labels, options.names ?? 'utf8', issues);
  const items = fields.seq('rules')?.items ?? [];
  for (const [index, item] of items.entries()) {
    const rule = decodeRule(item, group, index, options, issues);
    if (rule !== undefined) rules.push(rule);
  }
  return group;
}

function decodeRule(
  node: YamlNode,
  group: RuleGroup,
  index: number,
  options: DecodeRulesOptions,
  issues: IssueSink,
): Rule | undefined {
  const fields = Fields.of(node, 'a rule', RULE_KEYS, knowingVmalert(group.document, issues));
  if (fields === undefined) return undefined;
  const alert = nonEmpty(fields.string('alert'));
  const record = nonEmpty(fields.string('record'));
  if (alert !== undefined && record !== undefined) {
    issues({
      code: 'forbidden-key',
      message: `this rule has both "alert: ${alert.value}" and "record: ${record.value}"`,
      why: 'a rule either alerts or records; Prometheus rejects the file',
      help: 'split it into two rules',
      range: fields.entry('record')!.key.range,
      related: [{ range: fields.entry('alert')!.key.range, message: 'the alert' }],
    });
  }
  const name = alert ?? record;
  if (name === undefined) {
    const empty = fields.entry('alert') ?? fields.entry('record');
    issues({
      code: 'missing-key',
      message:
        empty === undefined ? 'this rule has neither "alert" nor "record"' : `"${empty.key.text}" is empty`,
      help: 'name the alert ("alert: ...") or the recorded series ("record: ...")',
      range: empty?.key.range ?? fields.anchor,
    });
  }
  const expr = decodeExpr(fields, group, name, options, issues);
  const labels = fields.keyValues('labels');
  const annotations = fields.keyValues('annotations');
  checkRuleLabels(labels, annotations, options.names ?? 'utf8', issues);
  const forMs = fields.duration('for');
  const keepFiringFor = fields.duration('keep_firing_for');
  if (name === undefined || expr === undefined) return undefined;
  const base = { group, index, file: group.file, node: fields.node, name, expr, labels };
  if (alert !== undefined) return { kind: 'alert', ...base, annotations, for: forMs, keepFiringFor };
  checkRecordName(name, options.names ?? 'utf8', issues);
  for (const key of ['for', 'keep_firing_for', 'annotations'] as const)
    forbidOnRecord(fields, key, name.value, issues);
  return { kind: 'record', ...base };
}

function forbidOnRecord(fields: Fields, key: string, name: string, issues: IssueSink): void {
  const entry = fields.entry(key);
  if (entry === undefined || fields.raw(key) === undefined) return;
  if (entry.value.kind === 'map' && entry.value.entries.length === 0) return;
  if (entry.value.kind === 'scalar' && /^0[a-z]*$/.test(entry.value.text)) return;
  issues({
    code: 'forbidden-key',
    message: `the recording rule "${name}" cannot have "${key}"`,
    why: 'only alerting rules have it; Prometheus rejects the file',
    help: `remove "${key}", or turn the rule into an alert`,
    range: entry.key.range,
  });
}

function decodeExpr(
  fields: Fields,
  group: RuleGroup,
  name: Located<string> | undefined,
  options: DecodeRulesOptions,
  issues: IssueSink,
): Expression | undefined {
  const expr = fields.string('expr');
  if (expr !== undefined && expr.value.trim() !== '')
    return new Expression(group.file, withoutTopology(expr.value), expr.node, options.promql);
  const entry = fields.entry('expr');
  if (entry !== undefined && fields.raw('expr') !== undefined && expr === undefined) return undefined; // wrong type, said already
  const which = name === undefined ? 'this rule' : `the rule "${name.value}"`;
  issues({
    code: entry === undefined ? 'missing-key' : 'empty-value',
    message: entry === undefined ? `${which} has no "expr"` : `the "expr" of ${which} is empty`,
    why: 'Prometheus rejects a file with a rule that has no expression',
    help: 'add "expr: ..." with the expression to evaluate',
    range: entry?.key.range ?? name?.range ?? fields.anchor,
  });
  return undefined;
}

function nonEmpty(value: Located<string> | undefined): Located<string> | undefined {
  return value?.value === '' ? undefined : value;
}
