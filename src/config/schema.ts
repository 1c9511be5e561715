/** What the schema needs to know of a check. */
export interface CheckSchemaSource {
  readonly id: string;
  readonly summary: string;
  readonly options?: { readonly properties: Readonly<Record<string, unknown>> };
}

const SEVERITY = { enum: ['off', 'error', 'warning', 'info'] };
const STRINGS = { type: 'array', items: { type: 'string' } };
const DURATION = {
  type: 'string',
  pattern: '^(0|(\\d+y)?(\\d+w)?(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?)$',
  description: 'A Prometheus duration: 15s, 1m30s, 30d.',
};

/** The JSON Schema of rulecheck.yaml, with the options of every check. */
export function configSchema(checks: readonly CheckSchemaSource[]): Record<string, unknown> {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of rulecheck (rulecheck.yaml)',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      preset: { enum: ['recommended', 'strict'], description: 'Which checks are on by default.' },
      include: {
        ...STRINGS,
        description: 'Globs of the files to look at; default: every file of the project.',
      },
      exclude: { ...STRINGS, description: 'Globs of files to leave out.' },
      prometheus: object({
        version: { enum: [2, 3], description: 'Major version of Prometheus whose semantics hold.' },
      }),
      runbooks: {
        type: 'array',
        description: 'Where the pages behind runbook URLs lie in this repository.',
        items: {
          ...object({
            prefix: {
              type: 'string',
              description: 'The URL before the page name: https://docs.example.com/runbooks/',
            },
            folder: { type: 'string', description: 'The folder with the pages: docs/runbooks' },
          }),
          required: ['prefix', 'folder'],
        },
      },
      dashboards: object({
        uids: { ...STRINGS, description: 'Uids of dashboards that exist outside this repository.' },
      }),
      test: object({
        interval: { ...DURATION, description: 'Time between two samples of a scenario: default 15s.' },
      }),
      checks: {
        type: 'object',
        additionalProperties: false,
        description: 'Severity and options per check.',
        properties: Object.fromEntries(checks.map((check) => [check.id, checkSchema(check)])),
      },
    },
  };
}

function checkSchema(check: CheckSchemaSource): Record<string, unknown> {
  return {
    description: check.summary,
    anyOf: [SEVERITY, object({ severity: SEVERITY, ...check.options?.properties })],
  };
}

function object(properties: Record<string, unknown>): Record<string, unknown> {
  return { type: 'object', additionalProperties: false, properties };
}
