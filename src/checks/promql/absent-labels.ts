import { offer } from '../../analysis/suggestion/index.ts';
import type { Repair } from '../../analysis/suggestion/index.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { defineCheck } from '../contract.ts';
import type { AggregateExpr, Call, Expr, LabelMatcher } from '../../promql/syntax/ast.ts';
import { literalsOf } from '../../promql/syntax/regex-words.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { boolRange } from '../support/bool-range.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { shortened } from '../support/snippet.ts';
import { unwrap } from '../../promql/infer/index.ts';

const HOLD = { for: '5m' };

export default defineCheck({
  meta: {
    id: 'promql/absent-labels',
    summary: 'absent() over several series, which fires only if all of them are missing',
    why: 'absent(up{job=~"a|b"}) returns nothing while one of them exists, and its result does not show which one is missing.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: ruleFile(alert('absent(up{job=~"web|shop"})', HOLD)), at: ['job=~"web|shop"'] },
        { files: ruleFile(alert('absent(sum by (job) (up))', HOLD)), at: ['sum by (job) (up)'] },
        {
          title: '0 is not absent',
          files: ruleFile(alert('absent(shop_queue_length > bool 100)', HOLD)),
          at: ['bool'],
        },
      ],
      right: [
        { files: ruleFile(alert('absent(up{job="web"}) or absent(up{job="shop"})', HOLD)) },
        {
          title: 'Several states of one object',
          files: ruleFile(alert('absent(up{job=~"shop.*"})', HOLD)),
        },
        { title: 'No label to name', files: ruleFile(alert('absent(sum(up))', HOLD)) },
      ],
    },
  },
  messages: {
    alternatives: (data: { values: readonly string[]; label: string; help: string }) => ({
      message: `absent() returns a series only if ${data.values.map((value) => `"${value}"`).join(', ')} are all missing`,
      why: `if only one of them is missing, the alert does not fire, and its label "${data.label}" is empty when it fires`,
      help: data.help,
    }),
    bool: (_: Readonly<Record<string, never>>) => ({
      message: '"bool" keeps every series, so absent() ignores the condition',
      why: 'the comparison returns 0 where it is false, and a series with the value 0 is not absent',
      help: 'remove "bool", or the comparison',
    }),
    grouping: (data: { labels: string }) => ({
      message: `absent() returns a series only if every group by ${data.labels} is missing, and without ${data.labels}`,
      why: 'if a single group is missing, the others remain, so nothing is absent',
      help: 'test each known group with an equality matcher, or compare with the past by "offset" and "unless"',
    }),
  },
  create: (context) => ({
    Call(node, query) {
      const argument = node.args[0];
      if ((node.func !== 'absent' && node.func !== 'absent_over_time') || argument === undefined) return;
      const inner = unwrap(argument);
      if (inner.kind === 'BinaryExpr' && inner.bool) {
        context.report('bool', query.place(boolRange(query, inner)), {});
        return;
      }
      const grouped = groupedBy(inner);
      if (grouped !== undefined) {
        const labels = grouped.grouping.map(({ name }) => `"${name}"`).join(', ');
        context.report('grouping', query.place(grouped), { labels });
        return;
      }
      for (const { matcher, values } of namedAlternatives(inner)) {
        const { help, fix } = eachAlone(query, node, matcher, values, context.project);
        context.report('alternatives', query.place(matcher), { label: matcher.name, values, help }, { fix });
      }
    },
  }),
});

const MOST_ALONE = 5;

/** One absent() for each value: `absent(up{job="a"}) or absent(up{job="b"})`. */
function eachAlone(
  query: PromqlQuery,
  call: Call,
  matcher: LabelMatcher,
  values: readonly string[],
  project: Project,
): Repair {
  const { text } = query.source;
  const words = `test each value of "${matcher.name}" by an absent() of its own`;
  if (values.length > MOST_ALONE || values.some((value) => /["\\\n]/.test(value))) return { help: words };
  const [before, after] = [text.slice(call.start, matcher.start), text.slice(matcher.end, call.end)];
  const alone = values.map((value) => `${before}${matcher.name}="${value}"${after}`).join(' or ');
  const whole = query.ast !== undefined && unwrap(query.ast) === call ? alone : `(${alone})`;
  const wording = { proved: `test each one: ${shortened(whole)}`, words };
  return offer(query, [{ range: call, text: whole }], wording, project);
}

function groupedBy(expr: Expr): AggregateExpr | undefined {
  return expr.kind === 'AggregateExpr' && expr.keyword === 'by' && expr.grouping.length > 0
    ? expr
    : undefined;
}

/** Matchers on `job` and the like that list whole names: each stands for a thing of its own. */
function namedAlternatives(expr: Expr): { matcher: LabelMatcher; values: readonly string[] }[] {
  const found: { matcher: LabelMatcher; values: readonly string[] }[] = [];
  walkExpr(expr, (node) => {
    if (node.kind !== 'VectorSelector') return;
    for (const matcher of node.matchers) {
      if (matcher.op !== '=~' || !IDENTITIES.has(matcher.name)) continue;
      const values = literalsOf(matcher.value);
      if (values !== undefined && values.length > 1) found.push({ matcher, values });
    }
  });
  return found;
}

/** Labels that say whose series it is; of others (a status code) any value may be all that is wanted. */
const IDENTITIES = new Set([
  'job',
  'instance',
  'service',
  'app',
  'application',
  'cluster',
  'namespace',
  'node',
  'host',
]);
