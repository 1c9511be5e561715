import { describe, expect, it } from 'vitest';
import {
  RANGE_AGGREGATIONS,
  STAGES,
  TEMPLATE_FUNCTIONS,
  VECTOR_AGGREGATIONS,
} from '../../../src/logql/functions/index.ts';
import { parseLogql } from '../../../src/logql/syntax/index.ts';

const codes = (text: string): string[] => parseLogql(text).errors.map(({ code }) => code);

describe('tables and parser agree', () => {
  it.each([...RANGE_AGGREGATIONS.values()].map((row): [string, typeof row] => [row.op, row]))(
    '%s',
    (op, row) => {
      const call = (param: string, unwrap: string, grouping: string): string[] =>
        codes(`${op}(${param}{a="b"}${unwrap}[1m])${grouping}`);
      const param = row.parameter ? '0.5,' : '';
      const unwrap = row.unwrap === 'required' ? ' | unwrap x ' : '';
      expect(call(param, unwrap, '')).toEqual([]);
      expect(call(row.parameter ? '' : '0.5,', unwrap, '')).toHaveLength(1);
      expect(call(param, unwrap, ' by (x)')).toHaveLength(row.grouping ? 0 : 1);
      expect(call(param, unwrap === '' ? ' | unwrap x ' : '', '')).toHaveLength(
        row.unwrap === 'optional' ? 0 : 1,
      );
    },
  );

  it.each([...VECTOR_AGGREGATIONS.values()].map((row): [string, typeof row] => [row.op, row]))(
    '%s',
    (op, row) => {
      const call = (param: string, grouping: string): string[] =>
        codes(`${op}(${param}rate({a="b"}[1m]))${grouping}`);
      const param = row.parameter ? '5,' : '';
      expect(call(param, '')).toEqual([]);
      expect(call(row.parameter ? '' : '5,', '')).toHaveLength(1);
      expect(call(param, ' by (x)')).toHaveLength(row.grouping === 'allowed' ? 0 : 1);
      expect(call(param, ' by ()')).toHaveLength(row.grouping === 'forbidden' ? 1 : 0);
    },
  );

  it('knows each template function by its name', () => {
    for (const [name, row] of TEMPLATE_FUNCTIONS) {
      expect(row.syntax.split(' ')[0]).toBe(name);
      expect(row.replacement === undefined || TEMPLATE_FUNCTIONS.has(row.replacement)).toBe(true);
      expect(codes(`{a="b"} | line_format "{{ ${name} }}"`)).toEqual([]);
    }
  });

  it('writes each stage with its own keyword', () => {
    for (const [name, { syntax }] of STAGES) expect(syntax).toContain(name);
  });
});
