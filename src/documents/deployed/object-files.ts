import { child } from '../../yaml/node.ts';
import type { MapNode, ScalarNode, YamlNode } from '../../yaml/node.ts';
import type { DocumentIssue, IssueSink } from '../issue.ts';
import { mayMatter } from '../may-matter.ts';
import { decodeBase64 } from './base64.ts';
import type { TextPart } from './part.ts';
import { scalarText } from './shapes.ts';
import { withoutActions } from './actions.ts';

/** Kinds of Kubernetes that carry whole files. */
const CARRIERS: ReadonlySet<string> = new Set([
  'ConfigMap',
  'Secret',
  'ExternalSecret',
  'SealedSecret',
  'GrafanaDashboard',
  'GrafanaLibraryPanel',
]);

/** Whether an object of this kind carries whole files as its values. */
export function carriesFiles(kind: string): boolean {
  return CARRIERS.has(kind);
}

/**
 * The texts of the files that a ConfigMap, a Secret (in base64 or not), a GrafanaDashboard or the template of an
 * ExternalSecret carries. What
 * cannot be read here, because it is encrypted or no base64, is an issue where it would be Alertmanager's configuration.
 *
 * @param source the text that `root` was read from
 */
export function objectFiles(root: MapNode, source: string, issues: IssueSink): TextPart[] {
  const part = (name: string, scalar: ScalarNode): TextPart => ({ kind: 'text', name, scalar, home: root });
  switch (scalarText(child(root, 'kind'))) {
    case 'ConfigMap':
      return scalars(child(root, 'data'))
        .filter(([name]) => !OTHER.test(name.text))
        .map(([name, value]) => part(name.text, value));
    case 'Secret':
      return [
        ...scalars(child(root, 'data')).flatMap(([name, value]) => {
          const text = secretText(name, value, source, issues);
          return text === undefined ? [] : [part(name.text, text)];
        }),
        ...scalars(child(root, 'stringData')).map(([name, value]) => part(name.text, value)),
      ];
    case 'ExternalSecret':
      return scalars(child(child(child(child(root, 'spec'), 'target'), 'template'), 'data')).map(
        ([name, value]) => ({ ...part(name.text, withoutActions(value, source)), isFilledIn: true }),
      );
    case 'GrafanaDashboard':
    case 'GrafanaLibraryPanel': {
      const json = child(child(root, 'spec'), 'json');
      return json?.kind === 'scalar' ? [part('dashboard.json', json)] : [];
    }
    case 'SealedSecret':
      for (const [name] of scalars(child(child(root, 'spec'), 'encryptedData')))
        if (CONFIGURATION.test(name.text)) issues(sealed(name));
  }
  return [];
}

/** The names that a configuration of Alertmanager has in a Secret. */
const CONFIGURATION = /^alertmanager\.ya?ml$/;
/** Names of files that are not configurations, for any content: documentation, scripts. */
const OTHER = /\.(?:md|sh|bash|py|js|ts|lua|go|html|css|xml|sql|svg)$/;
/** Files that are worth unpacking. */
const FILE = /\.(?:ya?ml|json|rules?|tmpl|tpl)$/;

function scalars(node: YamlNode | undefined): [ScalarNode, ScalarNode][] {
  if (node?.kind !== 'map') return [];
  return node.entries.flatMap(({ key, value }) =>
    value.kind === 'scalar' ? [[key, value] as [ScalarNode, ScalarNode]] : [],
  );
}

function secretText(
  name: ScalarNode,
  value: ScalarNode,
  source: string,
  issues: IssueSink,
): ScalarNode | undefined {
  if (!FILE.test(name.text)) return undefined;
  const decoded = decodeBase64(value, source);
  if (decoded.kind === 'text') return decoded.scalar;
  // What a tool fills in later is in no base64: a variable, a template, a reference to a vault.
  const isFilledIn = /[{}$<>%]/.test(value.text);
  if (CONFIGURATION.test(name.text) && decoded.kind === 'invalid' && !isFilledIn)
    issues(notBase64(name, value));
  return undefined;
}

function notBase64(name: ScalarNode, value: ScalarNode): DocumentIssue {
  const isText = mayMatter(value.text);
  return {
    code: 'bad-value',
    message: `"${name.text}" below "data" of this Secret is not base64`,
    why: 'the API server of Kubernetes rejects the Secret: Alertmanager keeps its old configuration, or has none',
    help: isText
      ? 'move the text to "stringData" instead of "data"'
      : 'encode the file: base64 -w0 alertmanager.yaml',
    range: value.range,
  };
}

function sealed(name: ScalarNode): DocumentIssue {
  return {
    code: 'helm-template',
    severity: 'info',
    message: `"${name.text}" is encrypted in this SealedSecret and cannot be read here`,
    why: 'this Alertmanager configuration was not checked',
    help: 'lint the file before it is sealed',
    range: name.range,
  };
}
