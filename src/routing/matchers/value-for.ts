import type { Matcher } from './matcher.ts';
import { findValue } from './pattern/index.ts';
import type { Found } from './pattern/index.ts';

/**
 * A value of one label that all matchers accept; "" stands for a missing label. Their names do not count. Values with line
 * breaks are left out: no such label is seen.
 */
export function valueFor(matchers: readonly Matcher[]): Found {
  const finite = matchers.find(({ values }) => values !== undefined)?.values;
  if (finite !== undefined) {
    for (const value of finite)
      if (matchers.every((matcher) => matcher.accepts(value))) return { kind: 'value', value };
    return { kind: 'none' };
  }
  const quick = matchers.find(({ op }) => op === '=~')?.language?.samples ?? ['', 'x', 'other'];
  const value = quick.find((one) => matchers.every((matcher) => matcher.accepts(one)));
  return value === undefined ? search(matchers) : { kind: 'value', value };
}

/** Walks through the automata of all expressions; what one of them is not read for only makes the answer "unknown". */
function search(matchers: readonly Matcher[]): Found {
  const demands = matchers.flatMap(({ op, language }) => {
    const automaton = language?.automaton;
    return automaton === undefined ? [] : [{ automaton, accepts: op === '=' || op === '=~' }];
  });
  const found = findValue(demands);
  // Fewer demands leave more values: if even then no value is left, none exists.
  return demands.length === matchers.length || found.kind === 'none' ? found : { kind: 'unknown' };
}
