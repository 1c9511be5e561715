import { logQueries } from '../../logql/analysis/walk.ts';
import type { LineFilterStage, LogQuery } from '../../logql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';

const rules = (expr: string): Record<string, string> => ({
  'loki/rules.yml': `groups:
  - name: web
    rules:
      - alert: WebErrors
        expr: sum(count_over_time({app="web"} ${expr} [5m])) > 0
`,
});

export default defineCheck({
  meta: {
    id: 'logql/filters-first',
    summary: 'line filters after a parser or label filter that could come before it',
    why: 'A line filter is cheap; after a parser, Loki first parses every line, at each evaluation of the rule.',
    severity: 'info',
    preset: 'strict',
    peers: ['promruval logQlExpressionUsesFiltersFirst'],
    examples: {
      wrong: [{ files: rules('| json |= "error"'), at: ['|= "error"'] }],
      right: [
        { files: rules('|= "error" | json') },
        {
          title: 'An earlier stage changes the line',
          files: rules('| json | line_format "{{ .msg }}" |= "error"'),
        },
      ],
    },
  },
  messages: {
    late: () => ({
      message: 'this line filter comes after a stage that it does not depend on',
      why: 'every line passes through that stage, also the lines that the filter drops',
      help: 'move the filter up, directly after the selector',
    }),
  },
  create: (context) => ({
    Logql(query) {
      if (query.ast === undefined) return;
      for (const { query: inner } of logQueries(query.ast)) {
        for (const filter of lateFilters(inner)) context.report('late', query.place(filter), undefined);
      }
    },
  }),
});

/** Line filters behind other stages, as long as none of those has changed the line. */
function lateFilters({ stages }: LogQuery): readonly LineFilterStage[] {
  const late: LineFilterStage[] = [];
  let others = 0;
  for (const stage of stages) {
    if (stage.kind === 'LineFormat' || stage.kind === 'Decolorize' || stage.kind === 'Unpack') break;
    if (stage.kind !== 'LineFilter') others++;
    else if (others > 0) late.push(stage);
  }
  return late;
}
