import { own } from '../../util/own.ts';
import type { Range } from '../../source/range.ts';
import { didYouMean } from '../../util/did-you-mean.ts';
import { parseDurationMs } from '../../go/durations/prometheus-duration.ts';
import { child, describeType, entryOf, isNull } from '../../yaml/node.ts';
import type { MapNode, ScalarNode, YamlNode } from '../../yaml/node.ts';
import type { Report } from './issue.ts';
import { OPERATOR_RECEIVERS } from './schema/operator-receivers.ts';
import { OPERATOR, PRUNED, SERVER } from './operator-refusal.ts';
import type { CrdFields, CrdType } from './schema/operator-receivers.ts';

/** The version of the object: v1beta1 asks for the name of a Secret too. */
export type CrdVersion = 'v1alpha1' | 'v1beta1';

/**
 * Checks the entry of a list of a receiver against the CRD (the API server refuses what does not fit) and the operator's own
 * conditions.
 *
 * @param key `slackConfigs`
 */
export function checkCrdIntegration(key: string, node: YamlNode, version: CrdVersion, report: Report): void {
  const schema = own(OPERATOR_RECEIVERS, key);
  if (schema === undefined) return;
  const what = `an entry of ${key}`;
  if (node.kind !== 'map') {
    wrongType(node, what, 'an object', report);
    return;
  }
  new Checker(version, report).object(node, what, schema.fields, schema.required ?? []);
  for (const names of schema.oneOf ?? []) {
    if (names.some((name) => isThere(child(node, name)))) continue;
    const written = names.find((name) => entryOf(node, name) !== undefined);
    if (written !== undefined && !isNull(child(node, written)!)) continue;
    const needs = names.map((name) => `"${name}"`).join(' or ');
    report.error('missing-key', anchor(node), `${what} needs ${needs}`, {
      why: OPERATOR,
      help: `add ${names.map((name) => example(name, schema.fields[name])).join(', or ')}`,
    });
  }
}

class Checker {
  readonly #version: CrdVersion;
  readonly #report: Report;

  constructor(version: CrdVersion, report: Report) {
    this.#version = version;
    this.#report = report;
  }

  object(node: MapNode, what: string, fields: CrdFields, required: readonly string[]): void {
    const foreign: ScalarNode[] = [];
    for (const { key, value } of node.entries) {
      const type = Object.hasOwn(fields, key.text) ? fields[key.text] : undefined;
      if (type === undefined) foreign.push(key);
      // An empty value counts as absent.
      else if (!isNull(value)) this.#value(value, type, `"${key.text}" of ${what}`);
    }
    const missing = required.filter((name) => {
      const value = child(node, name);
      return value === undefined || isNull(value);
    });
    const [key] = foreign;
    const [name] = missing;
    if (key !== undefined && name !== undefined && foreign.length === 1 && missing.length === 1) {
      this.#misnamed(key, name, what);
      return;
    }
    for (const one of foreign) unknown(one, what, Object.keys(fields), this.#report);
    for (const one of missing) {
      this.#report.error('missing-key', anchor(node), `${what} needs "${one}"`, {
        why: SERVER,
        help: `add ${example(one, fields[one])}`,
      });
    }
  }

  /** One field that the object does not have where one that it needs is missing: one fault. */
  #misnamed(key: ScalarNode, name: string, what: string): void {
    this.#report.error('unknown-key', key.range, `${what} has no field "${key.text}", and needs "${name}"`, {
      why: SERVER,
      help: `rename "${key.text}" to "${name}", if that is what it holds`,
    });
  }

  #value(node: YamlNode, type: CrdType, what: string): void {
    switch (type.kind) {
      case 'open':
        return;
      case 'text':
        this.#text(node, type, what);
        return;
      case 'bool':
        if (!(node.kind === 'scalar' && typeof node.value === 'boolean'))
          wrongType(node, what, 'true or false, without quotes', this.#report);
        return;
      case 'int':
        this.#int(node, type.min, what);
        return;
      case 'enum':
        this.#enum(node, type.values, what);
        return;
      case 'secret':
        this.#secret(node, what);
        return;
      case 'list':
        if (node.kind !== 'seq') {
          const isPairs = type.of.kind === 'object' && 'key' in type.of.fields;
          wrongType(node, what, isPairs ? 'a list of { key, value }' : 'a list', this.#report);
        } else if (node.items.length < (type.min ?? 0))
          this.#bad(node, `${what} is an empty list`, 'add an entry, or remove the field');
        else for (const item of node.items) this.#value(item, type.of, `an entry of ${what}`);
        return;
      case 'object':
        if (node.kind === 'map') this.object(node, what, type.fields, type.required ?? []);
        else wrongType(node, what, 'an object', this.#report);
    }
  }

  #text(node: YamlNode, { empty, like }: CrdType & { kind: 'text' }, what: string): void {
    if (node.kind !== 'scalar' || typeof node.value !== 'string') {
      wrongType(node, what, node.kind === 'scalar' ? 'a text, in quotes' : 'a text', this.#report);
      return;
    }
    if (node.text === '' && empty !== true)
      this.#bad(node, `${what} is empty`, 'write a value, or remove the field');
    else if (like === 'url' && !/^https?:\/\/.+$/.test(node.text))
      this.#bad(node, `${what} is not a URL that starts with http:// or https://`, 'write the full URL');
    else if (like === 'duration' && node.text !== '' && parseDurationMs(node.text) === undefined)
      this.#bad(node, `${what} is not a duration`, 'use a duration such as 30s, 5m or 1h30m');
  }

  #int(node: YamlNode, min: number | undefined, what: string): void {
    const value = node.kind === 'scalar' ? node.value : undefined;
    if (typeof value !== 'number' || !Number.isInteger(value))
      wrongType(node, what, 'a whole number, without quotes', this.#report);
    else if (min !== undefined && value < min)
      this.#bad(node, `${what} is less than ${min}`, `use ${min} or more`);
  }

  #enum(node: YamlNode, values: readonly string[], what: string): void {
    const text = node.kind === 'scalar' ? node.text : '';
    if (node.kind === 'scalar' && values.includes(text)) return;
    const close = didYouMean(text, values);
    this.#bad(
      node,
      `${what} cannot be "${text}"${close === undefined ? '' : `; did you mean "${close}"?`}`,
      `allowed values are ${values.join(', ')}`,
    );
  }

  #secret(node: YamlNode, what: string): void {
    if (node.kind !== 'map') {
      wrongType(
        node,
        what,
        'a reference to a Secret',
        this.#report,
        'write { name: <the Secret>, key: <its key> }',
      );
      return;
    }
    const required = this.#version === 'v1beta1' ? ['name', 'key'] : ['key'];
    const secret = `the reference to a Secret in ${what}`;
    const text: CrdType = { kind: 'text', empty: true };
    const fields: CrdFields = { name: text, key: text, optional: { kind: 'bool' } };
    this.object(node, secret, this.#version === 'v1beta1' ? { name: text, key: text } : fields, required);
    if (
      this.#version === 'v1alpha1' &&
      // An unknown key beside it is the name under another one.
      node.entries.every((entry) => entry.key.text in fields) &&
      entryOf(node, 'name') === undefined &&
      entryOf(node, 'key') !== undefined
    )
      this.#report.error('missing-key', anchor(node), `${secret} needs "name"`, {
        why: OPERATOR,
        help: 'add the name of the Secret',
      });
  }

  #bad(node: YamlNode, message: string, help: string): void {
    this.#report.error('bad-value', node.range, message, { why: SERVER, help });
  }
}

function wrongType(node: YamlNode, what: string, wanted: string, report: Report, help?: string): void {
  report.error('wrong-type', node.range, `${what} must be ${wanted}, but this is ${describeType(node)}`, {
    why: SERVER,
    help: help ?? `write ${wanted}`,
  });
}

function unknown(key: ScalarNode, what: string, known: readonly string[], report: Report): void {
  const close = didYouMean(key.text, known);
  report.error(
    'unknown-key',
    key.range,
    `${what} has no field "${key.text}"${close === undefined ? '' : `; did you mean "${close}"?`}`,
    { why: PRUNED, help: close === undefined ? `allowed fields are ${known.join(', ')}` : `use ${close}` },
  );
}

function example(name: string, type: CrdType | undefined): string {
  return type?.kind === 'secret' ? `${name}: { name: <a Secret>, key: <its key> }` : `"${name}"`;
}

function anchor(node: MapNode): Range {
  return node.entries[0]?.key.range ?? node.range;
}

/** Whether a Go program finds the field: an empty text counts as absent. */
function isThere(node: YamlNode | undefined): boolean {
  return node !== undefined && !isNull(node) && !(node.kind === 'scalar' && node.text === '');
}
