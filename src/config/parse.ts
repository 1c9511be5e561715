import type { SourceFile } from '../source/source-file.ts';
import { didYouMeanText } from '../util/did-you-mean.ts';
import { entryOf } from '../yaml/node.ts';
import type { YamlNode } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';
import { toValue } from '../yaml/to-value.ts';
import { fromLayers, nodeAt } from './layers.ts';
import type { ConfigIssue, ConfigLayer, RawConfig } from './layers.ts';
import { patternFaults } from './policies.ts';
import type { RawPolicy } from './policies.ts';
import type { Config } from './types.ts';
// The validator is large: whoever has no configuration file does not load this module.
import validate from './validate.generated.js';
import type { ErrorObject } from 'ajv';

export interface ConfigResult {
  readonly config: Config;
  readonly issues: readonly ConfigIssue[];
}

/** Reads rulecheck.yaml alone. Every fault comes with the range of the key or value; an empty file is the default. */
export function parseConfig(file: SourceFile): ConfigResult {
  const layer = parseLayer(file);
  return { config: fromLayers([layer]), issues: layer.issues };
}

/** Reads one configuration file; with a fault of its shape, it says nothing. */
export function parseLayer(file: SourceFile): ConfigLayer {
  const parsed = parseYaml(file.text);
  const root = parsed.documents[0]?.root;
  const broken = (issues: readonly ConfigIssue[]): ConfigLayer => ({
    file,
    raw: {},
    root: undefined,
    issues,
  });
  if (parsed.issues.length > 0) return broken(parsed.issues);
  if (root === undefined) return broken([]);
  const value = toValue(root);
  if (!validate(value)) return broken(explainErrors(validate.errors ?? [], root));
  const raw = value as RawConfig;
  return { file, raw, root, issues: policyIssues(raw.policies ?? [], root) };
}

function policyIssues(policies: readonly RawPolicy[], root: YamlNode): ConfigIssue[] {
  return policies.flatMap((policy, index) =>
    patternFaults(policy).map(({ path, pattern, message }) => ({
      message: `the pattern "${pattern}" of the policy "${policy.name}" is no regular expression: ${message}`,
      help: 'patterns are RE2, as in Prometheus: no lookahead, no backreference',
      range: nodeAt(root, ['policies', String(index), ...path])?.range ?? root.range,
    })),
  );
}

/** ajv's errors as sentences; what follows from another error (`anyOf` of a check's setting) is left out. */
function explainErrors(errors: readonly ErrorObject[], root: YamlNode): ConfigIssue[] {
  const issues: ConfigIssue[] = [];
  const unions = new Set(
    errors.filter((error) => error.keyword === 'anyOf').map((error) => error.instancePath),
  );
  for (const error of errors) {
    if (error.keyword === 'anyOf') continue;
    const path = error.instancePath.split('/').slice(1).map(unescapePointer);
    const node = nodeAt(root, path);
    if (unions.has(error.instancePath)) {
      const isMap = node?.kind === 'map';
      // A setting is a severity or a map: speak of the branch that was tried.
      if (isMap === (error.keyword === 'enum' || error.keyword === 'type')) continue;
      if (!isMap && error.keyword === 'type') continue;
    }
    issues.push(explainError(error, path, node ?? root));
  }
  return issues;
}

function explainError(error: ErrorObject, path: readonly string[], node: YamlNode): ConfigIssue {
  const where = path.length === 0 ? 'the configuration' : `"${path.join('.')}"`;
  if (error.keyword === 'additionalProperties') {
    const key = (error.params as { additionalProperty: string }).additionalProperty;
    const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
    const entry = node.kind === 'map' ? entryOf(node, key) : undefined;
    const what = path.at(-1) === 'checks' ? `there is no check "${key}"` : `${where} has no key "${key}"`;
    const help =
      known.length === 0
        ? undefined
        : known.length > 12
          ? 'run "rulecheck explain" for the list of checks'
          : `allowed are ${known.join(', ')}`;
    return { message: what + didYouMeanText(key, known), help, range: entry?.key.range ?? node.range };
  }
  if (error.keyword === 'enum') {
    const allowed = (error.params as { allowedValues: unknown[] }).allowedValues.map(String);
    const got = node.kind === 'scalar' ? node.text : 'this';
    return {
      message: `${where} is "${got}"${didYouMeanText(got, allowed)}`,
      help: `allowed are ${allowed.join(', ')}`,
      range: node.range,
    };
  }
  if (error.keyword === 'required') {
    const key = (error.params as { missingProperty: string }).missingProperty;
    return {
      message: `${where} lacks "${key}"`,
      range: node.kind === 'map' ? (node.entries[0]?.key.range ?? node.range) : node.range,
    };
  }
  if (error.keyword === 'pattern') {
    const got = node.kind === 'scalar' ? node.text : '';
    return {
      message: `${where} is "${got}", which is not a valid value`,
      help: (error.parentSchema as { description?: string } | undefined)?.description,
      range: node.range,
    };
  }
  return { message: `${where} ${error.message ?? 'is wrong'}`, range: node.range };
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
