import { logQueries } from '../../logql/analysis/walk.ts';
import type { LabelFilter, LabelMatcher, PipelineStage } from '../../logql/syntax/ast.ts';
import type { LogqlQuery } from '../../project/project.ts';
import { defineCheck } from '../contract.ts';
import { lokiAlert } from '../support/example-rules.ts';

const rules = (query: string): Record<string, string> => lokiAlert(`sum(count_over_time(${query} [5m])) > 5`);

export default defineCheck({
  meta: {
    id: 'logql/pattern',
    summary:
      'line and label filters that hold a regular expression where Loki compares the text as it stands',
    why: 'No line holds "error|fatal" as it stands: the query returns nothing, and the alert never fires.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { title: 'A line filter', files: rules('{app="web"} |= "error|fatal"'), at: ['"error|fatal"'] },
        {
          title: 'A label filter',
          files: rules('{app="web"} | json | level="error|fatal"'),
          at: ['"error|fatal"'],
        },
        { title: 'The selector', files: rules('{app="web|shop"}'), at: ['"web|shop"'] },
      ],
      right: [
        { files: rules('{app="web"} |~ "error|fatal"') },
        {
          title: 'Text of a line',
          files: rules('{app="web"} |= "GET /items?id=(1)" |= "a.b" |= "user | id"'),
        },
      ],
    },
  },
  messages: {
    text: (data: { op: string; value: string; regex: string }) => ({
      message: `"${data.op}" looks for the text "${data.value}" as it stands, which looks like a regular expression`,
      why: 'no line holds that text: the filter lets nothing through (or, negated, everything)',
      help: `write ${data.regex} "${data.value}"`,
    }),
    label: (data: { label: string; op: string; value: string; regex: string }) => ({
      message: `"${data.label}${data.op}" compares with the text "${data.value}" as it stands, which looks like a regular expression`,
      why: 'no label has that value: nothing matches (or, negated, everything)',
      help: `write ${data.label}${data.regex}"${data.value}"`,
    }),
  },
  create: (context) => {
    const matcher = ({ name, op, value, valueRange }: LabelMatcher, query: LogqlQuery): void => {
      if ((op !== '=' && op !== '!=') || !isAlternation(value)) return;
      const data = { label: name, op, value, regex: op === '=' ? '=~' : '!~' };
      context.report('label', query.place(valueRange), data);
    };
    const stage = (node: PipelineStage, query: LogqlQuery): void => {
      if (node.kind === 'LabelFilter') for (const one of matchersOf(node.filter)) matcher(one, query);
      if (node.kind !== 'LineFilter' || (node.op !== '|=' && node.op !== '!=')) return;
      for (const alternative of node.alternatives) {
        if (alternative.ip || !isPattern(alternative.value)) continue;
        const data = { op: node.op, value: alternative.value, regex: node.op === '|=' ? '|~' : '!~' };
        context.report('text', query.place(alternative), data);
      }
    };
    return {
      Logql(query) {
        if (query.ast === undefined) return;
        for (const { query: inner } of logQueries(query.ast)) {
          for (const one of inner.selector.matchers) matcher(one, query);
          for (const one of inner.stages) stage(one, query);
        }
      },
    };
  },
});

function matchersOf(filter: LabelFilter): readonly LabelMatcher[] {
  if (filter.kind === 'LabelFilterBinary') return [...matchersOf(filter.lhs), ...matchersOf(filter.rhs)];
  return filter.kind === 'StringFilter' ? [filter.matcher] : [];
}

function isAlternation(value: string): boolean {
  return /^\(?[\w-]+(?:\|[\w-]+)+\)?$/.test(value) || /\.[*+](?:$|[|)\w/-])/.test(value);
}

/** What only a regular expression would hold; lines have dots, brackets and bars of their own. */
function isPattern(value: string): boolean {
  return (
    isAlternation(value) ||
    /^\(\?[is]+\)/.test(value) ||
    /^\.\*|\.\*$/.test(value) ||
    /[=: ]\(\w+(?:\|\w+)+\)$/.test(value) ||
    /[=: ][1-5]\.\.$/.test(value)
  );
}
