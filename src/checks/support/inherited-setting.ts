import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { Integration } from '../../documents/alertmanager/types.ts';
import type { YamlNode } from '../../yaml/node.ts';

/** A setting of an integration: its own, or that of `global`; undefined where neither says it. */
export function inheritedSetting(
  { config }: AlertmanagerDocument,
  { section }: Integration,
  key: string,
  globalKey: string,
): YamlNode | undefined {
  if (section.isSet(key)) return section.value(key);
  return config.global?.isSet(globalKey) === true ? config.global.value(globalKey) : undefined;
}
