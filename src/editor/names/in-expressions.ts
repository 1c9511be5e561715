import type { Query } from '../../project/project.ts';
import type { LabelMatcher, VectorSelector } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import type { Range } from '../../source/range.ts';
import { unquoted } from './occurrence.ts';
import type { NameKind, Occurrence } from './occurrence.ts';

type Expression = Query['source'];

/** The series that an expression reads, and the alerts that it asks for by `ALERTS{alertname="..."}`. */
export function namesInQuery({ language, source }: Query): Occurrence[] {
  if (language !== 'promql') return [];
  const { expr } = source.promql;
  const names: Occurrence[] = [];
  if (expr !== undefined)
    walkExpr(expr, (node) => {
      if (node.kind === 'VectorSelector') names.push(...namesInSelector(node, source));
    });
  // The trees of all rules together would be the largest part of the memory.
  source.release();
  return names;
}

function namesInSelector({ name, nameRange, matchers }: VectorSelector, source: Expression): Occurrence[] {
  const use = (kind: NameKind, value: string, range: Range): Occurrence => ({
    kind,
    name: value,
    role: 'use',
    file: source.file,
    range: source.rangeOf(unquoted(range, source.text)),
  });
  const named = (label: string): LabelMatcher | undefined =>
    matchers.find((matcher) => matcher.name === label && matcher.op === '=');
  const metric = named('__name__');
  const alert = /^ALERTS(?:_FOR_STATE)?$/.test(name ?? '') ? named('alertname') : undefined;
  return [
    ...(name === undefined || nameRange === undefined ? [] : [use('series', name, nameRange)]),
    ...(metric === undefined ? [] : [use('series', metric.value, metric.valueRange)]),
    ...(alert === undefined ? [] : [use('alert', alert.value, alert.valueRange)]),
  ];
}
