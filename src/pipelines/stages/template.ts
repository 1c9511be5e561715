import { executeTemplate } from '../../template/exec/execute.ts';
import { goParseError } from '../../template/syntax/errors.ts';
import { parseTemplateText } from '../../template/syntax/parser.ts';
import { ANY_MAP } from '../../template/value/types.ts';
import { boxed, string } from '../../template/value/value.ts';
import type { Value } from '../../template/value/value.ts';
import { textOf } from '../entry.ts';
import type { Entry } from '../entry.ts';
import type { Placed, Settings } from '../settings.ts';
import { compiledRegexp } from './regexp.ts';
import type { Stage } from './stage.ts';
import { changing } from './stage.ts';
import { STAGE_FUNCTIONS } from './template-functions.ts';

/** Fills the template; undefined where that fails, which the stages pass over. */
type Render = (data: Value, now: bigint) => string | undefined;

const NAME = 'pipeline_template';

function compiled(settings: Settings, text: Placed<string> | undefined): Render | undefined {
  if (text === undefined) return undefined;
  const { trees, errors } = parseTemplateText(text.value, {
    name: NAME,
    hasFunction: (name) => STAGE_FUNCTIONS.has(name),
  });
  const tree = trees.get(NAME);
  const [error] = errors;
  if (error !== undefined || tree === undefined) {
    const reason = error === undefined ? 'it is not complete' : goParseError(NAME, error);
    settings.report('bad-value', {
      message: `the template of ${settings.what} is invalid: ${reason}`,
      why: 'the agent does not start with this configuration, or the stage has no effect',
      help: 'use the functions of Go and of sprig, and ToLower, ToUpper, Replace, Trim..., Hash, Sha2Hash',
      range: text.range,
    });
    return undefined;
  }
  return (data, now) => {
    const environment = { nowNanos: now, localZone: 'UTC' };
    const result = executeTemplate({ trees, functions: STAGE_FUNCTIONS }, tree, data, environment);
    return 'text' in result ? result.text : undefined;
  };
}

/** The extracted values that are texts, numbers or booleans, as texts. */
function valuesOf(entry: Entry): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const [name, value] of entry.extracted) {
    const text = textOf(value);
    if (text !== undefined) values.set(name, boxed(string(text)));
  }
  return values;
}

/** `template`: sets an extracted value from others; an empty result removes it. */
export function compileTemplateStage(settings: Settings): (() => Stage) | undefined {
  const source = settings.required('source')?.value;
  const render = compiled(settings, settings.string('template'));
  if (source === undefined || render === undefined) return undefined;
  return changing((entry, now) => {
    const values = valuesOf(entry);
    const own = values.get(source);
    if (own !== undefined) values.set('Value', own);
    values.set('Entry', boxed(string(entry.line)));
    const result = render({ kind: 'map', type: ANY_MAP, entries: values }, now);
    if (result === '') entry.extracted.delete(source);
    else if (result !== undefined) entry.extracted.set(source, result);
  });
}

/** `replace`: each group of a regular expression is replaced by what a template makes of it. */
export function compileReplace(settings: Settings): (() => Stage) | undefined {
  const required = settings.required('expression');
  const regexp = required === undefined ? undefined : compiledRegexp(settings, 'expression');
  const source = settings.string('source')?.value || undefined;
  const render = compiled(settings, settings.string('replace') ?? { value: '', range: settings.anchor });
  if (regexp === undefined || render === undefined) return undefined;
  const names = Object.entries(regexp.namedGroups());
  return changing((entry, now) => {
    const input = source === undefined ? entry.line : textOf(entry.extracted.get(source));
    if (input === undefined) return;
    const matcher = regexp.matcher(input);
    const data = valuesOf(entry);
    const captured = new Map<string, string>();
    const first = new Map<number, string>();
    let [result, end, found] = ['', 0, false];
    while (matcher.find()) {
      for (let group = 1; group <= regexp.groupCount(); group++) {
        const [start, stop] = [matcher.start(group), matcher.end(group)];
        if (start < 0) continue;
        const text = input.slice(start, stop);
        if (!found) first.set(group, text);
        const replaced = render(
          { kind: 'map', type: ANY_MAP, entries: data.set('Value', boxed(string(text))) },
          now,
        );
        if (replaced === undefined) return;
        if (end === 0 || end <= start) [result, end] = [result + input.slice(end, start) + replaced, stop];
        captured.set(text, replaced);
      }
      found = true;
    }
    if (!found) return;
    const whole = result + input.slice(end);
    if (source === undefined) entry.line = whole;
    else entry.extracted.set(source, whole);
    for (const [name, group] of names) {
      const value = captured.get(first.get(group) ?? '');
      if (value !== undefined) entry.extracted.set(name, value);
    }
  });
}
