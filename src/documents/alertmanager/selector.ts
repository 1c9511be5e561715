import { child } from '../../yaml/node.ts';
import type { YamlNode } from '../../yaml/node.ts';

/** One condition of a label selector of Kubernetes. */
interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** A label selector of Kubernetes: all of its conditions hold; without conditions it takes everything. */
export interface ObjectSelector {
  readonly requirements: readonly Requirement[];
}

/** Reads `matchLabels` and `matchExpressions`. */
export function readSelector(node: YamlNode): ObjectSelector {
  const labels = child(node, 'matchLabels');
  const expressions = child(node, 'matchExpressions');
  const ofLabels = (labels?.kind === 'map' ? labels.entries : []).map(({ key, value }) => ({
    key: key.text,
    operator: 'In',
    values: [scalar(value)],
  }));
  const ofExpressions = (expressions?.kind === 'seq' ? expressions.items : []).map((item) => {
    const values = child(item, 'values');
    return {
      key: scalar(child(item, 'key')),
      operator: scalar(child(item, 'operator')),
      values: values?.kind === 'seq' ? values.items.map(scalar) : [],
    };
  });
  return { requirements: [...ofLabels, ...ofExpressions] };
}

/** Whether a selector takes an object with these labels; an operator that there is not takes everything. */
export function selects({ requirements }: ObjectSelector, labels: ReadonlyMap<string, string>): boolean {
  return requirements.every(({ key, operator, values }) => {
    const value = labels.get(key);
    switch (operator) {
      case 'In':
        return value !== undefined && values.includes(value);
      case 'NotIn':
        return value === undefined || !values.includes(value);
      case 'Exists':
        return value !== undefined;
      case 'DoesNotExist':
        return value === undefined;
      default:
        return true;
    }
  });
}

/** `team=shop, tier in (a, b)`. */
export function showSelector({ requirements }: ObjectSelector): string {
  return requirements
    .map(({ key, operator, values }) => {
      if (operator === 'In' && values.length === 1) return `${key}=${values[0] ?? ''}`;
      if (operator === 'Exists') return key;
      if (operator === 'DoesNotExist') return `!${key}`;
      return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.join(', ')})`;
    })
    .join(', ');
}

function scalar(node: YamlNode | undefined): string {
  return node?.kind === 'scalar' ? node.text : '';
}
