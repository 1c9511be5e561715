import type { Range } from '../source/range.ts';
import type { ScalarNode, YamlNode } from '../yaml/node.ts';

/** A value of a configuration, whichever syntax it is written in, with its place. */
export type Setting = ScalarSetting | ListSetting | MapSetting | OpenSetting;

export interface ScalarSetting {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As a program sees it that decodes it into a string. */
  readonly text: string;
  readonly range: Range;
}

export interface ListSetting {
  readonly kind: 'list';
  readonly items: readonly Setting[];
  readonly range: Range;
}

export interface SettingEntry {
  readonly key: string;
  readonly keyRange: Range;
  /** The key as a value; anything but a string is no name in a configuration of Promtail. */
  readonly keyValue: ScalarSetting['value'];
  readonly value: Setting;
}

export interface MapSetting {
  readonly kind: 'map';
  readonly entries: readonly SettingEntry[];
  readonly range: Range;
}

/** A value that only the running agent knows: a variable of the environment, an export of another component. */
export interface OpenSetting {
  readonly kind: 'open';
  readonly what: string;
  readonly range: Range;
}

/** Words that Go's YAML reads as true or false where anything may stand (gopkg.in/yaml.v2). */
const WORD_OF_YAML_1_1 = /^(?:y|yes|on|n|no|off|true|false)$/i;

/** What Promtail's reader makes of a scalar: it knows the booleans of YAML 1.1. */
function goValue({ value, text, style }: ScalarNode): ScalarSetting['value'] {
  if (style !== 'plain' || !WORD_OF_YAML_1_1.test(text) || !isUniform(text)) return value;
  return /^(?:y|yes|on|true)$/i.test(text);
}

/** `yes`, `Yes` and `YES` are words of YAML 1.1, `yEs` is not. */
const isUniform = (text: string): boolean => /^(?:[a-z]+|[A-Z][a-z]*|[A-Z]+)$/.test(text);

/** A node of YAML as a setting. */
export function fromYaml(node: YamlNode): Setting {
  switch (node.kind) {
    case 'scalar':
      return { kind: 'scalar', value: goValue(node), text: node.text, range: node.range };
    case 'seq':
      return { kind: 'list', items: node.items.map(fromYaml), range: node.range };
    case 'map':
      return {
        kind: 'map',
        range: node.range,
        entries: node.entries.map(({ key, value }) => ({
          key: key.text,
          keyRange: key.range,
          keyValue: goValue(key),
          value: fromYaml(value),
        })),
      };
  }
}

/** What people call the type of a setting. */
export function describeSetting(setting: Setting): string {
  if (setting.kind === 'map') return 'a map';
  if (setting.kind === 'list') return 'a list';
  if (setting.kind === 'open') return `the value of ${setting.what}`;
  if (setting.value === null) return 'empty';
  return `a ${typeof setting.value}`;
}
