import { GoFailure } from '../value/callable.ts';
import type { Callable } from '../value/callable.ts';
import {
  ANY,
  FLOAT64,
  STRING,
  STRING_MAP,
  declared,
  pointerTo,
  sliceOf,
  structType,
} from '../value/types.ts';
import type { GoType } from '../value/types.ts';
import { boxed, float, pointer, string, stringMap } from '../value/value.ts';
import type { MapValue, PointerValue, StructValue, Value } from '../value/value.ts';

/** A native histogram as a template sees it: text, and a few numbers. */
export interface TemplateHistogram {
  /** As Prometheus prints it: `{count:3, sum:4, (0.5,1]:3}`. */
  readonly text: string;
  readonly count: number;
  readonly sum: number;
}

/** What `query` gives for one series. */
export interface QuerySample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number | TemplateHistogram;
}

/** Runs an instant query at the alert's time; a thrown Error's message becomes the template's error. */
export type QueryFunction = (expression: string) => readonly QuerySample[];

const SAMPLE = structType('template.sample', [
  { name: 'Labels', type: STRING_MAP },
  { name: 'Value', type: ANY },
]);
export const SAMPLE_POINTER = pointerTo(SAMPLE);
export const QUERY_RESULT = declared('template.queryResult', sliceOf(SAMPLE_POINTER));

const HISTOGRAM = structType(
  'histogram.FloatHistogram',
  [
    { name: 'Count', type: FLOAT64 },
    { name: 'Sum', type: FLOAT64 },
  ],
  new Map<string, Callable>([
    [
      'String',
      { params: [], invoke: ([self]) => string((self?.kind === 'struct' ? self.display : undefined) ?? '') },
    ],
  ]),
);
const HISTOGRAM_POINTER = pointerTo(HISTOGRAM);

/** A sample's or an alert's value; from Prometheus 2.52 it is held in an interface. */
export function sampleValue(value: number | TemplateHistogram, asInterface: boolean): Value {
  const plain = typeof value === 'number' ? float(value) : histogramValue(value);
  return asInterface ? boxed(plain) : plain;
}

function histogramValue(histogram: TemplateHistogram): PointerValue {
  const fields = new Map<string, Value>([
    ['Count', float(histogram.count)],
    ['Sum', float(histogram.sum)],
  ]);
  return pointer(HISTOGRAM_POINTER, { kind: 'struct', type: HISTOGRAM, fields, display: histogram.text });
}

/** The result of a query as the list of samples that templates work on. */
export function queryResult(samples: readonly QuerySample[], asInterface: boolean): Value {
  const items = samples.map((sample) => {
    const fields = new Map<string, Value>([
      ['Labels', stringMap(Object.entries(sample.labels))],
      ['Value', sampleValue(sample.value, asInterface)],
    ]);
    return pointer(SAMPLE_POINTER, { kind: 'struct', type: SAMPLE, fields });
  });
  return { kind: 'slice', type: QUERY_RESULT, items };
}

/** The struct behind a `*sample`, or Go's panic for a nil one. */
export function sampleOf(value: Value): StructValue {
  if (value.kind === 'pointer' && value.target?.kind === 'struct') return value.target;
  throw new GoFailure('runtime error: invalid memory address or nil pointer dereference');
}

/** A label of a sample, empty where it has none. */
export function labelOf(value: Value, name: string): string {
  const labels = sampleOf(value).fields.get('Labels') as MapValue | undefined;
  const label = labels?.entries.get(name);
  return label?.kind === 'string' ? label.value : '';
}

/** The type of what templates of alerts get as data; `value` is the type of `.Value`. */
export function alertDataType(value: GoType): GoType {
  const fields = [
    { name: 'Labels', type: STRING_MAP },
    { name: 'ExternalLabels', type: STRING_MAP },
    { name: 'ExternalURL', type: STRING },
    { name: 'Value', type: value },
  ];
  const text = fields.map((field) => `${field.name} ${field.type.name}`).join('; ');
  return structType(`struct { ${text} }`, fields);
}
