import { child, entryOf } from '../../yaml/node.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { below, textAt } from './nodes.ts';

/** The dashboard in a document, without what the API and Kubernetes wrap around it. */
export interface Unwrapped {
  readonly form: 'classic' | 'v2' | 'library';
  readonly root: YamlNode;
  /** A Kubernetes object around it: its name is the uid. */
  readonly object?: YamlNode;
}

/** Looks for a dashboard, or a library panel, at the top of a document; undefined: it holds none. */
export function unwrapDashboard(root: YamlNode): Unwrapped | undefined {
  const api = textAt(root, 'apiVersion')?.value;
  if (api !== undefined && textAt(root, 'kind') !== undefined) {
    const spec = child(root, 'spec');
    if (!/^dashboard\.grafana\.app\//.test(api) || spec === undefined) return undefined;
    const form = formOf(spec);
    return form === undefined ? undefined : { form, root: spec, object: root };
  }
  for (const candidate of [root, child(root, 'dashboard'), child(root, 'spec')]) {
    const form = candidate === undefined ? undefined : formOf(candidate);
    if (form !== undefined && candidate !== undefined) return { form, root: candidate };
  }
  return isLibraryPanel(root) || isLibraryPanel(child(root, 'result'))
    ? { form: 'library', root: isLibraryPanel(root) ? root : child(root, 'result')! }
    : undefined;
}

function formOf(node: YamlNode): 'classic' | 'v2' | undefined {
  if (node.kind !== 'map') return undefined;
  const has = (key: string): boolean => entryOf(node, key) !== undefined;
  if (has('panels') && (has('schemaVersion') || has('templating') || has('uid'))) return 'classic';
  if (has('rows') && has('schemaVersion')) return 'classic';
  const element = child(node, 'elements');
  return element?.kind === 'map' && child(child(node, 'layout'), 'kind') !== undefined ? 'v2' : undefined;
}

/** A library panel as the API has it: `kind` is 1 (2 is a variable), the panel is in `model`. */
function isLibraryPanel(node: YamlNode | undefined): boolean {
  const kind = below(node, 'kind');
  return (
    kind?.kind === 'scalar' &&
    kind.value === 1 &&
    below(node, 'model', 'type') !== undefined &&
    textAt(node, 'name') !== undefined
  );
}
