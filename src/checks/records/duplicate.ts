import type { RecordingRule } from '../../documents/rules/types.ts';
import { onSameServer } from '../../project/same-server.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { AGGREGATIONS } from '../../promql/functions/aggregations.ts';
import { defineCheck } from '../contract.ts';
import { record, ruleFile } from '../support/example-rules.ts';
import { constant, exprKey, ruleAst } from '../../analysis/expression/index.ts';
import { groupByIdentity, sharing } from '../../analysis/delivery/index.ts';
import { unwrap } from '../../promql/infer/index.ts';

const NAME = 'shop:errors:rate5m';

export default defineCheck({
  meta: {
    id: 'records/duplicate',
    summary: 'recording rules that record the same series',
    why: 'Prometheus keeps one sample and drops the other with only a line in its log: the value that alerts read is random.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint rule/duplicate', 'promtool duplicate rules'],
    examples: {
      wrong: [
        {
          files: ruleFile(record(NAME, 'sum by (job) (errors)'), record(NAME, 'sum by(job)(errors)')),
          at: [NAME],
        },
        {
          title: 'Different values of one series',
          files: ruleFile(record(NAME, 'sum(errors)'), record(NAME, 'sum(failures) * 2')),
          at: [NAME],
        },
      ],
      right: [
        {
          title: 'A label distinguishes them',
          files: ruleFile(
            record(NAME, 'sum(errors)', { kind: 'a' }),
            record(NAME, 'sum(failures)', { kind: 'b' }),
          ),
        },
        {
          title: 'Series of different jobs',
          files: ruleFile(
            record(NAME, 'sum by (job) (errors{job="a"})'),
            record(NAME, 'sum by (job) (errors{job="b"})'),
          ),
        },
      ],
    },
  },
  messages: {
    same: (data: { name: string }) => ({
      message: `"${data.name}" is recorded twice, with the same labels and the same expression`,
      why: 'Prometheus evaluates both and drops the samples of one',
      help: 'remove one of them',
    }),
    clash: (data: { name: string }) => ({
      message: `two rules record the same series "${data.name}" with different values`,
      why: 'both results have the same labels: Prometheus keeps the first sample and drops the other',
      help: 'rename one of them, or add a label that differs',
    }),
  },
  create: (context) => ({
    Project(project) {
      const reported = new Set<RecordingRule>();
      const report = (kind: 'same' | 'clash', rules: readonly RecordingRule[]): void => {
        for (const [index, rule] of rules.entries()) {
          const earlier = rules.slice(0, index).find((other) => onSameServer(rule, other, project));
          if (earlier === undefined || reported.has(rule)) continue;
          reported.add(rule);
          const related = [{ file: earlier.file, range: earlier.name.range, message: 'the first rule' }];
          context.report(
            kind,
            { file: rule.file, range: rule.name.range },
            { name: rule.name.value },
            { related },
          );
        }
      };
      for (const rules of groupByIdentity(project.records)) {
        const parsed = rules.filter((rule) => ruleAst(rule) !== undefined);
        for (const same of sharing(parsed, (rule) => exprKey(ruleAst(rule)!))) report('same', same);
        report(
          'clash',
          parsed.filter((rule) => hasNoLabels(ruleAst(rule)!)),
        );
      }
    },
  }),
});

/** Is the result one series without labels, so that any other such result is the same series? */
function hasNoLabels(expr: Expr): boolean {
  const node = unwrap(expr);
  if (node.kind === 'AggregateExpr') {
    const selects = AGGREGATIONS[node.op].selectsSeries || node.op === 'count_values';
    return !selects && node.keyword !== 'without' && node.grouping.length === 0;
  }
  if (node.kind === 'BinaryExpr') {
    const [left, right] = [constant(node.lhs), constant(node.rhs)];
    if (left !== undefined) return hasNoLabels(node.rhs);
    if (right !== undefined) return hasNoLabels(node.lhs);
    return hasNoLabels(node.lhs) && hasNoLabels(node.rhs);
  }
  return node.kind === 'Call' && (node.func === 'vector' || node.func === 'scalar' || node.func === 'time');
}
