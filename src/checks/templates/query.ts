import { parseExpr } from '../../promql/syntax/parse.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import type { Project } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import type { Range } from '../../source/range.ts';
import { analyzeAlertTemplate } from '../../template/analysis.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { defineCheck } from '../contract.ts';
import { SYNTHETIC_SERIES } from '../support/synthetic-series.ts';

const CATALOGUE = 'metrics: { shop_orders_total: { type: counter } }\n';
const files = (query: string): Record<string, string> => ({
  'metrics.yml': CATALOGUE,
  'rules.yml': `groups:
  - name: shop
    rules:
      - alert: ShopDown
        expr: absent(shop_orders_total)
        annotations:
          summary: '{{ with query "${query}" }}{{ . | first | value }} orders{{ end }}'
`,
});

export default defineCheck({
  meta: {
    id: 'templates/query',
    summary: 'queries in annotations that do not parse or select an unknown metric',
    why: 'The text that says how bad it is stays empty, or the notification shows an error in its place.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: files('sum(shop_order_total)'), at: ['shop_order_total'] },
        { title: 'A query that does not parse', files: files('sum(shop_orders_total'), at: [''] },
      ],
      right: [{ files: files('sum(shop_orders_total)') }, { files: files('up == 0') }],
    },
  },
  messages: {
    unknown: (data: { name: string; annotation: string; similar: string }) => ({
      message: `the query in "${data.annotation}" selects "${data.name}", which the catalogue does not contain${data.similar}`,
      why: 'the query returns nothing, so the text stays empty',
      help: 'correct the name, or add the metric to the catalogue',
    }),
    syntax: (data: { message: string; annotation: string }) => ({
      message: `the query in "${data.annotation}" does not parse: ${data.message}`,
      why: 'the notification shows the error in place of the text',
      help: 'correct the query',
    }),
  },
  create: (context) => ({
    AlertingRule({ file, annotations, group }) {
      if (group.document.language !== 'promql') return;
      for (const { name: annotation, value, node } of annotations) {
        if (!value.includes('query')) continue;
        for (const { text, range } of analyzeAlertTemplate(value).queries) {
          const place = (part: Range) => ({
            file,
            range: scalarRange(node, file.text, range.start + part.start, range.start + part.end),
          });
          const { expr, errors } = parseExpr(text);
          const [error] = errors;
          if (error !== undefined)
            context.report('syntax', place(error), { message: error.message, annotation });
          else if (expr !== undefined)
            for (const { name, at, similar } of unknownNames(expr, context.project))
              context.report('unknown', place(at), { name, annotation, similar });
        }
      }
    },
  }),
});

/** The metrics of an expression that neither the catalogue nor a rule knows. */
function unknownNames(
  expr: Expr,
  { catalogue, series }: Project,
): { name: string; at: Range; similar: string }[] {
  const found: { name: string; at: Range; similar: string }[] = [];
  walkExpr(expr, (node) => {
    const name = node.kind === 'VectorSelector' ? selectedName(node) : undefined;
    if (node.kind !== 'VectorSelector' || name === undefined || SYNTHETIC_SERIES.has(name)) return;
    if (catalogue.series(name) !== undefined || series.recorders(name).length > 0) return;
    const similar = didYouMeanText(name, [...catalogue.names, ...series.recorded]);
    // Another server may record a series; a typing error is one all the same.
    if (name.includes(':') ? similar === '' : catalogue.empty) return;
    found.push({ name, at: node.nameRange ?? node, similar });
  });
  return found;
}
