import type { ParseOptions } from '../../promql/syntax/options.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { child } from '../../yaml/node.ts';
import type { YamlNode } from '../../yaml/node.ts';
import {
  classicAnnotations,
  classicPanel,
  classicPanels,
  classicVariables,
  exportedLibrary,
  inputsOf,
} from './classic.ts';
import { itemsOf, textAt } from './nodes.ts';
import { linksIn } from './parts.ts';
import type { DashboardReader } from './parts.ts';
import type { DashboardDocument, Panel } from './types.ts';
import { unwrapDashboard } from './unwrap.ts';
import type { Unwrapped } from './unwrap.ts';
import { v2Annotations, v2Panels, v2Variables } from './v2.ts';

/** Decodes what `recognise` takes for a dashboard: of either schema, wrapped or not, or a library panel. */
export function decodeDashboard(
  document: YamlNode,
  file: SourceFile,
  promql?: ParseOptions,
): DashboardDocument | undefined {
  const found = unwrapDashboard(document);
  if (found === undefined) return undefined;
  const reader = { file, promql };
  const panels = panelsOf(found, reader);
  const uid =
    found.object === undefined ? textAt(found.root, 'uid') : textAt(found.object, 'metadata', 'name');
  const isLibrary = found.form === 'library';
  return {
    kind: 'dashboard',
    file,
    range: found.root.range,
    form: found.form,
    uid: isLibrary ? undefined : uid?.value,
    uidRange: isLibrary ? undefined : uid?.range,
    title: textAt(found.root, isLibrary ? 'name' : 'title')?.value,
    panels,
    panelIds: new Set(panels.flatMap(({ id }) => (id === undefined ? [] : [id]))),
    ...partsOf(found, reader),
    root: found.root,
  };
}

function panelsOf({ form, root }: Unwrapped, reader: DashboardReader): Panel[] {
  if (form === 'v2') return v2Panels(root, reader);
  if (form === 'classic') return [...classicPanels(root, reader), ...exportedLibrary(root, reader)];
  const model = child(root, 'model');
  return model === undefined ? [] : [classicPanel(model, reader)];
}

function partsOf(
  { form, root }: Unwrapped,
  reader: DashboardReader,
): Pick<DashboardDocument, 'variables' | 'annotations' | 'links' | 'inputs'> {
  const isV2 = form === 'v2';
  return {
    variables: isV2 ? v2Variables(root) : classicVariables(root),
    annotations: isV2 ? v2Annotations(root, reader) : classicAnnotations(root, reader),
    links: linksIn(itemsOf(root, 'links'), 'dashboard'),
    inputs: inputsOf(root),
  };
}
