import { labelsOfAgents, metadataOfAgents, streamsMeant } from '../../analysis/streams/index.ts';
import type { KnownStream } from '../../analysis/streams/index.ts';
import { analyseLogql, walk } from '../../logql/analysis/index.ts';
import type { FieldUse } from '../../logql/analysis/index.ts';
import { DETECTED_LEVEL } from '../../logql/ingest/index.ts';
import type { LabelMatcher, LogqlExpr, LogQuery } from '../../logql/syntax/index.ts';
import { matcherTest, unparen } from '../../logql/syntax/index.ts';
import type { LogqlQuery } from '../../project/project.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import { lokiAlert } from '../support/example-rules.ts';

const CATALOGUE = `streams:
  - selector: '{app="shop"}'
    labels: { app: { values: [shop] }, level: { values: [info, error] } }
    fields: [event, duration_ms]
metrics: {}
`;
const rules = (expr: string): Record<string, string> => ({
  ...lokiAlert(`sum by (level) (count_over_time(${expr} [5m])) > 3`),
  'metrics.yml': CATALOGUE,
});

const withAgent = (query: string): Record<string, string> => ({
  ...lokiAlert(`sum(count_over_time(${query} [5m])) > 3`),
  'promtail.yml': `clients: [{ url: http://loki:3100/loki/api/v1/push }]
scrape_configs:
  - job_name: shop
    static_configs: [{ labels: { job: shop, application: shop, app: shop, __path__: /var/log/shop.log } }]
    pipeline_stages:
      - json: { expressions: { trace_id: } }
      - structured_metadata: { trace_id: }
`,
});

export default defineCheck({
  meta: {
    id: 'logql/unknown-stream',
    summary: 'stream labels, values and fields that the catalogue does not list for the logs',
    why: 'A selector with a label or value that no stream has matches nothing, so the alert never fires. A field that no line has is empty.',
    severity: 'error',
    preset: 'recommended',
    dashboards: true,
    examples: {
      wrong: [
        { title: 'No such label', files: rules('{application="shop"} |= "x"'), at: ['application'] },
        { title: 'No such value', files: rules('{app="shop", level="critical"} |= "x"'), at: ['"critical"'] },
        {
          title: 'No such field',
          files: rules('{app="shop"} | json | durration_ms > 5 | __error__=""'),
          at: ['durration_ms'],
        },
        {
          title: 'Structured metadata is not a stream label',
          files: lokiAlert('sum(count_over_time({app="shop", detected_level="error"} |= "x" [5m])) > 3'),
          at: ['detected_level'],
        },
        {
          title: 'Metadata of an agent is not a stream label',
          files: withAgent('{app="shop", trace_id="x"}'),
          at: ['trace_id'],
        },
        {
          title: 'A label that the agents of the project do not set',
          files: withAgent('{aplication="shop"}'),
          at: ['aplication'],
        },
      ],
      right: [
        { title: 'A label that an agent sets', files: withAgent('{job="shop", app="shop"}') },
        { title: 'Metadata behind the selector', files: withAgent('{app="shop"} | trace_id="x"') },
        { files: rules('{app="shop", level=~"error|fatal"} | json | event="x"') },
        { files: rules('{app="other"} | json | status="x"') },
        { files: rules('{app="shop"} | regexp "took (?P<took>[0-9]+)" | took > 5 | __error__=""') },
        { files: lokiAlert('sum(count_over_time({app="shop"} | detected_level="error" [5m])) > 3') },
      ],
    },
  },
  messages: {
    label: (data: { label: string; similar: string; known: string }) => ({
      message: `no log stream of the catalogue has the label "${data.label}"${data.similar}`,
      why: 'the selector matches no stream, so the query returns no line',
      help: `the labels of the streams are ${data.known}`,
    }),
    value: (data: { label: string; value: string; similar: string; known: string }) => ({
      message: `the stream label "${data.label}" never has the value "${data.value}"${data.similar}`,
      why: 'the selector matches no stream, so the query returns no line',
      help: `its values are ${data.known}`,
    }),
    field: (data: { field: string; similar: string; known: string }) => ({
      message: `the lines of these streams have no field "${data.field}"${data.similar}`,
      why: 'the label is empty: a filter on it drops every line, and a grouping by it puts all lines into one group',
      help: `the fields are ${data.known}; if the lines have this one, add it to "fields" of the catalogue`,
    }),
    unset: (data: { label: string; similar: string; known: string }) => ({
      message: `the Promtail and Alloy configurations of this project set no stream label "${data.label}"${data.similar}`,
      why: 'if no other agent pushes streams with this label, the selector matches nothing',
      help: `they set ${data.known}`,
    }),
    metadata: (data: { label: string }) => ({
      message: `"${data.label}" is structured metadata, not a stream label, so this selector matches no stream`,
      why: 'Loki selects streams only by their labels; metadata belongs to each line',
      help: `filter after the selector: {...} | ${data.label}="..."`,
    }),
  },
  create: (context) => {
    function checkMatcher(matcher: LabelMatcher, streams: readonly KnownStream[], query: LogqlQuery): void {
      const { name: label, nameRange, valueRange, value } = matcher;
      const test = matcherTest(matcher);
      if (test('')) return;
      if (label === DETECTED_LEVEL || metadataOfAgents(context.project).has(label)) {
        context.report('metadata', query.place(nameRange), { label });
        return;
      }
      const having = streams.filter(({ labels }) => labels.has(label));
      if (streams.length > 0 && having.length === 0) {
        const known = [...new Set(streams.flatMap(({ labels }) => [...labels.keys()]))];
        const data = { label, similar: didYouMeanText(label, known), known: known.join(', ') };
        context.report('label', query.place(nameRange), data);
      }
      if (streams.length === 0) checkAgents(matcher, query);
      const values = valuesOf(label, having);
      if (values === undefined || values.some(test)) return;
      const data = { label, value, similar: didYouMeanText(value, values), known: values.join(', ') };
      context.report('value', query.place(valueRange), data);
    }

    /** Without a catalogue the agents of the project are evidence: others may push streams, too. */
    function checkAgents({ name: label, nameRange }: LabelMatcher, query: LogqlQuery): void {
      const known = labelsOfAgents(context.project);
      if (known === undefined || known.size === 0 || known.has(label)) return;
      const data = { label, similar: didYouMeanText(label, known), known: [...known].sort().join(', ') };
      context.report('unset', query.place(nameRange), data, { severity: 'info' });
    }

    function checkField(use: FieldUse, streams: readonly KnownStream[], query: LogqlQuery): void {
      if (!readsAllFields(use) || streams.some(({ fields }) => fields.length === 0)) return;
      const known = new Set(streams.flatMap(({ labels, fields }) => [...fields, ...labels.keys()]));
      const field = use.name.replace(/_extracted$/, '');
      if (known.size === 0 || known.has(field) || field === DETECTED_LEVEL || field.startsWith('__')) return;
      const data = { field, similar: didYouMeanText(field, known), known: [...known].join(', ') };
      context.report('field', query.place(use), data, { severity: 'warning' });
    }

    return {
      Logql(query) {
        if (query.ast === undefined) return;
        for (const { query: logs, selector, fields } of analyseLogql(query.ast, query.source.text).streams) {
          const streams = streamsMeant(selector, context.project);
          for (const matcher of selector.matchers) checkMatcher(matcher, streams, query);
          for (const use of [...fields, ...groupedBy(query.ast, logs)]) checkField(use, streams, query);
        }
      },
    };
  },
});

/** Every value that a label has in these streams, undefined where one of them does not list them. */
function valuesOf(label: string, streams: readonly KnownStream[]): string[] | undefined {
  const values = streams.map(({ labels }) => labels.get(label));
  if (values.length === 0 || values.some((some) => some === undefined)) return undefined;
  return [...new Set(values.flatMap((some) => some ?? []))];
}

/** Whether the name can only be a field that a json or logfmt stage found by itself, or a stream label. */
function readsAllFields({ after }: FieldUse): boolean {
  return (
    after.length > 0 &&
    after.every(
      (stage) => (stage.kind === 'Json' || stage.kind === 'Logfmt') && stage.extractions.length === 0,
    )
  );
}

/** The labels by which a log query's lines are grouped, at the aggregation next to it. */
function groupedBy(expr: LogqlExpr, logs: LogQuery): FieldUse[] {
  const after = logs.stages.filter((stage) => ADDING.has(stage.kind));
  const uses: FieldUse[] = [];
  walk(expr, (outer) => {
    if (outer.kind !== 'VectorAggregation' && outer.kind !== 'RangeAggregation') return;
    const inner = outer.kind === 'VectorAggregation' ? unparen(outer.expr) : outer;
    if (inner.kind !== 'RangeAggregation' || inner.range.query !== logs || outer.grouping === undefined)
      return;
    for (const name of outer.grouping.labels) uses.push({ ...name, by: 'label filter', after });
  });
  return uses;
}

const ADDING: ReadonlySet<string> = new Set(['Json', 'Logfmt', 'Regexp', 'Pattern', 'Unpack', 'LabelFormat']);
