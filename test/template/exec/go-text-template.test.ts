import { describe, expect, it } from 'vitest';
import { BUILTIN_FUNCTIONS } from '../../../src/template/builtins/table.ts';
import { goExecError } from '../../../src/template/exec/errors.ts';
import { executeTemplate } from '../../../src/template/exec/execute.ts';
import { functionSet } from '../../../src/template/functions.ts';
import { PROMETHEUS_FUNCTIONS } from '../../../src/template/prometheus/functions.ts';
import { alertDataType } from '../../../src/template/prometheus/samples.ts';
import { goParseError } from '../../../src/template/syntax/errors.ts';
import { parseTemplateText } from '../../../src/template/syntax/parser.ts';
import { ANY } from '../../../src/template/value/types.ts';
import { boxed, float, string, stringMap } from '../../../src/template/value/value.ts';
import type { StructValue, Value } from '../../../src/template/value/value.ts';
import cases from './go-text-template.json' with { type: 'json' };

/**
 * What Go 1.26's text/template said to each template, with `missingkey=zero`, the functions toUpper and args, and
 * the data below: its text, or its error.
 */
const NAME = '__alert_A';
const FUNCTIONS = functionSet(
  BUILTIN_FUNCTIONS,
  PROMETHEUS_FUNCTIONS.filter(({ name }) => name === 'toUpper' || name === 'args'),
);
const LABELS = [
  ['instance', 'a.b.c:9090'],
  ['job', 'x'],
  ['é', 'ü'],
] as const;
const DATA: StructValue = {
  kind: 'struct',
  type: alertDataType(ANY),
  fields: new Map<string, Value>([
    ['Labels', stringMap(LABELS)],
    ['ExternalLabels', stringMap([['cluster', 'eu']])],
    ['ExternalURL', string('http://p/x')],
    ['Value', boxed(float(1234.5))],
  ]),
};

function run(template: string): readonly [kind: string, text: string] {
  const { trees, errors } = parseTemplateText(template, {
    name: NAME,
    hasFunction: (name) => FUNCTIONS.has(name),
  });
  const [first] = errors;
  if (first !== undefined) return ['error', goParseError(NAME, first)];
  const environment = { nowNanos: 0n, localZone: 'UTC' };
  const result = executeTemplate({ trees, functions: FUNCTIONS }, trees.get(NAME)!, DATA, environment);
  return 'text' in result ? ['text', result.text] : ['error', goExecError(result.failure)];
}

describe("Go's text/template", () => {
  it(`says the same to ${cases.length} templates`, () => {
    for (const [template = '', kind, text] of cases)
      expect.soft(run(template), template).toEqual([kind, text]);
  });
});
