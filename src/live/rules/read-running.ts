import type { Language } from '../../documents/expression.ts';
import { readDocuments } from '../../documents/read.ts';
import type { RuleGroup } from '../../documents/rules/types.ts';
import { SourceFile } from '../../source/source-file.ts';
import { isRecord } from '../../util/is-record.ts';
import { parseYaml } from '../../yaml/parse.ts';
import { notAsPromised } from '../errors.ts';
import { isLabelSet } from '../prometheus-api.ts';
import type { LabelSet } from '../prometheus-api.ts';
import { printedExpr } from './rule-set.ts';
import type { PlainGroup, PlainRule } from './rule-set.ts';

/**
 * The rules that a server runs, from the JSON of `/api/v1/rules` (Prometheus, Thanos, VictoriaMetrics, Mimir) or the YAML of
 * a ruler's configuration API (`/prometheus/config/v1/rules` of Mimir and Cortex, `/loki/api/v1/rules`): a map of namespaces.
 *
 * @param name of the source, for messages
 * @throws LiveError for a text that is neither
 */
export function readRunning(text: string, name: string, language: Language): readonly PlainGroup[] {
  const json = jsonOf(text);
  if (json !== undefined) {
    const data = isRecord(json) && json['status'] === 'success' ? json['data'] : json;
    const groups = isRecord(data) ? data['groups'] : undefined;
    if (!Array.isArray(groups)) throw notAsPromised(name, 'the answer has no "groups"');
    return groups.map((group: unknown) => groupOfApi(group, name, language));
  }
  return ofRuler(text, name, language);
}

function jsonOf(text: string): unknown {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function groupOfApi(group: unknown, where: string, language: Language): PlainGroup {
  if (!isRecord(group) || typeof group['name'] !== 'string' || !Array.isArray(group['rules']))
    throw notAsPromised(where, 'a group has no "name" or no "rules"');
  const { name, file, interval, rules } = group;
  return {
    name,
    source: typeof file === 'string' ? file : '',
    intervalMs: typeof interval === 'number' && interval > 0 ? Math.round(interval * 1000) : undefined,
    rules: rules.map((rule: unknown) => ruleOfApi(rule, where, language)),
  };
}

function ruleOfApi(rule: unknown, where: string, language: Language): PlainRule {
  if (!isRecord(rule) || typeof rule['name'] !== 'string' || typeof rule['query'] !== 'string')
    throw notAsPromised(where, 'a rule has no "name" or no "query"');
  const { name, query, type, duration, keepFiringFor, labels, annotations, lastError } = rule;
  return {
    kind: type === 'recording' ? 'record' : 'alert',
    name,
    expr: printedExpr(query, language),
    forMs: milliseconds(duration),
    keepMs: milliseconds(keepFiringFor),
    labels: textsOf(labels),
    annotations: textsOf(annotations),
    error: typeof lastError === 'string' && lastError !== '' ? lastError : undefined,
  };
}

const milliseconds = (seconds: unknown): number =>
  typeof seconds === 'number' ? Math.round(seconds * 1000) : 0;

const textsOf = (value: unknown): LabelSet => (isLabelSet(value) ? value : {});

/** `namespace: [groups]` as the rulers of Mimir, Cortex and Loki write it; each namespace is read as a rule file. */
function ofRuler(text: string, where: string, language: Language): readonly PlainGroup[] {
  const { documents, issues } = parseYaml(text);
  const root = documents[0]?.root;
  // Rulers answer "no rule groups found" with status 404, or with nothing.
  if (root === undefined && issues.length === 0) return [];
  if (root?.kind !== 'map' || issues.length > 0)
    throw notAsPromised(where, 'the answer is neither JSON nor a YAML map');
  return root.entries.flatMap(({ key, value }) => {
    if (value.kind !== 'seq')
      throw notAsPromised(where, `the namespace "${key.text}" is not a list of groups`);
    const groups = text.slice(value.range.start, value.range.end);
    return value.items.length === 0
      ? []
      : groupsIn(groups, text, value.range.start, key.text, language, where);
  });
}

function groupsIn(
  groups: string,
  text: string,
  start: number,
  namespace: string,
  language: Language,
  where: string,
): readonly PlainGroup[] {
  // The text before the first item in its line was indentation.
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1);
  const file = new SourceFile(`${namespace}.yml`, `groups:\n${' '.repeat(indent)}${groups}\n`);
  const { documents } = readDocuments(file, { named: true });
  const rules = documents.find((document) => document.kind === 'rules');
  if (rules === undefined) throw notAsPromised(where, `the namespace "${namespace}" has no rule groups`);
  return rules.groups.map((group) => fromFile(group, namespace, language));
}

function fromFile(group: RuleGroup, namespace: string, language: Language): PlainGroup {
  return {
    name: group.name?.value ?? '',
    source: namespace,
    intervalMs: group.interval?.value,
    rules: group.rules.map((rule) => ({
      kind: rule.kind,
      name: rule.name.value,
      expr: printedExpr(rule.expr.text, language),
      forMs: rule.kind === 'alert' ? (rule.for?.value ?? 0) : 0,
      keepMs: rule.kind === 'alert' ? (rule.keepFiringFor?.value ?? 0) : 0,
      labels: Object.fromEntries([...group.labels, ...rule.labels].map(({ name, value }) => [name, value])),
      annotations:
        rule.kind === 'alert'
          ? Object.fromEntries(rule.annotations.map(({ name, value }) => [name, value]))
          : {},
    })),
  };
}
