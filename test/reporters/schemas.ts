// The parts of two published schemas that rulecheck writes, closed (`additionalProperties: false`), so that a key that
// the format does not have is an error too. SARIF: OASIS sarif-schema-2.1.0.json. GitLab: "Code Quality report format".

const text = { type: 'string', minLength: 1 };
const natural = { type: 'integer', minimum: 1 };
const index = { type: 'integer', minimum: 0 };

function object(properties: Record<string, object>, required: readonly string[]): object {
  return { type: 'object', properties, required, additionalProperties: false };
}

function list(items: object, more: object = {}): object {
  return { type: 'array', items, ...more };
}

const message = object({ text }, ['text']);
const region = object({ startLine: natural, startColumn: natural, endLine: natural, endColumn: natural }, [
  'startLine',
]);
// RFC 3986: no spaces, control characters or characters that must be escaped.
const artifactLocation = object({ uri: { type: 'string', pattern: "^[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+$" } }, [
  'uri',
]);
const physicalLocation = object({ artifactLocation, region }, ['artifactLocation']);
const location = { physicalLocation, message };
const level = { enum: ['none', 'note', 'warning', 'error'] };
const notification = object({ level, message }, ['message']);

const rule = object(
  {
    id: text,
    shortDescription: message,
    fullDescription: message,
    name: text,
    help: object({ text, markdown: text }, ['text']),
    helpUri: { type: 'string', pattern: '^https://' },
    defaultConfiguration: object({ level }, []),
    properties: object({ tags: { type: 'array', uniqueItems: true, items: text } }, []),
  },
  ['id'],
);

const replacement = object(
  { deletedRegion: region, insertedContent: object({ text: { type: 'string' } }, []) },
  ['deletedRegion'],
);

const result = object(
  {
    ruleId: text,
    ruleIndex: index,
    level,
    message,
    locations: list(object(location, []), { minItems: 1 }),
    relatedLocations: list(object({ id: index, ...location }, [])),
    partialFingerprints: { type: 'object', additionalProperties: { type: 'string' } },
    fixes: list(
      object(
        {
          description: message,
          artifactChanges: list(
            object({ artifactLocation, replacements: list(replacement, { minItems: 1 }) }, [
              'artifactLocation',
              'replacements',
            ]),
            { minItems: 1 },
          ),
        },
        ['artifactChanges'],
      ),
    ),
  },
  ['message'],
);

const invocation = object(
  {
    executionSuccessful: { type: 'boolean' },
    exitCode: { type: 'integer' },
    toolConfigurationNotifications: list(notification),
    toolExecutionNotifications: list(notification),
  },
  ['executionSuccessful'],
);

const driver = object(
  {
    name: text,
    informationUri: { type: 'string', pattern: '^https://' },
    version: text,
    rules: list(rule, { uniqueItems: true }),
  },
  ['name'],
);

export const SARIF_SCHEMA = object(
  {
    $schema: text,
    version: { const: '2.1.0' },
    runs: list(
      object(
        {
          tool: object({ driver }, ['driver']),
          automationDetails: object({ id: text }, ['id']),
          invocations: list(invocation),
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          results: list(result),
        },
        ['tool'],
      ),
    ),
  },
  ['version', 'runs'],
);

export const GITLAB_SCHEMA = list(
  object(
    {
      description: text,
      check_name: text,
      fingerprint: { type: 'string', pattern: '^[0-9a-f]{40}(-[0-9]+)?$' },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: object(
        {
          path: { type: 'string', pattern: '^[^/]' },
          lines: object({ begin: natural, end: natural }, ['begin']),
        },
        ['path', 'lines'],
      ),
      content: object({ body: { type: 'string' } }, []),
    },
    ['description', 'check_name', 'fingerprint', 'severity', 'location'],
  ),
);
