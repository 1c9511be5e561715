import { BOOLEAN, described, list, object, root, SCALAR } from './parts.ts';
import type { Schema } from './parts.ts';

const LABEL: Schema = {
  anyOf: [
    { type: 'null' },
    object({
      values: list(SCALAR, 'All values that it can have.'),
      max: { type: 'integer', minimum: 1, description: 'How many values it has at most.' },
      per: described(SCALAR, 'The label whose values these are counted for.'),
    }),
  ],
};

/** Names of labels, or labels with what is known of them. */
const LABELS: Schema = {
  anyOf: [list(SCALAR), { type: 'object', additionalProperties: LABEL }, { type: 'null' }],
};

/** A bucket or quantile; `+Inf` is a text or YAML's `.inf`. */
const NUMBERS: Schema = list({ type: ['number', 'string'] });

const METRIC: Schema = object({
  type: { enum: ['counter', 'gauge', 'histogram', 'summary', 'info', 'stateset', 'unknown'] },
  unit: described(SCALAR, 'seconds, bytes, ratio and the like.'),
  help: SCALAR,
  labels: LABELS,
  target_labels: described(BOOLEAN, 'false: it has none of the labels of targets.'),
  buckets: NUMBERS,
  quantiles: NUMBERS,
});

const STREAM: Schema = object({
  selector: described(SCALAR, 'Which streams: {app="shop"}'),
  labels: LABELS,
  fields: list(SCALAR, 'Fields of their lines.'),
});

/** The JSON Schema of catalogues (docs/catalogue.md). */
export const CATALOGUE = root(
  'Catalogue of metrics and streams for rulecheck',
  object(
    {
      target_labels: described(LABELS, 'Labels that scraping adds to every metric.'),
      labels: described(LABELS, 'Labels that metrics name.'),
      metrics: { type: 'object', additionalProperties: METRIC },
      streams: list(STREAM),
    },
    ['metrics'],
  ),
);
