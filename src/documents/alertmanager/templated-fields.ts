import type { Range } from '../../source/range.ts';
import type { MapNode, ScalarNode, YamlNode } from '../../yaml/node.ts';
import type { Field, FieldType, Schema } from './schema/field.ts';
import { INTEGRATIONS } from './schema/integrations.ts';
import type { Integration } from './types.ts';
import { isBefore } from './version.ts';
import type { AlertmanagerVersion } from './version.ts';

/** A text of an integration that is rendered as a template when a notification is sent. */
export interface TemplatedField {
  /** `title`, `fields.0.value`, `headers.Subject`. */
  readonly path: string;
  readonly text: string;
  /** Where it is written; undefined: the default of Alertmanager. */
  readonly node: ScalarNode | undefined;
  /** The text's place, or that of the integration for a default. */
  readonly range: Range;
  /** `html`: values in it are escaped. `plain`: it is sent as it is written, braces included. */
  readonly format: 'text' | 'html' | 'plain';
}

/** Every templated text of an integration: those that are written, and the defaults of those that are not. */
export function templatedFields(integration: Integration, version: AlertmanagerVersion): TemplatedField[] {
  const collector = new Collector(integration, version);
  const schema = INTEGRATIONS[integration.kind];
  collector.section(integration.section.node, schema, '');
  for (const [key, field] of Object.entries(schema.fields)) {
    const text = defaultOf(field, version);
    if (text !== undefined && integration.section.entry(key) === undefined) collector.addDefault(key, text);
  }
  return collector.fields.filter(({ text }) => !NESTED.test(text));
}

/** An action that prints braces: the text is itself made from a template, by Helm say, and is another one when it is sent. */
const NESTED = /\{\{-?[ \t]*["`]\{\{/;

/** The text that a version uses where a field is not written; undefined: none. */
export function defaultOf(field: Field, version: AlertmanagerVersion): string | undefined {
  if (field.since !== undefined && isBefore(version, field.since)) return undefined;
  const { earlierDefault: earlier } = field;
  return earlier !== undefined && isBefore(version, earlier.before) ? earlier.text : field.default;
}

class Collector {
  readonly fields: TemplatedField[] = [];
  readonly #integration: Integration;
  readonly #version: AlertmanagerVersion;

  constructor(integration: Integration, version: AlertmanagerVersion) {
    this.#integration = integration;
    this.#version = version;
  }

  addDefault(path: string, text: string): void {
    const format = isHtml(this.#integration, path) ? 'html' : 'text';
    this.fields.push({ path, text, node: undefined, range: this.#integration.range, format });
  }

  section(node: MapNode, schema: Schema, prefix: string): void {
    for (const { key, value } of node.entries) {
      const field = Object.hasOwn(schema.fields, key.text) ? schema.fields[key.text] : undefined;
      if (field === undefined) continue;
      // PagerDuty's details, Jira's fields and a webhook's payload are free in shape, and rendered throughout.
      const free = field.type.kind === 'any' || (field.type.kind === 'map' && field.type.of.kind === 'any');
      if (free) this.#everyText(value, prefix + key.text);
      else this.#value(value, field.type, prefix + key.text, this.#isPlain(field));
    }
  }

  #value(node: YamlNode, type: FieldType, path: string, plain = false): void {
    switch (type.kind) {
      case 'template':
      case 'template-url':
        if (node.kind === 'scalar') this.#add(node, path, plain);
        return;
      case 'list':
        if (node.kind === 'seq') node.items.forEach((item, i) => this.#value(item, type.of, `${path}.${i}`));
        return;
      case 'map':
        if (node.kind !== 'map') return;
        for (const { key, value } of node.entries) this.#value(value, type.of, `${path}.${key.text}`);
        return;
      case 'section':
        if (type.schema.what !== 'http_config' && node.kind === 'map')
          this.section(node, type.schema, `${path}.`);
        return;
      case 'text-or-section':
        if (node.kind === 'scalar') this.#add(node, path);
        else if (node.kind === 'map') this.section(node, type.schema, `${path}.`);
        return;
      default:
    }
  }

  #everyText(node: YamlNode, path: string): void {
    if (node.kind === 'scalar') {
      if (typeof node.value === 'string') this.#add(node, path);
    } else if (node.kind === 'seq') node.items.forEach((item, i) => this.#everyText(item, `${path}.${i}`));
    else for (const { key, value } of node.entries) this.#everyText(value, `${path}.${key.text}`);
  }

  #add(node: ScalarNode, path: string, plain = false): void {
    if (node.value === null) return;
    const format = plain ? 'plain' : isHtml(this.#integration, path) ? 'html' : 'text';
    const range = node.range.end > node.range.start ? node.range : this.#integration.range;
    this.fields.push({ path, text: node.text, node, range, format });
  }

  #isPlain({ templateSince }: Field): boolean {
    return (
      templateSince === 'never' || (templateSince !== undefined && isBefore(this.#version, templateSince))
    );
  }
}

/** Where values are escaped: bodies of e-mails, and messages of services that are configured to show HTML. */
function isHtml({ kind, section }: Integration, path: string): boolean {
  switch (kind) {
    case 'email':
      return path === 'html';
    case 'telegram':
      // The default is HTML; an empty text turns it off.
      return (
        path === 'message' &&
        (section.value('parse_mode') === undefined || section.text('parse_mode')?.value === 'HTML')
      );
    case 'pushover':
      return path === 'message' && section.bool('html') === true;
    default:
      return false;
  }
}
