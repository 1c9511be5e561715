import { logQueries } from '../../logql/analysis/walk.ts';
import type { LabelFilter, LabelMatcher, PipelineStage } from '../../logql/syntax/ast.ts';
import type { LogqlQuery } from '../../project/project.ts';
import { defineCheck } from '../contract.ts';
import { lokiAlert } from '../support/example-rules.ts';

const rules = (query: string): Record<string, string> => lokiAlert(`sum(count_over_time(${query} [5m])) > 5`);

export default defineCheck({
  meta: {
    id: 'logql/pattern',
    summary: 'regular expressions in line and label filters that compare literally',
    why: 'No line contains "error|fatal" literally: the query returns no line, and the alert never fires.',
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
          title: 'Literal text of a line',
          files: rules('{app="web"} |= "GET /items?id=(1)" |= "a.b" |= "user | id"'),
        },
      ],
    },
  },
  messages: {
    text: (data: { op: string; value: string; regex: string }) => ({
      message: `"${data.op}" searches literally for "${data.value}", which looks like a regular expression`,
      why: 'no line contains that text: the filter drops every line (or, negated, none)',
      help: `use ${data.regex} "${data.value}"`,
    }),
    label: (data: { label: string; op: string; value: string; regex: string }) => ({
      message: `"${data.label}${data.op}" compares literally with "${data.value}", which looks like a regular expression`,
      why: 'no label has that value: the filter drops every line (or, negated, none)',
      help: `use ${data.label}${data.regex}"${data.value}"`,
    }),
    wildcard: (data: { found: string; text: string; meant: string }) => ({
      message: `"${data.found}" repeats the character "${data.text}"; it is not a wildcard`,
      why: `it matches only "${data.text}", zero or more times`,
      help: `use "${data.meant}"`,
    }),
    letters: (data: { found: string; meant: string }) => ({
      message: `"${data.found}" matches one of these characters, not one of the words`,
      why: 'nearly every line contains one of them',
      help: `use "${data.meant}"`,
    }),
  },
  create: (context) => {
    const matcher = ({ name, op, value, valueRange }: LabelMatcher, query: LogqlQuery): void => {
      const star = op === '=~' || op === '!~' ? globOf(value) : undefined;
      if (star !== undefined) context.report('wildcard', query.place(valueRange), star);
      if ((op !== '=' && op !== '!=') || !isLabelPattern(name, value)) return;
      const data = { label: name, op, value, regex: op === '=' ? '=~' : '!~' };
      context.report('label', query.place(valueRange), data);
    };
    const stage = (node: PipelineStage, query: LogqlQuery): void => {
      if (node.kind === 'LabelFilter') for (const one of matchersOf(node.filter)) matcher(one, query);
      if (node.kind !== 'LineFilter') return;
      if (node.op === '|~' || node.op === '!~')
        for (const alternative of node.alternatives) {
          const { value } = alternative;
          // A line is searched for it: a star at the end asks for nothing.
          const [found, text] = /^[\w -]*[A-Za-z]{2}([A-Za-z])\*$/.exec(value) ?? [];
          const list = /\[([A-Za-z]{2,}(?:\|[A-Za-z]{2,})+)\]/.exec(value);
          if (found !== undefined)
            context.report('wildcard', query.place(alternative), {
              found,
              text: text!,
              meant: found.slice(0, -1),
            });
          else if (list !== null)
            context.report('letters', query.place(alternative), { found: list[0], meant: `(${list[1]!})` });
        }
      if (node.op !== '|=' && node.op !== '!=') return;
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

/** `prod-*` where a regular expression is read. */
function globOf(value: string): { found: string; text: string; meant: string } | undefined {
  const star = /(?:^|[|(])([\w/:-]*([A-Za-z0-9_/:-])\*)(?=$|[|)])/.exec(value);
  if (star === null) return undefined;
  return { found: star[1]!, text: star[2]!, meant: `${star[1]!.slice(0, -1)}.*` };
}

/** `status="5.."`, and files that a glob would name. */
function isLabelPattern(label: string, value: string): boolean {
  if (/^[1-5](?:\.\.|\[0-9\]+|\\d+)$/.test(value)) return true;
  return isAlternation(value) || (label === 'filename' && /[\w/-]\*/.test(value));
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
