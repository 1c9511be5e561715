/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

export const TEXT: Schema = { type: 'string', minLength: 1 };
/** YAML reads `1` and `true` without quotes as no texts; they are taken as they are written. */
export const SCALAR: Schema = { type: ['string', 'number', 'boolean'] };
export const BOOLEAN: Schema = { type: 'boolean' };

/** A Prometheus duration: `15s`, `1m30s`; a bare 0 needs no unit. */
export const DURATION: Schema = {
  anyOf: [
    {
      type: 'string',
      pattern: '^(0|(\\d+y)?(\\d+w)?(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?)$',
      minLength: 1,
    },
    { const: 0 },
  ],
};

/** Names of labels or annotations with their texts; between slashes a regular expression where something is expected. */
export const TEXTS: Schema = { type: 'object', additionalProperties: SCALAR };

/** One name, or a list of them. */
export const NAMES: Schema = { anyOf: [SCALAR, { type: 'array', items: SCALAR }] };

export function list(items: Schema, description?: string): Schema {
  return described({ type: 'array', items }, description);
}

/** An object that has these keys and no others. */
export function object(
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[] = [],
): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    properties,
    ...(required.length === 0 ? {} : { required }),
  };
}

export function described(schema: Schema, description: string | undefined): Schema {
  return description === undefined ? schema : { ...schema, description };
}

/** A schema of its own. @param title what an editor calls it */
export function root(title: string, schema: Schema): Schema {
  return { $schema: 'http://json-schema.org/draft-07/schema#', title, ...schema };
}

/** The texts that a receiver is sent: the receiver, and fields of its integration by name. */
export const MESSAGE: Schema = {
  type: 'object',
  description: 'What a receiver reads: fields of its integration (title, text, headers: { Subject: ... }).',
  properties: { receiver: SCALAR, integration: SCALAR },
  required: ['receiver'],
  minProperties: 2,
};
export const MESSAGES: Schema = { anyOf: [MESSAGE, list(MESSAGE)] };
