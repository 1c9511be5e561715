const PATTERN = { type: 'string', description: 'regular expression (RE2), anchored at both ends' };
const PATTERNS = { type: 'array', items: PATTERN };
const STRINGS = { type: 'array', items: { type: 'string' } };
const FLAG = { type: 'boolean' };
const DURATION = {
  type: 'string',
  pattern: '^(0|(\\d+y)?(\\d+w)?(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?)$',
  description: 'Prometheus duration: 15s, 1m30s, 30d',
};

const TEXT = {
  anyOf: [
    PATTERN,
    STRINGS,
    object({
      pattern: PATTERN,
      values: STRINGS,
      format: { enum: ['url', 'promql', 'logql'] },
      separator: { type: 'string', pattern: '^(.|\\s)' },
    }),
  ],
};
const NAMED_TEXTS = {
  description: 'names, or each name with a pattern or a list of values',
  anyOf: [STRINGS, { type: 'object', additionalProperties: TEXT }],
};
const DURATIONS = object({ min: DURATION, max: DURATION, required: FLAG });
const COUNTS = object({ min: { type: 'number' }, max: { type: 'number' }, required: FLAG });

const MATCH = object({
  kind: { enum: ['alert', 'record'] },
  paths: { ...STRINGS, description: 'globs of files, relative to the project folder' },
  owners: { ...STRINGS, description: 'globs of code owners, from CODEOWNERS: @org/team' },
  name: PATTERN,
  group: PATTERN,
  labels: NAMED_TEXTS,
  annotations: NAMED_TEXTS,
});

/** The JSON Schema of one entry of `policies:`. */
export const POLICY_SCHEMA = {
  ...object({
    name: { type: 'string', pattern: '\\S', description: 'name that each finding shows' },
    reason: { type: 'string', description: 'reason for the policy, which each finding shows' },
    severity: { enum: ['error', 'warning', 'info'] },
    match: { ...MATCH, description: 'rules that the policy applies to; all conditions must match' },
    except: { type: 'array', items: MATCH, description: 'rules that the policy excludes' },
    metrics: { ...PATTERN, description: 'check only selectors of these metrics' },
    inside: { ...STRINGS, description: 'check only arguments of these functions' },
    require: object({
      labels: NAMED_TEXTS,
      annotations: NAMED_TEXTS,
      any_label: STRINGS,
      any_annotation: STRINGS,
      name: PATTERN,
      group_name: PATTERN,
      matchers: STRINGS,
      aggregate_by: STRINGS,
      metric_name: FLAG,
      source_tenants: STRINGS,
      formatted: FLAG,
      owner: FLAG,
    }),
    allow: object({
      labels: NAMED_TEXTS,
      annotations: NAMED_TEXTS,
      label_names: PATTERNS,
      annotation_names: PATTERNS,
      functions: STRINGS,
      metrics: PATTERNS,
      expression_labels: STRINGS,
      matcher_values: NAMED_TEXTS,
      source_tenants: STRINGS,
      partial_response_strategy: STRINGS,
    }),
    forbid: object({
      labels: NAMED_TEXTS,
      annotations: NAMED_TEXTS,
      name: PATTERN,
      group_name: PATTERN,
      functions: STRINGS,
      metrics: PATTERNS,
      expression_labels: STRINGS,
      aggregate_by: STRINGS,
      rule: FLAG,
    }),
    limits: object({
      for: DURATIONS,
      keep_firing_for: DURATIONS,
      interval: DURATIONS,
      query_offset: DURATIONS,
      range: { ...DURATIONS, description: 'limits of every range and subquery' },
      age: { ...DURATIONS, description: 'maximum age of the oldest sample that an expression reads' },
      rules: { ...COUNTS, description: 'number of rules in a group' },
      limit: { ...COUNTS, description: '"limit" of a group' },
    }),
  }),
  required: ['name'],
};

function object(properties: Record<string, unknown>): Record<string, unknown> {
  return { type: 'object', additionalProperties: false, properties };
}
