import { knownStreamLabels } from '../../analysis/streams/index.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';

const promtail = (labels: string): string => `clients: []
scrape_configs:
  - job_name: shop
    static_configs: [{ targets: [localhost], labels: { app: shop, __path__: /var/log/shop.log } }]
    pipeline_stages:
      - json: { expressions: { level: level, provider: provider } }
      - labels: ${labels}
`;
const CATALOGUE = `streams:
  - selector: '{app="shop"}'
    labels: { app: { values: [shop] }, level: { values: [info, error] } }
    fields: [provider]
metrics: {}
`;

export default defineCheck({
  meta: {
    id: 'catalogue/stream-label',
    summary: 'labels of log streams set by Promtail or Alloy that the catalogue does not list',
    why: 'Every label multiplies the streams by its values. The catalogue counts them, so a label that it does not list was not planned.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'A field of the line becomes a label of the stream',
          files: { 'promtail.yml': promtail('{ level: , provider: }'), 'metrics.yml': CATALOGUE },
          at: ['provider'],
        },
      ],
      right: [
        { files: { 'promtail.yml': promtail('{ level: }'), 'metrics.yml': CATALOGUE } },
        {
          title: 'A catalogue without streams',
          files: { 'promtail.yml': promtail('{ level: , provider: }') },
        },
      ],
    },
  },
  messages: {
    unknown: (data: { label: string; known: string; similar: string }) => ({
      message: `"${data.label}" becomes a label of the log streams, but the catalogue does not list it${data.similar}`,
      why: `Loki stores a stream for each combination of label values; the streams of the catalogue have ${data.known}`,
      help: 'keep it in the log line, where queries read it with "| json"; or add the label and its values to "streams" of the catalogue',
    }),
  },
  create: (context) => ({
    Agent({ streamLabels, file }) {
      const known = knownStreamLabels(context.project);
      if (known.size === 0) return;
      for (const { name: label, range } of streamLabels) {
        if (known.has(label)) continue;
        const similar = didYouMeanText(label, known);
        const listed = [...known].map((name) => `"${name}"`).join(', ');
        context.report('unknown', { file, range }, { label, known: listed, similar });
      }
    },
  }),
});
