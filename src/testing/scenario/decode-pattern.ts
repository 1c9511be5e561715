import { Fields } from '../../documents/fields.ts';
import type { YamlNode } from '../../yaml/node.ts';
import type { TestIssueSink } from '../../documents/test-issue.ts';
import { parseNumber } from '../../util/parse-number.ts';
import { reportEmptyValues } from './empty-values.ts';
import { parsePattern } from './pattern.ts';
import type { AlertPattern, NameList, SamplePattern } from './types.ts';
import type { FieldPattern } from './field-pattern.ts';

const ALERT_KEYS = [
  'labels',
  'annotations',
  'exact',
  'receivers',
  'inhibited',
  'inhibited_by',
  'notifies',
  'muted_by',
  'group',
];
const SAMPLE_KEYS = ['labels', 'value'];

/** Decodes one entry under `alerts`. */
export function decodeAlertPattern(node: YamlNode, issues: TestIssueSink): AlertPattern | undefined {
  const fields = Fields.of(node, 'an expected alert', ALERT_KEYS, issues);
  if (fields === undefined) return undefined;
  reportEmptyValues(fields, ALERT_KEYS, issues);
  const inhibited = fields.boolean('inhibited');
  const inhibitedBy = fields.string('inhibited_by');
  if (inhibited?.value === false && inhibitedBy !== undefined) {
    issues({
      code: 'conflicting-keys',
      message: `"inhibited: false" and "inhibited_by: ${inhibitedBy.value}" contradict each other`,
      help: 'remove one of them',
      range: inhibited.range,
      related: [{ range: inhibitedBy.range, message: 'inhibited by' }],
    });
  }
  return {
    range: fields.node.range,
    labels: fieldPatterns(fields, 'labels', issues),
    annotations: fieldPatterns(fields, 'annotations', issues),
    exact: fields.boolean('exact')?.value ?? false,
    receivers: nameList(fields, 'receivers'),
    inhibited,
    inhibitedBy,
    notifies: nameList(fields, 'notifies'),
    mutedBy: fields.string('muted_by'),
    group: fields.has('group') ? fieldPatterns(fields, 'group', issues) : undefined,
  };
}

/** A list of names, or one name alone. */
export function nameList(fields: Fields, key: string): NameList | undefined {
  const raw = fields.raw(key);
  if (raw?.kind === 'scalar') {
    const only = { value: raw.text, range: raw.range, node: raw };
    return { value: [raw.text], range: raw.range, node: raw, items: [only] };
  }
  const list = fields.seq(key);
  if (list === undefined) return undefined;
  const names = fields.strings(key);
  const node = names[0]?.node ?? {
    kind: 'scalar',
    range: list.range,
    value: null,
    text: '',
    style: 'plain' as const,
  };
  return { value: names.map((name) => name.value), range: list.range, node, items: names };
}

/** The patterns of a map of names to texts; a bad regular expression is an issue. */
export function fieldPatterns(fields: Fields, key: string, issues: TestIssueSink): FieldPattern[] {
  return fields.keyValues(key).flatMap(({ name, value, node }): FieldPattern[] => {
    const pattern = parsePattern(value);
    if (pattern.kind !== 'invalid') return [{ name, pattern, range: node.range }];
    issues({
      code: 'bad-pattern',
      message: `${value} is not a regular expression: ${pattern.reason}`,
      help: 'use RE2 syntax, as in PromQL; text without slashes is compared literally',
      range: node.range,
    });
    return [];
  });
}

/** Decodes `samples` of an `expr` expectation. */
export function decodeSamples(fields: Fields, issues: TestIssueSink): SamplePattern[] {
  return (fields.seq('samples')?.items ?? []).flatMap((item): SamplePattern[] => {
    const sample = Fields.of(item, 'a sample', SAMPLE_KEYS, issues);
    if (sample === undefined) return [];
    const labels = fieldPatterns(sample, 'labels', issues);
    const text = sample.string('value');
    const value = text === undefined ? undefined : parseValue(text.value);
    if (value === undefined) {
      issues({
        code: text === undefined ? 'missing-key' : 'bad-value',
        message: text === undefined ? 'this sample has no "value"' : `"${text.value}" is not a sample value`,
        help: 'use a number, NaN, +Inf, -Inf, or a number with a tolerance: 1 ± 0.01',
        range: text?.range ?? sample.node.range,
      });
      return [];
    }
    return [{ range: sample.node.range, labels, ...value }];
  });
}

function parseValue(text: string): { value: number; tolerance: number } | undefined {
  const [left = '', right, ...rest] = text.split(/±|\+-|\+\/-/).map((part) => part.trim());
  const value = parseNumber(left);
  const tolerance = right === undefined ? 0 : parseTolerance(right, value ?? 0);
  if (value === undefined || tolerance === undefined || rest.length > 0 || !(tolerance >= 0))
    return undefined;
  return { value, tolerance };
}

/** A difference, or a share of the value: `0.01`, `1%`. */
function parseTolerance(text: string, value: number): number | undefined {
  if (!text.endsWith('%')) return parseNumber(text);
  const percent = parseNumber(text.slice(0, -1).trim());
  return percent === undefined ? undefined : (Math.abs(value) * percent) / 100;
}
