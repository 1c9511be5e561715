import { expect, test } from 'vitest';
import { factsOf } from '../../../src/analysis/expression/facts.ts';
import { DEFAULT_CONFIG } from '../../../src/config/types.ts';
import { readProject } from '../../../src/project/read-project.ts';
import { alternativesOf } from '../../../src/promql/infer/index.ts';
import { parseExpr } from '../../../src/promql/syntax/parse.ts';

const RULES = `groups:
  - name: a
    rules: [{ record: 'a:one', expr: temperature + (-Inf) }]
`;

test.each([
  ['rate(a:one[5m])', true],
  ['rate(requests[5m])', false],
])('%s may be NaN: %s', (text, expected) => {
  const project = readProject([{ path: 'rules.yml', text: RULES, named: false }], DEFAULT_CONFIG.settings);
  const { expr } = parseExpr(text);
  const values = alternativesOf(factsOf(project).of(expr!)).map(({ value }) => value.nan);
  expect(values).toEqual([expected]);
});
