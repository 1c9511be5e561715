import type { LogqlError } from '../../logql/syntax/errors.ts';
import type { LogqlQuery } from '../../project/project.ts';
import { defineCheck } from '../contract.ts';

export default defineCheck({
  meta: {
    id: 'syntax/logql',
    summary: 'expressions that Loki does not accept',
    why: "Loki's ruler rejects the whole file: none of its alerts exist.",
    severity: 'error',
    preset: 'recommended',
    dashboards: true,
    examples: {
      wrong: [
        {
          files: {
            'loki/rules.yml': `groups:
  - name: web
    rules:
      - alert: ErrorsHigh
        expr: sum(rate({app="web"} |= "error" [5m)) > 1
`,
          },
          at: ['[5m)) > 1'],
        },
        {
          title: 'A recorded series is in Prometheus',
          files: {
            'loki/rules.yml': `groups:
  - name: web
    rules:
      - record: web:errors:rate5m
        expr: sum(rate({app="web"} |= "error" [5m]))
      - alert: ErrorsHigh
        expr: web:errors:rate5m > 1
`,
          },
          at: ['web:errors:rate5m'],
        },
      ],
      right: [
        {
          files: {
            'loki/rules.yml': `groups:
  - name: web
    rules:
      - alert: ErrorsHigh
        expr: sum(rate({app="web"} |= "error" [5m])) > 1
`,
          },
        },
      ],
    },
  },
  messages: {
    error: ({ message, explanation }: LogqlError) => ({
      message,
      why: 'Loki rejects the query',
      help: explanation,
    }),
    series: (data: { series: string; recorded: string }) => ({
      message: `"${data.series}" is a series, but rules of Loki read log streams`,
      why: `Loki rejects the query, and with it the whole file; ${data.recorded}`,
      help: 'move this rule to a rule file of Prometheus, or write a log query: count_over_time({...} [5m])',
    }),
  },
  create: (context) => {
    const recordedWhere = (series: string): { recorded: string } => ({
      recorded:
        context.project.series.recorders(series).length > 0
          ? 'Loki writes recorded series to Prometheus'
          : 'series are in Prometheus',
    });
    return {
      Logql(query) {
        const isOfDashboard = query.owner.kind === 'dashboard' || query.owner.kind === 'grafana';
        // dashboards/datasource reports the fault of a query in the other language.
        if (isOfDashboard && query.source.promql.errors.length === 0 && !query.source.text.includes('({'))
          return;
        for (const error of query.source.logql.errors) {
          // Grafana asks for the values of a label over all streams, where a selector is empty.
          if (error.message.startsWith('queries require at least') && isOfVariable(query)) continue;
          const series = seriesAt(error.start, query.source.text);
          if (series === undefined || isOfDashboard) context.report('error', query.place(error), error);
          else {
            const place = query.place({ start: error.start, end: error.start + series.length });
            context.report('series', place, { series, ...recordedWhere(series) });
          }
        }
      },
    };
  },
});

function isOfVariable({ owner }: LogqlQuery): boolean {
  return owner.kind === 'dashboard' && owner.part.kind === 'variable';
}

/** The name of a series where it is written in place of a query: a name with a colon, or one with braces behind it. */
function seriesAt(start: number, text: string): string | undefined {
  const name = /^[a-zA-Z_:][\w:]*/.exec(text.slice(start))?.[0];
  if (name === undefined || /[\w:]$/.test(text.slice(0, start))) return undefined;
  return name.includes(':') || text[start + name.length] === '{' ? name : undefined;
}
