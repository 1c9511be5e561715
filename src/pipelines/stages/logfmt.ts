import { logfmtPairs } from '../../logql/eval/index.ts';
import { inputOf } from '../entry.ts';
import type { Settings } from '../settings.ts';
import { compiledRegexp } from './regexp.ts';
import type { Stage } from './stage.ts';
import { changing } from './stage.ts';

/** `logfmt`: fields of the line by the names in `mapping`. Reading ends at the first fault; the fields before it stay. */
export function compileLogfmt(settings: Settings): (() => Stage) | undefined {
  const source = settings.string('source')?.value;
  const regexp = settings.reading.agent === 'alloy' ? compiledRegexp(settings, 'regex') : undefined;
  const entries = settings.texts('mapping');
  if (entries.length === 0 && regexp === undefined && !settings.isOpen('mapping'))
    settings.missing('mapping');
  const wanted = new Map(
    entries.map(({ key, value }) => [value.kind === 'scalar' && value.text !== '' ? value.text : key, key]),
  );
  return changing((entry) => {
    const text = inputOf(entry, source === '' ? undefined : source);
    if (text === undefined) return;
    for (const line of text.split('\n')) {
      for (const pair of logfmtPairs(line)) {
        if ('error' in pair) return;
        const name = wanted.get(pair.key);
        if (name !== undefined) entry.extracted.set(name, pair.value);
        else if (regexp?.matcher(pair.key).find() === true) entry.extracted.set(pair.key, pair.value);
      }
    }
  });
}
