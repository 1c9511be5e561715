import { child } from '../../yaml/node.ts';
import type { MapEntry, MapNode, ScalarNode, YamlNode } from '../../yaml/node.ts';
import type { DocumentIssue } from '../issue.ts';

/** Rules without those whose expression a chart fills in. */
export interface Rendered {
  /** undefined: no rule is left. */
  readonly kept: MapNode | undefined;
  /** The expressions of the rules that were left out. */
  readonly left: readonly ScalarNode[];
}

/** Leaves out of rule groups the rules whose expression holds a template action: PromQL has none. */
export function withoutTemplates(root: MapNode): Rendered {
  const left: ScalarNode[] = [];
  const kept = inMap(root, 'groups', (group) =>
    group.kind === 'map'
      ? inMap(group, 'rules', (rule) => (isRendered(rule, left) ? undefined : rule))
      : group,
  );
  return { kept: left.length > 0 && isEmpty(kept) ? undefined : kept, left };
}

function isRendered(rule: YamlNode, left: ScalarNode[]): boolean {
  const expr = child(rule, 'expr');
  if (expr?.kind !== 'scalar' || !expr.text.includes('{{')) return false;
  left.push(expr);
  return true;
}

/** A map whose list under a key went through a function. */
function inMap(map: MapNode, key: string, change: (item: YamlNode) => YamlNode | undefined): MapNode {
  const changed = (entry: MapEntry): MapEntry => {
    if (entry.key.text !== key || entry.value.kind !== 'seq') return entry;
    const items = entry.value.items.flatMap((item) => change(item) ?? []);
    return { key: entry.key, value: { ...entry.value, items } };
  };
  return { ...map, entries: map.entries.map(changed) };
}

function isEmpty(root: MapNode): boolean {
  const groups = child(root, 'groups');
  return (
    groups?.kind === 'seq' &&
    groups.items.every((group) => {
      const rules = child(group, 'rules');
      return rules?.kind === 'seq' && rules.items.length === 0;
    })
  );
}

/** Says of rules that a chart renders that they were not checked. */
export function renderedLater({ range }: ScalarNode, count: number): DocumentIssue {
  return {
    code: 'helm-template',
    severity: 'info',
    message:
      count === 1
        ? 'this expression is a Helm template: rulecheck cannot read it before the chart is rendered'
        : `this expression and those of ${count - 1} more rules of these values are Helm templates: rulecheck cannot read them before the chart is rendered`,
    why: 'the rest of the values was checked',
    help: 'render the chart first: helm template ... > rendered.yaml, then rulecheck lint rendered.yaml',
    range,
  };
}
