import { mayBeNewer, newerPrometheus } from '../../config/newer-releases.ts';
import type { NewerRelease } from '../../config/newer-releases.ts';
import type { PromqlError } from '../../promql/syntax/errors.ts';
import { isMetricsql } from '../../grafana/index.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { dashboardEffect } from './promql/query-reader.ts';
import { exampleDashboard, exampleVariable } from '../support/example-dashboards.ts';

const JOB = { templating: { list: [exampleVariable('job')] } };

export default defineCheck({
  meta: {
    id: 'syntax/promql',
    summary: 'expressions that Prometheus does not accept',
    why: 'One expression that does not parse makes Prometheus reject the whole file: none of its alerts exist.',
    severity: 'error',
    preset: 'recommended',
    dashboards: true,
    peers: ['pint promql/syntax', 'promruval expressionIsValidPromQL'],
    examples: {
      wrong: [
        {
          files: `groups:
  - name: web
    rules:
      - alert: ErrorsHigh
        expr: |
          sum by (job) (rate(errors_total{code=500}[5m])) > 1
`,
          at: ['5'],
        },
        {
          title: 'In a dashboard, for any value of its variables',
          files: {
            'shop.json': exampleDashboard([{ expr: 'sum(rate(x_total{job="$job"}[$__rate_interval])' }], JOB),
          },
          at: [''],
        },
        {
          title: 'A function that a future release may have: a warning',
          config: 'prometheus: { version: "3.99" }\n',
          files: ruleFile(alert('median_of(shop_errors) > 1')),
          at: ['median_of'],
        },
      ],
      right: [
        {
          title: 'A variable with any value',
          files: { 'shop.json': exampleDashboard([{ expr: 'x $job y' }], JOB) },
        },
        {
          title: 'Extended ranges are stable since Prometheus 3.16',
          files: ruleFile(alert('rate(shop_errors_total[5m] anchored) > 1')),
        },
        {
          files: `groups:
  - name: web
    rules:
      - alert: ErrorsHigh
        expr: |
          sum by (job) (rate(errors_total{code="500"}[5m])) > 1
`,
        },
      ],
    },
  },
  messages: {
    newer: ({ message, help, newer }: PromqlError & { newer: NewerRelease }) => ({
      message,
      why: mayBeNewer(newer),
      help,
    }),
    error: ({ message, help, effect }: PromqlError & { readonly effect: string }) => ({
      message,
      why: effect,
      help,
    }),
    bound: ({ message, help }: PromqlError) => ({
      message,
      why: 'the rest of the expression was not checked',
      help,
    }),
  },
  create: (context) => ({
    Promql(query) {
      const newer = newerPrometheus(context.project.settings);
      const isVictoria = isOfVictoria(query) || isForVictoria(query, context.project);
      // dashboards/datasource reports the fault of a query in the other language.
      if (query.owner.kind === 'dashboard' && isOtherLanguage(query)) return;
      for (const error of query.source.promql.errors) {
        // Grafana asks for the values of a label over all series, where a selector is empty.
        if (error.code === 'empty-selector' && isOfVariable(query)) continue;
        if (isVictoria && (!CERTAIN.has(error.code) || METRICSQL.test(query.source.text))) continue;
        const related =
          error.related === undefined
            ? []
            : [{ ...query.place(error.related), message: error.related.message }];
        if (newer !== undefined && ADDITIONS.has(error.code)) {
          context.report('newer', query.place(error), { ...error, newer }, { related, severity: 'warning' });
          continue;
        }
        const refused = isVictoria ? 'vmalert rejects the whole object' : 'Prometheus rejects the whole file';
        const words = { ...error, effect: dashboardEffect(query) ?? refused };
        context.report(BOUNDS.has(error.code) ? 'bound' : 'error', query.place(error), words, { related });
      }
    },
  }),
});

/** What a later release may accept: functions that it added, features that it no longer hides behind a flag. */
const ADDITIONS: ReadonlySet<PromqlError['code']> = new Set(['unknown-function', 'feature-disabled']);

/** Bounds of rulecheck's own, against hostile files. */
const BOUNDS: ReadonlySet<PromqlError['code']> = new Set(['too-deep', 'too-long']);

/** What MetricsQL refuses as PromQL does; its functions, types and durations are more. */
const CERTAIN: ReadonlySet<PromqlError['code']> = new Set([
  'empty-expression',
  'unexpected-token',
  'unexpected-end',
  'unclosed',
  'unbalanced',
  'invalid-regex',
]);

/** Words that only MetricsQL has. */
const METRICSQL = /\b(?:default|if|ifnot|keep_metric_names|limit|WITH|or\s+\w+=)\b|\[\d*i?\]|\{[^{}]*\bor\b/i;

/** A query of a dashboard where some dashboard uses what only VictoriaMetrics knows: it accepts more than Prometheus. */
function isForVictoria({ owner }: PromqlQuery, project: Project): boolean {
  return owner.kind === 'dashboard' && project.once(hasMetricsql);
}

const hasMetricsql = (project: Project): boolean =>
  project.dashboardQueries.some(({ language, source }) => language === 'promql' && isMetricsql(source.text));

function isOfVariable({ owner }: PromqlQuery): boolean {
  return owner.kind === 'dashboard' && owner.part.kind === 'variable';
}

function isOtherLanguage({ source }: PromqlQuery): boolean {
  return source.promql.errors.length > 0 && source.logql.errors.length === 0;
}

function isOfVictoria({ owner }: PromqlQuery): boolean {
  // A data source of the type "prometheus" may well be VictoriaMetrics.
  if (owner.kind === 'grafana') return /victoria/i.test(owner.document.file.path);
  return owner.kind === 'rule' && owner.rule.group.document.objectKind === 'VMRule';
}
