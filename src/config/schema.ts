import { POLICY_SCHEMA } from './policy-schema.ts';
import { LOKI_RELEASES } from '../util/loki-release.ts';
import { CHECK_GROUPS, MATCHER_STRATEGIES, PROMQL_FEATURES } from './types.ts';

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
  description: 'Prometheus duration: 15s, 1m30s, 30d',
};

const OVERRIDE = {
  paths: { ...STRINGS, description: 'globs of files, relative to the project folder: generated/**' },
  owners: { ...STRINGS, description: 'globs of code owners, from CODEOWNERS: @org/team' },
  groups: { ...STRINGS, description: 'globs of names of rule groups' },
  rules: { ...STRINGS, description: 'globs of names of alerts and recorded metrics' },
  checks: { $ref: '#/definitions/overridden' },
  reason: {
    type: 'string',
    pattern: '\\S',
    description: 'reason; with a reason, an override without effect is a finding',
  },
  until: {
    type: 'string',
    pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
    description: 'last day on which the override applies: 2026-12-31; afterwards it is a finding',
  },
};

/**
 * The JSON Schema of rulecheck.yaml, with the options of every check.
 *
 * @param others let settings of checks in other groups pass, as an editor cannot know the checks of plugins
 */
export function configSchema(
  checks: readonly CheckSchemaSource[],
  others: 'refuse' | 'let-pass' = 'refuse',
): Record<string, unknown> {
  const foreign =
    others === 'refuse'
      ? {}
      : { patternProperties: { [`^(?!(?:${CHECK_GROUPS.join('|')})/)[a-z][a-z0-9-]*/`]: {} } };
  const settings = Object.fromEntries(checks.map((check) => [check.id, checkSchema(check)]));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of rulecheck (rulecheck.yaml)',
    type: 'object',
    additionalProperties: false,
    definitions: {
      setting: settingWith({}),
      checks: {
        type: 'object',
        additionalProperties: false,
        description: 'severity and options of each check',
        properties: settings,
        ...foreign,
      },
      overridden: {
        type: 'object',
        additionalProperties: false,
        description: 'severity and options of each check, or a severity for "group/*" or "*"',
        properties: {
          ...Object.fromEntries(checks.map(({ id }) => [id, { $ref: settingsOf(id) }])),
          ...Object.fromEntries(wildcards(checks).map((name) => [name, SEVERITY])),
        },
        ...foreign,
      },
    },
    properties: {
      $schema: { type: 'string' },
      extends: {
        description: 'configurations that this one extends: relative paths (./base.yaml) or npm packages',
        anyOf: [{ type: 'string' }, STRINGS],
      },
      plugins: {
        description:
          'modules with your own checks: relative paths (./checks.js) or npm packages; loaded only with --config',
        anyOf: [{ type: 'string' }, STRINGS],
      },
      render: {
        description:
          'commands whose output is checked, such as [helm, template, charts/shop]; run only with --config, without a shell',
        type: 'array',
        items: {
          ...object({
            command: { type: 'array', items: { type: 'string' }, minItems: 1 },
            name: {
              type: 'string',
              pattern: '\\S',
              description: 'name of the output; default: the command',
            },
          }),
          required: ['command'],
        },
      },
      preset: { enum: ['recommended', 'strict'], description: 'checks that are enabled by default' },
      include: {
        ...STRINGS,
        description: 'globs of the files to check; default: every file of the project',
      },
      exclude: { ...STRINGS, description: 'globs of files to exclude' },
      context: {
        ...STRINGS,
        description:
          'folders of other projects in the repository whose rules, routes and catalogues are read as context, but not reported on: ../common',
      },
      prometheus: object({
        version: {
          // Not a number such as 3.10, which YAML reads as 3.1. A release newer than the newest known is let pass.
          type: ['integer', 'string'],
          minimum: 2,
          // Above 3, so that 3.16 without quotes is one fault: it is not an integer.
          maximum: 3.99,
          pattern: '^(2\\.([0-9]|[1-4][0-9]|5[0-5])|[3-9]\\.[0-9]{1,2})(\\.[0-9]{1,2})?$',
          description:
            'Prometheus version whose semantics apply: 2, 3, or a release in quotes ("2.45"), which also reports newer features',
        },
        features: {
          type: 'array',
          items: { enum: [...PROMQL_FEATURES] },
          description: 'PromQL features enabled with --enable-feature',
        },
        scrape_interval: { ...DURATION, description: 'default if no prometheus.yml sets it' },
        evaluation_interval: { ...DURATION, description: 'default if no prometheus.yml sets it' },
        lookback_delta: { ...DURATION, description: '--query.lookback-delta; default 5m' },
        retention: { ...DURATION, description: '--storage.tsdb.retention.time: how long samples are kept' },
        external_labels: { ...STRINGS, description: 'names of the external labels of the server' },
      }),
      alertmanager: object({
        version: {
          // In quotes: YAML reads 0.30 as 0.3. A release newer than the newest known is let pass.
          type: 'string',
          pattern: '^(0\\.(2[5-9]|[3-9][0-9])|[1-9]\\.[0-9]{1,2})(\\.[0-9]{1,2})?$',
          description: 'Alertmanager release that reads the configuration, 0.25 or newer, in quotes ("0.35")',
        },
        matcher_strategy: {
          enum: [...MATCHER_STRATEGIES],
          description:
            'alertmanagerConfigMatcherStrategy of the Prometheus operator: which alerts AlertmanagerConfig objects can match; default OnNamespace',
        },
        namespace: {
          type: 'string',
          description: 'namespace of the Alertmanager object in Kubernetes',
        },
        file: {
          type: 'string',
          description:
            'configuration for tests and "rulecheck routes" if the project has several; the file of an AlertmanagerConfig object represents all of them',
        },
        base_file: {
          type: 'string',
          description:
            'configuration in the Secret of the Alertmanager, to which the operator adds the AlertmanagerConfig objects',
        },
        base_object: {
          type: 'string',
          description:
            'name of the AlertmanagerConfig object, in that namespace, to which the operator adds the others: alertmanagerConfiguration of the Alertmanager',
        },
      }),
      loki: object({
        version: {
          enum: [...LOKI_RELEASES],
          description: 'Loki release that evaluates log alerts, in quotes ("3.7"); default: the newest',
        },
        discover_log_levels: {
          type: 'boolean',
          description:
            'whether Loki adds detected_level to log lines; default: the value in its configuration, or true',
        },
        discover_service_name: {
          ...STRINGS,
          description: 'labels from which Loki derives service_name; an empty list disables it',
        },
      }),
      runbooks: {
        type: 'array',
        description: 'folders of this repository with the pages behind runbook URLs',
        items: {
          ...object({
            prefix: {
              type: 'string',
              description: 'URL before the page name: https://docs.example.com/runbooks/',
            },
            folder: { type: 'string', description: 'folder with the pages: docs/runbooks' },
          }),
          required: ['prefix', 'folder'],
        },
      },
      dashboards: object({
        uids: { ...STRINGS, description: 'uids of dashboards outside this repository' },
      }),
      test: object({
        interval: { ...DURATION, description: 'interval between two samples of a scenario; default 15s' },
      }),
      policies: {
        type: 'array',
        items: POLICY_SCHEMA,
        description: 'policies: what rules must have, may have and must not have (docs/policies.md)',
      },
      checks: { $ref: '#/definitions/checks' },
      overrides: {
        type: 'array',
        description: 'other settings of checks for some files, groups or rules; later ones take precedence',
        items: { ...object(OVERRIDE), required: ['checks'] },
      },
    },
  };
}

/** `*` and `group/*` for every group of checks. */
function wildcards(checks: readonly CheckSchemaSource[]): string[] {
  return ['*', ...new Set(checks.map(({ id }) => id.replace(/\/.*/, '/*')))];
}

/** Most checks have no options: they share one definition, which keeps the validator small. */
function checkSchema(check: CheckSchemaSource): Record<string, unknown> {
  const options = check.options?.properties;
  if (options === undefined) return { description: check.summary, $ref: '#/definitions/setting' };
  return { description: check.summary, ...settingWith(options) };
}

/** A severity, or a map with one and options. */
function settingWith(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { anyOf: [SEVERITY, object({ severity: SEVERITY, ...options })] };
}

function object(properties: Record<string, unknown>): Record<string, unknown> {
  return { type: 'object', additionalProperties: false, properties };
}

/** The place of a check's settings, which overrides share: a JSON pointer, in which "/" of a name is "~1". */
function settingsOf(id: string): string {
  return `#/definitions/checks/properties/${id.replaceAll('/', '~1')}`;
}
