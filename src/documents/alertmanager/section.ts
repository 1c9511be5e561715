import type { Range } from '../../source/range.ts';
import { child, entryOf, isNull } from '../../yaml/node.ts';
import type { MapEntry, MapNode, YamlNode } from '../../yaml/node.ts';
import { parseDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { Located } from '../fields.ts';
import { goBool, goNumber } from './scalars.ts';
import type { Schema } from './schema/field.ts';

/** A map of the configuration whose keys a schema describes. Values keep their places. */
export class Section {
  readonly node: MapNode;
  readonly schema: Schema;

  constructor(node: MapNode, schema: Schema) {
    this.node = node;
    this.schema = schema;
  }

  /** Where to point when a key is missing: the first key, or the whole map. */
  get anchor(): Range {
    return this.node.entries[0]?.key.range ?? this.node.range;
  }

  entry(key: string): MapEntry | undefined {
    return entryOf(this.node, key);
  }

  /** The value of a key; undefined where it is absent or empty. */
  value(key: string): YamlNode | undefined {
    const value = child(this.node, key);
    return value === undefined || isNull(value) ? undefined : value;
  }

  /** Whether Alertmanager takes the key for set: neither absent nor empty. */
  isSet(key: string): boolean {
    const value = this.value(key);
    return value !== undefined && !(value.kind === 'scalar' && value.text === '');
  }

  text(key: string): Located<string> | undefined {
    const value = this.value(key);
    if (value?.kind !== 'scalar' || value.text === '') return undefined;
    return { value: value.text, range: value.range, node: value };
  }

  bool(key: string): boolean | undefined {
    const value = this.value(key);
    return value?.kind === 'scalar' ? goBool(value) : undefined;
  }

  number(key: string): number | undefined {
    const value = this.value(key);
    return value?.kind === 'scalar' ? goNumber(value) : undefined;
  }

  durationMs(key: string): number | undefined {
    const value = this.text(key);
    return value === undefined ? undefined : parseDurationMs(value.value);
  }

  items(key: string): readonly YamlNode[] {
    const value = this.value(key);
    return value?.kind === 'seq' ? value.items : [];
  }

  /** The texts of a list. */
  texts(key: string): Located<string>[] {
    return this.items(key).flatMap((item) =>
      item.kind === 'scalar' ? [{ value: item.text, range: item.range, node: item }] : [],
    );
  }

  entries(key: string): readonly MapEntry[] {
    const value = this.value(key);
    return value?.kind === 'map' ? value.entries : [];
  }

  /** The section below a key, where the schema has one there. */
  section(key: string): Section | undefined {
    const value = this.value(key);
    const type = Object.hasOwn(this.schema.fields, key) ? this.schema.fields[key]?.type : undefined;
    if (value?.kind !== 'map' || type === undefined) return undefined;
    return type.kind === 'section' || type.kind === 'text-or-section'
      ? new Section(value, type.schema)
      : undefined;
  }
}
