import type { Range } from '../source/range.ts';
import type { YamlNode } from '../yaml/node.ts';
import { yaml11Value } from '../yaml/yaml-1-1.ts';

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
  /** The key as a value; anything but a string is not a name in a configuration of Promtail. */
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

/** A node of YAML as a setting. */
export function fromYaml(node: YamlNode): Setting {
  switch (node.kind) {
    case 'scalar':
      return { kind: 'scalar', value: yaml11Value(node), text: node.text, range: node.range };
    case 'seq':
      return { kind: 'list', items: node.items.map(fromYaml), range: node.range };
    case 'map':
      return {
        kind: 'map',
        range: node.range,
        entries: node.entries.map(({ key, value }) => ({
          key: key.text,
          keyRange: key.range,
          keyValue: yaml11Value(key),
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
