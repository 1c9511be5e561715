import { queriesOfPanel } from '../../analysis/dashboards/index.ts';
import { factsOf } from '../../analysis/expression/index.ts';
import type { Panel } from '../../documents/dashboard/index.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { labelFact } from '../../promql/infer/index.ts';
import type { LabelFact } from '../../promql/infer/index.ts';
import { scanVariables } from '../../grafana/index.ts';
import { itemsOf } from '../../yaml/values.ts';
import { child } from '../../yaml/node.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { defineCheck } from '../contract.ts';
import { exampleDashboard } from '../support/example-dashboards.ts';
import { labelLoss } from '../support/label-loss.ts';

const example = (expr: string, legend: string): Record<string, string> => ({
  'shop.json': exampleDashboard([{ expr, legend }]),
});

export default defineCheck({
  meta: {
    id: 'dashboards/lost-label',
    summary: 'legends and links with a label that the query drops',
    why: 'All lines of the panel have the same empty name, so the faulty one cannot be identified.',
    severity: 'warning',
    preset: 'recommended',
    dashboards: true,
    examples: {
      wrong: [
        { files: example('sum by (job) (rate(x_total[5m]))', '{{instance}}'), at: ['instance'] },
        {
          title: 'A data link',
          files: {
            'shop.json': exampleDashboard([
              {
                expr: 'sum by (job) (up)',
                more: {
                  fieldConfig: { defaults: { links: [{ url: '/d/pod?var-pod=${__field.labels.pod}' }] } },
                },
              },
            ]),
          },
          at: ['${__field.labels.pod}'],
        },
      ],
      right: [
        { files: example('sum by (job, instance) (rate(x_total[5m]))', '{{job}} {{instance}}') },
        { title: 'A variable contains the grouping', files: example('sum by ($by) (up)', '{{instance}}') },
      ],
    },
  },
  messages: {
    legend: (data: { label: string; known: string }) => ({
      message: `the legend uses the label "${data.label}", which this query does not return`,
      why: 'Grafana prints an empty text instead: the lines cannot be distinguished',
      help: `keep "${data.label}" in the query, or use a label of the result${data.known}`,
    }),
    link: (data: { label: string }) => ({
      message: `the link uses the label "${data.label}", which no query of this panel returns`,
      why: 'Grafana inserts an empty text: the link opens the page without the selection',
      help: `keep "${data.label}" in the query, or remove it from the link`,
    }),
  },
  create: (context) => ({
    Promql(query) {
      if (query.owner.kind !== 'dashboard' || query.owner.part.kind !== 'panel') return;
      const { legend, format } = query.owner.part.target;
      if (legend === undefined || format === 'table' || query.ast === undefined) return;
      for (const { label, start, end } of legendLabels(legend.value)) {
        const lost = lostIn(query, label, context.project);
        if (lost === undefined) continue;
        const range = scalarRange(legend.node, query.file.text, start, end);
        const related = labelLoss(label, lost.reason, query, context.project);
        context.report(
          'legend',
          { file: query.file, range },
          { label, known: knownText(query, context.project) },
          { related },
        );
      }
    },
    Panel(panel, { file }) {
      const queries = queriesWithLabels(panel, context.project);
      if (queries === undefined) return;
      for (const { kind, url } of panel.links) {
        if (kind !== 'data') continue;
        for (const { name, path, start, end } of scanVariables(url.value)) {
          const label = name === '__field' ? /^labels\.([a-zA-Z_]\w*)$/.exec(path ?? '')?.[1] : undefined;
          if (label === undefined || !queries.every((query) => lostIn(query, label, context.project)))
            continue;
          context.report('link', { file, range: scalarRange(url.node, file.text, start, end) }, { label });
        }
      }
    },
  }),
});

const LEGEND = /\{\{\s*([a-zA-Z_]\w*)\s*\}\}/g;

function legendLabels(legend: string): { label: string; start: number; end: number }[] {
  return [...legend.matchAll(LEGEND)].map((match) => {
    const label = match[1]!;
    const start = match.index + match[0].indexOf(label);
    return { label, start, end: start + label.length };
  });
}

/** Why no series of a query has a label; undefined: one may have it. */
function lostIn({ ast }: PromqlQuery, label: string, project: Project): LabelFact | undefined {
  const alternatives = ast === undefined ? [] : factsOf(project).alternatives(ast);
  const facts = alternatives.map(({ labels }) => labelFact(labels, label));
  return facts.length > 0 && facts.every(({ presence }) => presence === 'never') ? facts[0] : undefined;
}

/** The labels that a query keeps, as the end of an advice. */
function knownText({ ast }: PromqlQuery, project: Project): string {
  const [only, ...more] = ast === undefined ? [] : factsOf(project).alternatives(ast);
  if (only === undefined || more.length > 0 || only.labels.others !== 'never') return '';
  const names = [...only.labels.known]
    .filter(([, { presence }]) => presence !== 'never')
    .map(([name]) => name);
  return names.length === 0 ? ' (it has no labels)' : ` (${names.join(', ')})`;
}

/** The queries of a panel where all of them can be read, and nothing joins other data to theirs. */
function queriesWithLabels(panel: Panel, project: Project): readonly PromqlQuery[] | undefined {
  if (!panel.links.some(({ kind }) => kind === 'data') || panel.targets.length === 0) return undefined;
  if (itemsOf(child(panel.node, 'transformations')).length > 0) return undefined;
  const queries = queriesOfPanel(panel, project).filter((query) => query.language === 'promql');
  return queries.length === panel.targets.length && queries.every(({ ast }) => ast !== undefined)
    ? queries
    : undefined;
}
