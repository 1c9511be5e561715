import { patternCaptures } from '../../logql/eval/index.ts';
import { parsePattern } from '../../logql/syntax/pattern.ts';
import { inputOf } from '../entry.ts';
import type { Settings } from '../settings.ts';
import type { Stage } from './stage.ts';
import { changing } from './stage.ts';

/** Alloy's `pattern`: the captures of a pattern as LogQL has it become extracted values. */
export function compilePattern(settings: Settings): (() => Stage) | undefined {
  const pattern = settings.required('pattern');
  const source = settings.string('source');
  if (source?.value === '') settings.missing('source');
  const asLabels = settings.boolean('labels_from_groups') ?? false;
  const parsed = pattern === undefined ? undefined : parsePattern(pattern.value);
  if (pattern === undefined || parsed === undefined) return undefined;
  if ('error' in parsed) {
    settings.report('bad-value', {
      message: `"pattern" of ${settings.what} cannot be read: ${parsed.error}`,
      why: 'Alloy does not start with this configuration',
      help: 'write "<name>" for each value, with text between two of them: "<ip> - <_> [<time>]"',
      range: pattern.range,
    });
    return undefined;
  }
  return changing((entry) => {
    const text = inputOf(entry, source?.value);
    for (const [name, value] of text === undefined ? [] : patternCaptures(parsed.nodes, text)) {
      entry.extracted.set(name, value);
      if (asLabels) entry.labels.set(name, value);
    }
  });
}
