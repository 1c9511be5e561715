import type { MapNode, ScalarNode, YamlNode } from '../../../yaml/node.ts';
import type { FieldType, Schema } from '../../../documents/alertmanager/schema/field.ts';
import { append } from '../../../util/append.ts';

/** A secret that is written in the file. */
export interface WrittenSecret {
  readonly key: string;
  readonly node: ScalarNode;
  /** The key of the same section that takes a file instead; undefined: absent. */
  readonly fileKey: string | undefined;
  /** A whole URL, or only a part of one, gives it away. */
  readonly form: 'value' | 'url';
}

/** Finds the secrets of a section that are written out, down to its inner sections. */
export function writtenSecrets(node: MapNode, schema: Schema): WrittenSecret[] {
  const found: WrittenSecret[] = [];
  for (const { key, value } of node.entries) {
    const field = Object.hasOwn(schema.fields, key.text) ? schema.fields[key.text] : undefined;
    if (field === undefined) continue;
    const fileKey = Object.hasOwn(schema.fields, `${key.text}_file`) ? `${key.text}_file` : undefined;
    append(found, inValue(key.text, value, field.type, fileKey));
  }
  return found;
}

function inValue(key: string, node: YamlNode, type: FieldType, fileKey: string | undefined): WrittenSecret[] {
  switch (type.kind) {
    case 'secret':
      return node.kind === 'scalar' && isSecret(node.text) ? [{ key, node, fileKey, form: 'value' }] : [];
    case 'secret-url':
    case 'template-url':
    case 'url':
    case 'any-url':
      return node.kind === 'scalar' && isSecretUrl(node.text) ? [{ key, node, fileKey, form: 'url' }] : [];
    case 'section':
    case 'text-or-section':
      return node.kind === 'map' ? writtenSecrets(node, type.schema) : [];
    case 'list':
      return node.kind === 'seq' ? node.items.flatMap((item) => inValue(key, item, type.of, undefined)) : [];
    default:
      return [];
  }
}

/** Placeholders of a secret: variables, templates, words that ask to be replaced, and texts that are not secrets. */
const STAND_IN =
  /^my|[<>$%{}*…]|\.\.\.|__|^(?:x+|X+|null|none|password|passwd|secret|token|key|test|admin|foo|bar)$|change|replace|example|your|placeholder|dummy|redacted|todo|fixme|insert|enter|here|sample|fake|mock|vault:|ref\+|enc\[|(.)\1{5}/i;

/** `webhook-password`, `SENDER_PASSCODE`: words that say what should be there. */
const WORDS = /^[a-z]+(?:[-_ ](?:pass|password|secret|token|key))+$/i;
const CAPITALS = /^[A-Z]+(?:_[A-Z]+)+$/;

function isSecret(text: string): boolean {
  if (WORDS.test(text) || CAPITALS.test(text)) return false;
  return text.length >= 6 && !STAND_IN.test(text);
}

/** URLs whose path is the password, and those that hold one. */
function isSecretUrl(text: string): boolean {
  if (STAND_IN.test(text) || !URL.canParse(text)) return false;
  const { hostname, pathname, password, searchParams } = new URL(text);
  if (password !== '') return true;
  const webhook =
    (hostname === 'hooks.slack.com' && /^\/(?:services|workflows)\/[^/]+\/[^/]+\/\w{12,}/.test(pathname)) ||
    (/^(?:ptb\.|canary\.)?discord(?:app)?\.com$/.test(hostname) &&
      /^\/api\/webhooks\/\d+\/[\w-]{20,}/.test(pathname)) ||
    (/(?:^|\.)(?:webhook\.office\.com|logic\.azure\.com)$/.test(hostname) && pathname.length > 40) ||
    (hostname === 'api.telegram.org' && /^\/bot\d+:[\w-]{20,}/.test(pathname)) ||
    (/(?:^|\.)(?:feishu\.cn|larksuite\.com)$/.test(hostname) && /\/hook\/[\w-]{20,}/.test(pathname));
  const parameter = ['access_token', 'token', 'key', 'api_key', 'apikey', 'secret', 'sig'].some(
    (name) => (searchParams.get(name) ?? '').length >= 16,
  );
  return webhook || parameter;
}
