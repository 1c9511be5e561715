import type { Range } from '../../source/range.ts';
import { goExecError } from '../exec/errors.ts';
import type { ExecFailure, TemplateExecErrorCode } from '../exec/errors.ts';
import { executeTemplate } from '../exec/execute.ts';
import type { ExecLimits } from '../exec/limits.ts';
import { atLeast } from '../functions.ts';
import { parseWith } from '../program.ts';
import { goParseError } from '../syntax/errors.ts';
import type { TemplateParseError, TemplateParseErrorCode } from '../syntax/errors.ts';
import { ANY, FLOAT64 } from '../value/types.ts';
import { string, stringMap } from '../value/value.ts';
import type { MapValue, StructValue, Value } from '../value/value.ts';
import type { PrometheusEnvironment } from './context.ts';
import { prometheusFunctions } from './functions.ts';
import { alertDataType, sampleValue } from './samples.ts';
import type { QueryFunction, TemplateHistogram } from './samples.ts';

/** What Prometheus puts in front of every label and annotation: the short names of the alert's data. */
export const ALERT_PRELUDE =
  '{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}{{$externalURL := .ExternalURL}}{{$value := .Value}}';

/** An alert as its templates see it. */
export interface AlertTemplateData {
  /** Labels of the sample, before the rule's own labels are put on. */
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number | TemplateHistogram;
  readonly externalLabels?: Readonly<Record<string, string>>;
  readonly externalUrl?: string;
  /** Runs `query`'s expression at the evaluation time. Without it `query` fails. */
  readonly query?: QueryFunction;
  /** The evaluation time in milliseconds. */
  readonly nowMs: number;
  /** For the error text that Prometheus would show. */
  readonly alertName?: string;
  /** Prometheus's version (`2.42`, `3.5.3`); the newest where absent. */
  readonly version?: string;
  readonly limits?: ExecLimits;
  /** In promtool's tests the functions externalURL and pathPrefix panic, whatever external_url says. */
  readonly asPromtool?: boolean;
  /** Gets whether the body of an `if`, `with` or `range` runs; ranges lie in the text. */
  readonly onBranch?: ((range: Range, taken: boolean) => void) | undefined;
}

/** Why a template has no text. */
export interface TemplateError {
  readonly code: TemplateParseErrorCode | TemplateExecErrorCode;
  /** Go's words without the place: `function "foo" not defined`. */
  readonly message: string;
  /** Where in the template, as UTF-16 offsets. */
  readonly range: Range;
  /** The whole text as Prometheus logs it: `error executing template __alert_X: template: ...`. */
  readonly goText: string;
}

export type Expansion = { readonly text: string } | { readonly error: TemplateError };

const EMPTY_LABELS = {};
const DATA_TYPE = alertDataType(ANY);
const OLD_DATA_TYPE = alertDataType(FLOAT64);

/**
 * Expands one label or annotation of an alert as Prometheus's rule manager does. Where this gives an error,
 * Prometheus puts `<error expanding template: GO TEXT>` in its place.
 */
export function expandAlertTemplate(text: string, data: AlertTemplateData): Expansion {
  // Most labels are not templates.
  if (!text.includes('{{')) return { text };
  const functions = prometheusFunctions(data.version);
  const name = `__alert_${data.alertName ?? ''}`;
  const parsed = parseWith(functions, name, text, ALERT_PRELUDE);
  const [first] = parsed.errors;
  if (first !== undefined) return { error: parseError(name, first, text) };
  const tree = parsed.trees.get(name)!;
  const program = { trees: parsed.trees, functions };
  const result = executeTemplate(program, tree, alertData(data), environmentOf(data, text), data.limits);
  return 'text' in result ? result : { error: execError(name, result.failure, text) };
}

/** The text of a label or annotation whose template failed. */
export function failedExpansionText(error: TemplateError): string {
  return `<error expanding template: ${error.goText}>`;
}

function parseError(name: string, error: TemplateParseError, text: string): TemplateError {
  return {
    code: error.code,
    message: error.message,
    range: withoutPrelude(error.range, text),
    goText: `error parsing template ${name}: ${goParseError(name, error)}`,
  };
}

function execError(name: string, failure: ExecFailure, text: string): TemplateError {
  return {
    code: failure.code,
    message: failure.reason,
    range: withoutPrelude(failure.node?.range ?? { start: 0, end: Infinity }, text),
    goText: `error executing template ${name}: ${goExecError(failure)}`,
  };
}

/** A range of prelude and text as a range of the text. */
function withoutPrelude(range: Range, text: string): Range {
  const clamp = (offset: number): number => Math.min(Math.max(offset - ALERT_PRELUDE.length, 0), text.length);
  return { start: clamp(range.start), end: clamp(range.end) };
}

/** One alert has several templates, expanded one after the other, so the last data is kept; a WeakMap costs more. */
let lastData: { readonly data: AlertTemplateData; readonly value: StructValue } | undefined;
let lastExternal: { readonly labels: object; readonly value: MapValue } | undefined;

function alertData(data: AlertTemplateData): StructValue {
  if (lastData?.data === data) return lastData.value;
  const valueIsInterface = atLeast(data.version, '2.52');
  const fields = new Map<string, Value>([
    ['Labels', stringMap(Object.entries(data.labels))],
    ['ExternalLabels', externalLabels(data.externalLabels ?? EMPTY_LABELS)],
    ['ExternalURL', string(data.externalUrl ?? '')],
    ['Value', sampleValue(data.value, valueIsInterface)],
  ]);
  const made: StructValue = { kind: 'struct', type: valueIsInterface ? DATA_TYPE : OLD_DATA_TYPE, fields };
  lastData = { data, value: made };
  return made;
}

function externalLabels(labels: Readonly<Record<string, string>>): MapValue {
  if (lastExternal?.labels === labels) return lastExternal.value;
  const value = stringMap(Object.entries(labels));
  lastExternal = { labels, value };
  return value;
}

function environmentOf(data: AlertTemplateData, text: string): PrometheusEnvironment {
  const { onBranch } = data;
  return {
    nowMs: data.nowMs,
    nowNanos: BigInt(Math.trunc(data.nowMs)) * 1_000_000n,
    localZone: 'UTC',
    externalUrl: data.asPromtool === true ? undefined : (data.externalUrl ?? ''),
    query: data.query ?? refuseQuery,
    onBranch:
      onBranch === undefined ? undefined : (range, taken) => onBranch(withoutPrelude(range, text), taken),
  };
}

function refuseQuery(): never {
  throw new Error('no query engine is available here');
}
