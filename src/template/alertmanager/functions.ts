import { BUILTIN_FUNCTIONS } from '../builtins/table.ts';
import { availableIn, functionSet } from '../functions.ts';
import type { FunctionSet, TemplateFunction } from '../functions.ts';
import { parseGoDuration } from '../../go/durations/go-duration.ts';
import { casesTitle } from '../../go/strings/case.ts';
import { goQuote } from '../../go/strings/quote.ts';
import { parseTime } from '../../go/time/parse.ts';
import { ZERO_TIME } from '../../go/time/time.ts';
import { formatTime } from '../../go/time/layout.ts';
import { UTC, loadZone } from '../../go/time/zone.ts';
import { entryOf, sharedFunctions } from '../shared-functions.ts';
import { sprint } from '../fmt/print.ts';
import { GoFailure } from '../value/callable.ts';
import type { CallEnvironment } from '../value/callable.ts';
import { itemsAt, textAt, valueAt } from '../value/access.ts';
import { TIME, durationValue, timeOf, timeValue } from '../value/time-types.ts';
import { ANY, ANY_LIST, ANY_MAP, STRING, STRING_LIST, declared } from '../value/types.ts';
import { boxed, int, list, string } from '../value/value.ts';
import type { Value } from '../value/value.ts';
import { routeLabelText } from './context.ts';
import { toJson } from './json.ts';
import { unescapeQuery } from './url.ts';

const entry = entryOf('alertmanager');

/** html/template's marker for a URL that needs no check. */
const SAFE_URL = declared('template.URL', STRING);

/** Versions of those shared with Prometheus; none of these for versions before 0.25. */
const SHARED_SINCE = { humanizeDuration: '0.28' };

const TEXT_FUNCTIONS: readonly TemplateFunction[] = [
  entry(
    'title',
    [STRING],
    { usage: 'text', summary: 'every word capitalised, all other letters small' },
    (args) => string(casesTitle(textAt(args, 0), true)),
  ),
  entry(
    'trimSpace',
    [STRING],
    { usage: 'text', summary: 'the text without white space at both ends', since: '0.26' },
    (args) => string(textAt(args, 0).trim()),
  ),
  entry(
    'join',
    [STRING, STRING_LIST],
    { usage: 'separator, list', summary: 'the elements of a list of texts with a separator between' },
    (args) =>
      string(
        itemsAt(args, 1)
          .map((_, index) => textAt(itemsAt(args, 1), index))
          .join(textAt(args, 0)),
      ),
  ),
  entry(
    'stringSlice',
    [STRING],
    { usage: 'texts ...', summary: 'a list of texts, for Remove' },
    (args) => list(args, STRING_LIST),
    true,
  ),
  entry(
    'safeUrl',
    [STRING],
    { usage: 'text', summary: 'the text marked as a URL that is not escaped again', since: '0.30' },
    (args) => string(textAt(args, 0), SAFE_URL),
  ),
  entry(
    'urlUnescape',
    [STRING],
    { usage: 'text', summary: 'the text of an escaped query', since: '0.30' },
    (args) => string(unescapeQuery(textAt(args, 0))),
  ),
  entry(
    'base64encode',
    [STRING],
    { usage: 'text', summary: 'the text in the URL-safe form of base 64', since: '0.34' },
    (args) =>
      string(Buffer.from(textAt(args, 0)).toString('base64').replaceAll('+', '-').replaceAll('/', '_')),
  ),
  entry(
    'base64decode',
    [STRING],
    { usage: 'text', summary: 'the text that the URL-safe form of base 64 stands for', since: '0.34' },
    (args) => string(decodeBase64(textAt(args, 0))),
  ),
  entry(
    'routeLabels',
    [STRING],
    { usage: 'name', summary: 'a label of the route, its own templates expanded', since: '0.34' },
    (args, environment) => string(routeLabelText(environment, textAt(args, 0))),
  ),
];

function decodeBase64(text: string): string {
  const bad = /[^A-Za-z0-9_=\n\r-]/.exec(text);
  const plain = text.replace(/[\r\n]/g, '');
  const wellFormed = /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2}==|[A-Za-z0-9_-]{3}=)?$/.test(plain);
  if (bad === null && wellFormed) return Buffer.from(plain, 'base64url').toString();
  const at = bad?.index ?? Math.trunc(plain.replace(/(?<!=)=+$/, '').length / 4) * 4;
  throw new GoFailure(`illegal base64 data at input byte ${at}`);
}

const TIME_FUNCTIONS: readonly TemplateFunction[] = [
  entry(
    'date',
    [STRING, TIME],
    { usage: 'layout, time', summary: "the time in a layout of Go's reference time", since: '0.28' },
    (args) => string(formatTime(timeOf(args[1]), textAt(args, 0))),
  ),
  entry(
    'tz',
    [STRING, TIME],
    { usage: 'zone, time', summary: 'the time in a time zone such as Europe/Paris', since: '0.28' },
    (args, environment) => {
      const name = textAt(args, 0);
      const zone = loadZone(name === 'Local' ? environment.localZone : name);
      if (zone === undefined) throw new GoFailure(`unknown time zone ${name}`);
      return timeValue({ ...timeOf(args[1]), zone });
    },
  ),
  entry(
    'addDuration',
    [STRING, TIME],
    {
      usage: 'duration, time',
      summary: 'the time later by a duration such as -30m, in milliseconds since 1970',
      since: '0.35',
    },
    (args) => {
      const parsed = parseGoDuration(textAt(args, 0));
      if ('error' in parsed) throw new GoFailure(`time: ${parsed.error}`);
      return int(Number((timeOf(args[1]).nanos + parsed.nanos) / 1_000_000n));
    },
  ),
  entry('now', [], { usage: '', summary: 'the present time', since: '0.33' }, (_args, environment) =>
    timeValue({ nanos: environment.nowNanos, zone: loadZone(environment.localZone) ?? UTC }),
  ),
  entry(
    'since',
    [TIME],
    { usage: 'time', summary: 'how long ago the time is', since: '0.28' },
    (args, environment) => durationValue(environment.nowNanos - timeOf(args[0]).nanos),
  ),
  entry(
    'toDate',
    [STRING, STRING],
    {
      usage: 'layout, text',
      summary: "the time in a text; Go's zero time if the text is not a time",
      since: '0.34',
    },
    (args) => timeValue(parseTime(textAt(args, 0), textAt(args, 1)) ?? ZERO_TIME),
  ),
  entry(
    'mustToDate',
    [STRING, STRING],
    {
      usage: 'layout, text',
      summary: 'the time in a text; an error if the text is not a time',
      since: '0.34',
    },
    (args) => {
      const [layout, text] = [textAt(args, 0), textAt(args, 1)];
      const time = parseTime(layout, text);
      if (time === undefined)
        throw new GoFailure(`parsing time ${goQuote(text)} as ${goQuote(layout)}: cannot parse`);
      return timeValue(time);
    },
  ),
];

const DATA_FUNCTIONS: readonly TemplateFunction[] = [
  // The one of TEXT_FUNCTIONS, which takes lists of texts alone, is that of earlier releases.
  entry(
    'join',
    [STRING, ANY],
    {
      usage: 'separator, list',
      summary: 'the elements of a list with a separator between',
      since: '0.35',
    },
    (args, environment) => string(joinedItems(args[1], textAt(args, 0), environment)),
  ),
  entry('toJson', [ANY], { usage: 'value', summary: 'the value as JSON', since: '0.30' }, (args) =>
    string(toJson(valueAt(args, 0))),
  ),
  entry(
    'list',
    [ANY],
    { usage: 'values ...', summary: 'a list of the values', since: '0.32' },
    (args) => list(args.map(boxed), ANY_LIST),
    true,
  ),
  entry(
    'append',
    [ANY_LIST, ANY],
    { usage: 'list, values ...', summary: 'the list with values added', since: '0.32' },
    (args) => list([...itemsAt(args, 0), ...args.slice(1).map(boxed)], ANY_LIST),
    true,
  ),
  entry(
    'dict',
    [ANY],
    { usage: 'key, value ...', summary: 'a map of keys and values', since: '0.32' },
    (args) => ({ kind: 'map', type: ANY_MAP, entries: dictEntries(args) }),
    true,
  ),
];

function joinedItems(given: Value | undefined, separator: string, environment: CallEnvironment): string {
  const value = given?.kind === 'interface' ? given.content : given;
  if (value === undefined || value.kind === 'invalid') return '';
  if (value.kind !== 'slice') throw new GoFailure(`join expects a slice or array, got ${value.type.name}`);
  return value.items.map((item) => sprint([item], environment)).join(separator);
}

function dictEntries(args: readonly Value[]): Map<string, Value> {
  if (args.length % 2 !== 0) throw new GoFailure('dict requires an even number of arguments');
  const entries = new Map<string, Value>();
  for (let index = 0; index < args.length; index += 2) {
    const key = args[index];
    if (key?.kind !== 'string' || key.type !== STRING) throw new GoFailure('dict keys must be strings');
    entries.set(key.value, boxed(valueAt(args, index + 1)));
  }
  return entries;
}

/** The newest table: what the linter and the docs read. */
const ALERTMANAGER_FUNCTIONS: readonly TemplateFunction[] = [
  ...sharedFunctions('alertmanager', SHARED_SINCE),
  ...TEXT_FUNCTIONS,
  ...TIME_FUNCTIONS,
  ...DATA_FUNCTIONS,
];

const sets = new Map<string, FunctionSet>();

/** The functions of a version of Alertmanager (`0.25`, `0.33.1`), Go's own included; undefined means the newest. */
export function alertmanagerFunctions(version?: string): FunctionSet {
  const key = version ?? '';
  const known = sets.get(key);
  if (known !== undefined) return known;
  const made = functionSet(BUILTIN_FUNCTIONS, availableIn(ALERTMANAGER_FUNCTIONS, version));
  sets.set(key, made);
  return made;
}
