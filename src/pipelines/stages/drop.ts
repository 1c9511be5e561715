import type { tryCompile } from '../../logql/syntax/regexp.ts';
import { textOf } from '../entry.ts';
import type { Entry } from '../entry.ts';
import type { Placed, Settings } from '../settings.ts';
import { compiledRegexp } from './regexp.ts';
import type { Stage } from './stage.ts';
import { keeping } from './stage.ts';

type Condition = (entry: Entry, now: bigint) => boolean;

/** `drop`: a line goes where every condition that is written holds. */
export function compileDrop(settings: Settings): (() => Stage) | undefined {
  const sources = sourcesOf(settings);
  const value = settings.string('value');
  const expression = compiledRegexp(settings, 'expression');
  const hasExpression = settings.entry('expression') !== undefined;
  const [older, longer] = [settings.duration('older_than'), settings.bytes('longer_than')];
  const separator = settings.string('separator')?.value || ';';
  checkDrop(settings, sources, value, hasExpression);
  const conditions: Condition[] = [];
  if (longer !== undefined) conditions.push(({ line }) => Buffer.byteLength(line) > longer);
  if (older !== undefined) conditions.push(({ timestamp }, now) => timestamp < now - older);
  const matches = value === undefined ? regexpTest(expression) : (text: string) => text === value.value;
  if (matches !== undefined && sources === undefined) conditions.push(({ line }) => matches(line));
  else if (sources !== undefined)
    conditions.push(({ extracted }) => {
      if (matches === undefined) return sources.every((name) => extracted.has(name));
      const found = sources.filter((name) => extracted.has(name)).map((name) => textOf(extracted.get(name)));
      return !found.includes(undefined) && matches(found.join(separator));
    });
  if (conditions.length === 0) return undefined;
  return keeping((entry, now) => !conditions.every((holds) => holds(entry, now)));
}

const regexpTest = (
  regexp: Exclude<ReturnType<typeof tryCompile>, string> | undefined,
): ((text: string) => boolean) | undefined =>
  regexp === undefined ? undefined : (text) => regexp.matcher(text).find();

/** Promtail takes one source or a list, Alloy several in one text. */
function sourcesOf(settings: Settings): string[] | undefined {
  const raw = settings.raw('source');
  if (raw?.kind === 'list') return settings.strings('source').map(({ value }) => value);
  const text = settings.string('source')?.value;
  if (text === undefined || text === '') return undefined;
  return settings.reading.agent === 'alloy' ? text.split(',') : [text];
}

function checkDrop(
  settings: Settings,
  sources: readonly string[] | undefined,
  value: Placed<string> | undefined,
  hasExpression: boolean,
): void {
  const refused = { why: 'the agent does not start with this configuration' };
  const nothing = !['expression', 'older_than', 'longer_than', 'source'].some((key) => settings.entry(key));
  if (value !== undefined && hasExpression)
    settings.report('bad-value', {
      ...refused,
      message: `${settings.what} has both "value" and "expression"`,
      help: 'remove one of them',
      range: value.range,
    });
  else if (value !== undefined && sources === undefined)
    settings.report('missing-key', {
      ...refused,
      message: `${settings.what} has a "value" but no "source" to compare with it`,
      help: 'add "source: name" with the name of an extracted value',
      range: value.range,
    });
  else if (nothing)
    settings.report('missing-key', {
      ...refused,
      message: `${settings.what} does not say which lines it drops`,
      help: 'add one of source, expression, older_than, longer_than',
      range: settings.anchor,
    });
}
