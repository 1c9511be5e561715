import type { SourceFile } from '../../source/source-file.ts';
import type { TestDocument } from '../../documents/types.ts';
import { child } from '../../yaml/node.ts';
import type { MapEntry, ScalarNode, YamlNode } from '../../yaml/node.ts';
import { itemsOf } from '../../yaml/values.ts';

/** A scenario as it is written, for checks: the runner reads it in full. */
export interface ScenarioNodes {
  readonly file: SourceFile;
  /** The alert that the file is about. */
  readonly alert: ScalarNode;
  readonly series: readonly MapEntry[];
  readonly expectations: readonly YamlNode[];
}

/** The scenarios of a file; nothing where it is a file of another kind or has no alert. */
export function scenariosOf({ kind, root, file }: TestDocument): ScenarioNodes[] {
  const alert = child(root, 'alert');
  if (kind !== 'scenarios' || alert?.kind !== 'scalar') return [];
  return itemsOf(child(root, 'scenarios')).map((scenario) => {
    const series = child(scenario, 'series');
    const expectations = itemsOf(child(scenario, 'expect'));
    return { file, alert, series: series?.kind === 'map' ? series.entries : [], expectations };
  });
}
