import { didYouMeanText } from '../../util/did-you-mean.ts';
import { describeType, isNull } from '../../yaml/node.ts';
import type { MapEntry, MapNode, ScalarNode, YamlNode } from '../../yaml/node.ts';
import type { Report } from './issue.ts';
import { checkScalar, wantedScalar, wrongType } from './check-scalar.ts';
import type { DecodeContext } from './context.ts';
import { ownKeys } from './merge-keys.ts';
import type { Field, FieldType, Schema } from './schema/field.ts';
import { Section } from './section.ts';
import { isBefore } from './version.ts';
import type { AlertmanagerVersion } from './version.ts';

/**
 * Checks a map against a schema: unknown, newer and repeated keys, types, then the conditions between keys.
 * Returns undefined (and an issue) if the node is not a map.
 */
export function checkSection(node: YamlNode, schema: Schema, context: DecodeContext): Section | undefined {
  if (node.kind !== 'map') {
    const keys = Object.keys(schema.fields).slice(0, 3).join(', ');
    context.report.error(
      'wrong-type',
      node.range,
      `${schema.what} must be a map, but this is ${describeType(node)}`,
      {
        help: `write it as "key: value" lines with ${keys}, ...`,
      },
    );
    return undefined;
  }
  const section = new Section(node, schema);
  for (const entry of uniqueEntries(node, schema.what, 'section', context.report))
    checkEntry(entry, schema, context);
  const { rules = [], rulesBefore, rulesSince } = schema;
  const earlier =
    rulesBefore !== undefined && isBefore(context.version, rulesBefore.version) ? rulesBefore.rules : [];
  const later =
    rulesSince === undefined || isBefore(context.version, rulesSince.version) ? [] : rulesSince.rules;
  for (const rule of [...rules, ...earlier, ...later]) rule(section, context.report);
  return section;
}

/**
 * The entries of a map; a key that is written twice is an issue. What a merge key (`<<`) brings may be overridden in a
 * section, but not in a map of the user's own keys.
 */
function uniqueEntries(
  node: MapNode,
  what: string,
  kind: 'section' | 'map',
  report: Report,
): readonly MapEntry[] {
  const first = new Map<string, MapEntry>();
  const own = kind === 'section' && node.written !== undefined ? ownKeys(node) : undefined;
  for (const entry of node.entries) {
    const name = entry.key.text;
    const earlier = first.get(name);
    if (earlier === undefined || own?.has(earlier.key) === false || own?.has(entry.key) === false)
      first.set(name, entry);
    else {
      report.error('duplicate-key', entry.key.range, `the key "${name}" is written twice in ${what}`, {
        why:
          kind === 'map'
            ? 'Alertmanager rejects a map with a duplicate key, also if one of them comes from "<<"'
            : 'Alertmanager rejects a map with a duplicate key',
        help: 'remove one of them',
        related: [{ range: earlier.key.range, message: `"${name}" is written here first` }],
      });
    }
  }
  return node.entries;
}

function checkEntry(entry: MapEntry, schema: Schema, context: DecodeContext): void {
  const name = entry.key.text;
  const field = Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined;
  if (field === undefined) {
    unknownKey(entry.key, schema, context);
    return;
  }
  if (field.since !== undefined && isBefore(context.version, field.since)) {
    context.report.error(
      'newer-key',
      entry.key.range,
      `${schema.what} has the key "${name}" only since Alertmanager ${field.since}, but this configuration is for ${context.version}`,
      { help: `remove it, or upgrade to ${field.since}` },
    );
    return;
  }
  checkValue(entry.value, field.type, `"${name}" of ${schema.what}`, context);
}

/** What people write who know mail, chat or an older version, and how it is said. */
const MEANT: Readonly<Record<string, string>> = {
  'an email_configs entry subject': 'write the subject as a header: "headers: { Subject: ... }"',
  'an email_configs entry body': 'use "text" for plain text, or "html"',
  'a slack_configs entry message': 'use "text"',
  'a slack_configs entry webhook_url': 'use "api_url", or "api_url_file" with the path of a file',
  'a discord_configs entry url': 'use "webhook_url", or "webhook_url_file" with the path of a file',
  'a webhook_configs entry headers':
    'move the headers to "http_config", as "http_headers" (Alertmanager 0.28 and later)',
  'a route matcher': 'use "matchers", a list: [severity="critical"]',
};

function unknownKey(key: ScalarNode, schema: Schema, context: DecodeContext): void {
  const known = Object.entries(schema.fields).filter(([, field]) => isKnown(field, context.version));
  const names = known.map(([name]) => name);
  context.report.error(
    'unknown-key',
    key.range,
    `${schema.what} has no key "${key.text}"${didYouMeanText(key.text, names)}`,
    {
      why: whyUnknown(schema),
      help: MEANT[`${schema.what} ${key.text}`] ?? `allowed keys are ${names.join(', ')}`,
    },
  );
}

function isKnown(field: Field, version: AlertmanagerVersion): boolean {
  return field.since === undefined || !isBefore(version, field.since);
}

/** Checks one value against its type. An empty value is always taken as "not set". */
function checkValue(node: YamlNode, type: FieldType, what: string, context: DecodeContext): void {
  if (isNull(node)) return;
  switch (type.kind) {
    case 'any':
      return;
    case 'section':
      checkSection(node, type.schema, context);
      return;
    case 'text-or-section':
      if (node.kind !== 'scalar') checkSection(node, type.schema, context);
      return;
    case 'list':
      if (node.kind !== 'seq') {
        wrongType(node, what, 'a list', context);
        return;
      }
      for (const item of node.items) checkItem(item, type.of, what, context);
      return;
    case 'map':
      if (node.kind !== 'map') {
        wrongType(node, what, 'a map', context);
        return;
      }
      for (const entry of uniqueEntries(node, what, 'map', context.report)) {
        const textOnly = type.textBefore !== undefined && isBefore(context.version, type.textBefore);
        checkValue(
          entry.value,
          textOnly ? { kind: 'string' } : type.of,
          `"${entry.key.text}" in ${what}`,
          context,
        );
      }
      return;
    default:
      if (node.kind !== 'scalar') {
        wrongType(node, what, wantedScalar(type), context);
        return;
      }
      checkScalar(node, type, what, context);
  }
}

function checkItem(item: YamlNode, type: FieldType, what: string, context: DecodeContext): void {
  if (isNull(item) && type.kind === 'section') {
    // Integrations and, before 0.26, receivers crash amtool; other empty entries are taken for empty maps.
    const { what: kind } = type.schema;
    const refused =
      kind.endsWith('_configs entry') || (kind === 'a receiver' && isBefore(context.version, '0.26'));
    context.report[refused ? 'error' : 'warning']('empty-entry', item.range, `an entry of ${what} is empty`, {
      why: 'Alertmanager rejects it, crashes, or treats it as an entry without settings',
      help: 'remove the dash, or write the entry',
    });
  }
  checkValue(item, type, what, context);
}

/** Who minds a key that there is not. */
function whyUnknown({ what }: Schema): string {
  return what.includes('AlertmanagerConfig')
    ? 'kubectl rejects a field that the CRD does not have; other clients drop it silently'
    : 'Alertmanager rejects the whole file because of one unknown key';
}
