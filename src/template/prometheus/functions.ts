import { escapeQuery } from '../builtins/escape.ts';
import { BUILTIN_FUNCTIONS } from '../builtins/table.ts';
import { atLeast, availableIn, functionSet } from '../functions.ts';
import type { FunctionSet, TemplateFunction } from '../functions.ts';
import { casesTitle, stringsTitle } from '../../go/strings/case.ts';
import { isIpAddress, joinHostPort, splitHostPort } from '../../go/strings/host-port.ts';
import {
  floatToTime,
  humanize,
  humanize1024,
  humanizePercentage,
  humanizeTimestamp,
  toFloat,
} from '../humanize.ts';
import { entryOf, sharedFunctions } from '../shared-functions.ts';
import { GoFailure } from '../value/callable.ts';
import type { CallEnvironment } from '../value/callable.ts';
import { itemsAt, textAt, valueAt } from '../value/access.ts';
import { DURATION_POINTER, TIME_POINTER, durationValue, timeValue } from '../value/time-types.ts';
import { ANY, ANY_MAP, STRING } from '../value/types.ts';
import { INVALID, boxed, compareBytes, float, pointer, string } from '../value/value.ts';
import type { Value } from '../value/value.ts';
import { prometheusEnvironment } from './context.ts';
import { parseDurationSeconds } from './duration.ts';
import { QUERY_RESULT, SAMPLE_POINTER, labelOf, queryResult, sampleOf } from './samples.ts';
import { errorText } from '../../util/error-text.ts';

const entry = entryOf('prometheus');

/** Newer functions; all others are as old as Prometheus 2.0. */
const SINCE: Readonly<Partial<Record<string, string>>> = {};

function textOf(value: string): Value {
  return string(value);
}

function functionsFor(version: string | undefined): TemplateFunction[] {
  return [
    ...sharedFunctions('prometheus', SINCE),
    ...queryFunctions(atLeast(version, '2.52')),
    ...numberFunctions(),
    ...timeFunctions(atLeast(version, '3.6')),
    ...textFunctions(atLeast(version, '3.2')),
    ...linkFunctions(),
  ];
}

function queryFunctions(valueIsInterface: boolean): TemplateFunction[] {
  return [
    entry(
      'query',
      [STRING],
      { usage: 'expression', summary: 'the samples of an instant query at the time of evaluation' },
      (args, environment) => {
        const { query } = prometheusEnvironment(environment);
        return queryResult(
          runQuery(() => query(textAt(args, 0))),
          valueIsInterface,
        );
      },
    ),
    entry(
      'first',
      [QUERY_RESULT],
      { usage: 'samples', summary: 'the first sample; an error without samples' },
      (args) => {
        const sample = itemsAt(args, 0)[0];
        if (sample === undefined) throw new GoFailure('first() called on vector with no elements');
        return sample;
      },
    ),
    entry(
      'label',
      [STRING, SAMPLE_POINTER],
      { usage: 'name, sample', summary: 'a label of the sample, empty if it is absent' },
      (args) => string(labelOf(valueAt(args, 1), textAt(args, 0))),
    ),
    entry(
      'value',
      [SAMPLE_POINTER],
      { usage: 'sample', summary: 'the value of the sample' },
      (args) => sampleOf(valueAt(args, 0)).fields.get('Value') ?? INVALID,
    ),
    entry(
      'strvalue',
      [SAMPLE_POINTER],
      {
        usage: 'sample',
        summary: 'the label __value__ of the sample',
        discouraged: 'It only helps with count_values; label "__value__" says the same.',
      },
      (args) => string(labelOf(valueAt(args, 0), '__value__')),
    ),
    entry(
      'sortByLabel',
      [STRING, QUERY_RESULT],
      { usage: 'name, samples', summary: 'the samples sorted by a label' },
      (args) => {
        const name = textAt(args, 0);
        const items = itemsAt(args, 1).toSorted((a, b) => compareBytes(labelOf(a, name), labelOf(b, name)));
        return { kind: 'slice', type: QUERY_RESULT, items };
      },
    ),
  ];
}

function runQuery<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new GoFailure(errorText(error));
  }
}

function numberFunctions(): TemplateFunction[] {
  const number = (name: string, summary: string, format: (value: number) => string): TemplateFunction =>
    entry(name, [ANY], { usage: 'number or text', summary }, (args) =>
      textOf(format(toFloat(valueAt(args, 0)))),
    );
  return [
    number('humanize', 'The number with a metric prefix: 1.235M.', humanize),
    number('humanize1024', 'The number with a binary prefix: 1.177Mi.', humanize1024),
    {
      ...number('humanizePercentage', 'A ratio as a percentage: 0.1234 is 12.34%.', humanizePercentage),
      since: '2.11',
    },
    number('humanizeTimestamp', 'A Unix time in seconds as date and time in UTC.', humanizeTimestamp),
  ];
}

function timeFunctions(negativeDurations: boolean): TemplateFunction[] {
  return [
    entry(
      'toTime',
      [ANY],
      { usage: 'number or text', summary: 'a Unix time in seconds as a time with methods', since: '2.38' },
      (args) => {
        const time = floatToTime(toFloat(valueAt(args, 0)));
        if (time === undefined) throw new GoFailure('value is NaN or Inf');
        return pointer(TIME_POINTER, timeValue(time));
      },
    ),
    entry(
      'toDuration',
      [ANY],
      { usage: 'number or text', summary: 'seconds as a duration with methods', since: '3.6' },
      (args) => pointer(DURATION_POINTER, durationValue(truncated(toFloat(valueAt(args, 0)) * 1e9))),
    ),
    entry(
      'now',
      [],
      { usage: '', summary: 'the Unix time of the evaluation in seconds', since: '3.6' },
      (_args, environment) => float(prometheusEnvironment(environment).nowMs / 1000),
    ),
    entry(
      'parseDuration',
      [STRING],
      { usage: 'text', summary: 'the seconds of a duration such as 1h30m', since: '2.32' },
      (args) => float(parseDurationSeconds(textAt(args, 0), negativeDurations)),
    ),
  ];
}

function truncated(value: number): bigint {
  if (!Number.isFinite(value) || Math.abs(value) >= 2 ** 63) return -(2n ** 63n);
  return BigInt(Math.trunc(value));
}

function textFunctions(newTitle: boolean): TemplateFunction[] {
  return [
    entry('title', [STRING], { usage: 'text', summary: 'the text with every word capitalised' }, (args) =>
      textOf(newTitle ? casesTitle(textAt(args, 0), false) : stringsTitle(textAt(args, 0))),
    ),
    entry(
      'stripPort',
      [STRING],
      { usage: 'host:port', summary: 'the host without the port', since: '2.33' },
      (args) => textOf(splitHostPort(textAt(args, 0))?.host ?? textAt(args, 0)),
    ),
    entry(
      'stripDomain',
      [STRING],
      { usage: 'host:port', summary: 'the host without its domain; the port stays', since: '2.36' },
      (args) => textOf(stripDomain(textAt(args, 0))),
    ),
    entry(
      'urlQueryEscape',
      [STRING],
      { usage: 'text', summary: 'the text escaped for the query of a URL', since: '3.8' },
      (args) => textOf(escapeQuery(textAt(args, 0))),
    ),
    entry(
      'args',
      [ANY],
      { usage: 'values ...', summary: 'a map with the keys arg0, arg1 and so on, to hand to a template' },
      (args) => ({
        kind: 'map',
        type: ANY_MAP,
        entries: new Map(args.map((value, index) => [`arg${index}`, boxed(value)])),
      }),
      true,
    ),
  ];
}

function stripDomain(text: string): string {
  const split = splitHostPort(text);
  const host = split?.host ?? text;
  if (isIpAddress(host)) return text;
  const short = host.split('.')[0] ?? '';
  const port = split?.port ?? '';
  return port === '' ? short : joinHostPort(short, port);
}

function linkFunctions(): TemplateFunction[] {
  const link = (name: string, tab: number, view: string): TemplateFunction =>
    entry(name, [STRING], { usage: 'expression', summary: `path of the ${view} of the expression` }, (args) =>
      textOf(`/graph?g0.expr=${escapeQuery(textAt(args, 0))}&g0.tab=${tab}`),
    );
  return [
    link('graphLink', 0, 'graph'),
    link('tableLink', 1, 'table'),
    entry('externalURL', [], { usage: '', summary: "Prometheus's own URL" }, (_args, environment) =>
      textOf(urlOf(environment)),
    ),
    entry(
      'pathPrefix',
      [],
      { usage: '', summary: "the path of Prometheus's own URL" },
      (_args, environment) => textOf(pathOf(urlOf(environment))),
    ),
  ];
}

function urlOf(environment: CallEnvironment): string {
  const url = prometheusEnvironment(environment).externalUrl;
  if (url === undefined)
    throw new GoFailure('runtime error: invalid memory address or nil pointer dereference');
  return url;
}

/** The path of a URL, unescaped, as Go's URL.Path. */
function pathOf(url: string): string {
  const path = /^(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?(?:\/\/[^/?#]*)?([^?#]*)/.exec(url)?.[1] ?? '';
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The newest table: what the linter and the docs read. */
export const PROMETHEUS_FUNCTIONS: readonly TemplateFunction[] = functionsFor(undefined);

/** Defined only in console templates, so an error in rules; named for a better message. */
export const CONSOLE_FUNCTIONS: readonly string[] = ['tmpl'];

const sets = new Map<string, FunctionSet>();

/** The functions of a version of Prometheus (`2.42`, `3.5.3`), Go's own included; undefined means the newest. */
export function prometheusFunctions(version?: string): FunctionSet {
  const key = version ?? '';
  const known = sets.get(key);
  if (known !== undefined) return known;
  const made = functionSet(BUILTIN_FUNCTIONS, availableIn(functionsFor(version), version));
  sets.set(key, made);
  return made;
}
