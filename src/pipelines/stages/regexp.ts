import type { RE2JS } from 're2js';
import { tryCompile } from '../../logql/syntax/regexp.ts';
import { isClassicLabelName } from '../../routing/labels.ts';
import { inputOf } from '../entry.ts';
import type { Settings } from '../settings.ts';
import type { Stage } from './stage.ts';
import { changing } from './stage.ts';

/** An argument that is a regular expression of Go; its faults are reported. */
export function compiledRegexp(settings: Settings, key: string): RE2JS | undefined {
  const text = settings.string(key);
  if (text === undefined || text.value === '') return undefined;
  const compiled = tryCompile(text.value);
  if (typeof compiled !== 'string') return compiled;
  settings.report('bad-value', {
    message: `"${key}" of ${settings.what} is not a regular expression: ${compiled}`,
    help: 'use RE2 syntax: no lookaround, no backreferences',
    range: text.range,
  });
  return undefined;
}

/** The text of a group; a group that took no part is empty, as in Go. */
const groupText = (matcher: ReturnType<RE2JS['matcher']>, index: number): string =>
  matcher.group(index) ?? '';

/** `regex`: named groups become extracted values. */
export function compileRegex(settings: Settings): (() => Stage) | undefined {
  const required = settings.required('expression');
  const regexp = required === undefined ? undefined : compiledRegexp(settings, 'expression');
  const source = settings.string('source')?.value;
  const asLabels = settings.boolean('labels_from_groups') ?? false;
  if (regexp === undefined) return undefined;
  const names = Object.entries(regexp.namedGroups());
  return changing((entry) => {
    const text = inputOf(entry, source);
    const matcher = text === undefined ? undefined : regexp.matcher(text);
    if (matcher?.find() !== true) return;
    for (const [name, index] of names) {
      entry.extracted.set(name, groupText(matcher, index));
      if (asLabels && isClassicLabelName(name)) entry.labels.set(name, groupText(matcher, index));
    }
  });
}
