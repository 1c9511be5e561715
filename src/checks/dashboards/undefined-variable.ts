import { dashboardTexts } from '../../analysis/dashboards/index.ts';
import type { DashboardText } from '../../analysis/dashboards/index.ts';
import type { DashboardDocument } from '../../documents/dashboard/index.ts';
import { MACRO_NAMES, macroValue, scanVariables } from '../../grafana/index.ts';
import type { VariableUse } from '../../grafana/index.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { groupBy } from '../../util/group-by.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { defineCheck } from '../contract.ts';
import { exampleDashboard, exampleVariable } from '../support/example-dashboards.ts';

const templating = { list: [exampleVariable('job')] };
const example = (expr: string, legend?: string): Record<string, string> => ({
  'shop.json': exampleDashboard([{ expr, ...(legend === undefined ? {} : { legend }) }], { templating }),
});

export default defineCheck({
  meta: {
    id: 'dashboards/undefined-variable',
    summary: 'queries, legends and repeats that use a variable the dashboard does not define',
    why: 'Grafana keeps the text literally: the query selects a job that is called "$jbo", and the panel is empty.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: example('rate(up{job="$jbo"}[5m])'), at: ['$jbo'] },
        { title: 'With a format', files: example('up{job=~"${jobs:regex}"}'), at: ['${jobs:regex}'] },
        {
          title: 'A macro that Grafana does not have',
          files: example('rate(x_total[$__rate_intervall])'),
          at: ['$__rate_intervall'],
        },
        {
          title: 'A repeated panel',
          files: {
            'shop.json': exampleDashboard([{ expr: 'up', more: { repeat: 'instance' } }], { templating }),
          },
          at: ['"instance"'],
        },
      ],
      right: [
        { files: example('rate(up{job="$job"}[$__rate_interval])', '{{instance}} [[job]] costs $5') },
        {
          title: 'Groups of a regular expression',
          files: example('label_replace(up, "shop", "$1 ${shop}", "instance", "(.*)-(?P<shop>.*)")'),
        },
      ],
    },
  },
  messages: {
    unknown: (data: { text: string; where: string; similar: string; effect: string }) => ({
      message: `"${data.text}" in ${data.where} is not a variable of this dashboard${data.similar}`,
      why: data.effect,
      help: 'correct the name, or add the variable to the dashboard',
    }),
  },
  create: (context) => ({
    Dashboard(dashboard) {
      if (dashboard.form === 'library' || FILLED_IN.test(dashboard.file.text)) return;
      const defined = new Set([
        ...dashboard.variables.map(({ name }) => name.value),
        ...dashboard.inputs.map(({ name }) => name),
      ]);
      const known = [...defined, ...MACRO_NAMES];
      const uses = dashboardTexts(dashboard).flatMap((text) =>
        strangers(text, defined).map((use) => ({ text, use })),
      );
      const byName = groupBy(uses, ({ use }) => use.name);
      // A generator adds the variables to a part of a dashboard, or an author forgot more than one name.
      if (defined.size === 0 && byName.size > 1) return;
      for (const [name, [first, ...more]] of byName) {
        if (first === undefined) continue;
        const { text, use } = first;
        const related = more.map((other) => ({
          ...placeOf(dashboard, other.text, other.use),
          message: 'it is used here too',
        }));
        const data = {
          text: text.node.text.slice(use.start, use.end),
          where: WHERE[text.kind],
          similar: didYouMeanText(name, known),
          effect: EFFECT[text.kind],
        };
        context.report('unknown', placeOf(dashboard, text, use), data, { related });
      }
    },
  }),
});

/** Terraform's escape: somebody fills in the other dollars first. */
const FILLED_IN = /\$\$\{/;

const WHERE: Readonly<Record<DashboardText['kind'], string>> = {
  query: 'this query',
  legend: 'this legend',
  repeat: '"repeat"',
  datasource: 'this data source',
  variable: 'the query of this variable',
};

const EMPTY = 'Grafana sends the text literally, which matches no series: no data';
const EFFECT: Readonly<Record<DashboardText['kind'], string>> = {
  query: EMPTY,
  legend: 'Grafana shows the text literally',
  repeat: 'Grafana shows the panel once, for all values together',
  datasource: EMPTY,
  variable: 'Grafana sends the text literally, which matches no series: the variable has no values',
};

function strangers(
  { kind, node, owner }: DashboardText,
  defined: ReadonlySet<string>,
): readonly VariableUse[] {
  const { text } = node;
  if (kind === 'repeat')
    return defined.has(text.replace(/^\$/, '')) ? [] : [{ name: text, start: 0, end: text.length }];
  return scanVariables(text).filter(
    ({ name, start }) =>
      !defined.has(name) &&
      name !== owner &&
      macroValue(name) === undefined &&
      // A group of a replacement, and what a tool fills in from the environment.
      !/^(?:\d|[A-Z][A-Z0-9_]*$)/.test(name) &&
      !text.includes(`?P<${name}>`) &&
      !isOfTemplate(text, start),
  );
}

/** Variables of Go templates in line_format: `{{ $x := ... }}`. */
function isOfTemplate(text: string, at: number): boolean {
  return text.lastIndexOf('{{', at) > text.lastIndexOf('}}', at);
}

function placeOf(
  { file }: DashboardDocument,
  { kind, node }: DashboardText,
  { start, end }: VariableUse,
): { file: typeof file; range: { start: number; end: number } } {
  return { file, range: kind === 'repeat' ? node.range : scalarRange(node, file.text, start, end) };
}
