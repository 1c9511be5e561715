import { RE2JS } from 're2js';
import type { Expectations, TextPattern } from './script.ts';

/** Whether annotations of one level are as expected; otherwise the faults. */
export function compareAnnotations(
  level: 'warning' | 'info',
  expected: Expectations['warnings'],
  actual: readonly string[],
): string | undefined {
  if (expected === undefined) return undefined;
  const list = actual.join(' | ');
  if (expected === 'none') return actual.length === 0 ? undefined : `unexpected ${level}: ${list}`;
  if (actual.length === 0) return `expected ${describeAll(expected)} as ${level}, got none`;
  if (expected === 'any') return undefined;
  const unmet = expected.find((pattern) => !actual.some((text) => matchesText(pattern, text)));
  if (unmet !== undefined) return `expected ${level} ${describe(unmet)}, got: ${list}`;
  const surplus = actual.find((text) => !expected.some((pattern) => matchesText(pattern, text)));
  return surplus === undefined ? undefined : `unexpected ${level}: ${surplus}`;
}

export function matchesText(pattern: TextPattern, text: string): boolean {
  if (pattern === undefined) return true;
  return 'text' in pattern ? pattern.text === text : RE2JS.compile(pattern.regexp).matcher(text).find();
}

export function describe(pattern: TextPattern): string {
  if (pattern === undefined) return 'anything';
  return 'text' in pattern ? JSON.stringify(pattern.text) : `/${pattern.regexp}/`;
}

function describeAll(expected: 'any' | readonly TextPattern[]): string {
  return expected === 'any' ? 'anything' : expected.map(describe).join(' and ');
}
