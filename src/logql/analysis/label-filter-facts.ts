import type { LabelFilter, LabelMatcher, Name } from '../syntax/ast.ts';
import { matchesEmpty } from '../syntax/matchers.ts';

/** Labels that every line has for which the filter holds, with a value that is not empty. */
export function labelsRequired(filter: LabelFilter): ReadonlySet<string> {
  switch (filter.kind) {
    case 'StringFilter':
      return new Set(requiredBy([filter.matcher]));
    case 'LabelFilterBinary': {
      const [a, b] = [labelsRequired(filter.lhs), labelsRequired(filter.rhs)];
      return new Set(filter.op === 'and' ? [...a, ...b] : [...a].filter((label) => b.has(label)));
    }
    // A line with an error passes these, whatever its labels are.
    case 'IpFilter':
    case 'DurationFilter':
    case 'BytesFilter':
    case 'NumberFilter':
      return new Set();
  }
}

/** Labels of which the matchers require a value. */
export function requiredBy(matchers: readonly LabelMatcher[]): string[] {
  return matchers.filter((matcher) => !matchesEmpty(matcher)).map(({ name }) => name);
}

/** The labels that a filter compares, where they are written. */
export function filterLabels(filter: LabelFilter): Name[] {
  if (filter.kind === 'LabelFilterBinary') return [...filterLabels(filter.lhs), ...filterLabels(filter.rhs)];
  const { name, nameRange } = filter.kind === 'StringFilter' ? filter.matcher : filter;
  return [{ name, ...nameRange }];
}
