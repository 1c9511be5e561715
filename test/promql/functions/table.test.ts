import { describe, expect, it } from 'vitest';
import { AGGREGATE_OPS, AGGREGATIONS } from '../../../src/promql/functions/aggregations.ts';
import {
  argumentCounts,
  existsInVersion,
  FUNCTION_NAMES,
  FUNCTIONS,
  functionSignature,
} from '../../../src/promql/functions/table.ts';

const MAX_VARIADIC = 9;

describe('the function table', () => {
  it('has every function of Prometheus 3.16 and holt_winters', () => {
    const in3 = FUNCTION_NAMES.filter((name) => existsInVersion(FUNCTIONS[name], 3));
    expect(in3).toHaveLength(91);
    expect(FUNCTION_NAMES.filter((name) => !in3.includes(name))).toEqual(['holt_winters']);
  });

  it.each(FUNCTION_NAMES.map((name) => [name]))('%s is described', (name) => {
    const signature = functionSignature(name)!;
    expect(signature.since).toMatch(/^[23]\.\d+$/);
    expect(signature.docs).toMatch(/^[A-Z0-9e].*\.$/);
    expect(signature.variadic).toBeLessThanOrEqual(MAX_VARIADIC);
    const { min, max } = argumentCounts(signature);
    expect(min).toBeLessThanOrEqual(max);
    if (signature.returns !== 'vector') expect(signature.dropsName).toBe(true);
    if (signature.replacedBy !== undefined) expect(FUNCTIONS).toHaveProperty(signature.replacedBy);
  });

  it.each([
    ['rate', 1, 1],
    ['round', 1, 2],
    ['hour', 0, 1],
    ['label_join', 3, Infinity],
    ['sort_by_label', 1, Infinity],
    ['info', 1, 2],
    ['histogram_quantiles', 3, 12],
    ['time', 0, 0],
  ] as const)('%s takes %d to %d arguments', (name, min, max) => {
    expect(argumentCounts(FUNCTIONS[name])).toEqual({ min, max });
  });

  it('does not take inherited properties for functions', () => {
    expect(functionSignature('toString')).toBeUndefined();
    expect(functionSignature('__proto__')).toBeUndefined();
  });
});

describe('the aggregation table', () => {
  it('has every operator under its own name', () => {
    expect(AGGREGATE_OPS).toHaveLength(14);
    for (const op of AGGREGATE_OPS) expect(AGGREGATIONS[op].op).toBe(op);
  });
});
