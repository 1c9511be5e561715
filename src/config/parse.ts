import type { SourceFile } from '../source/source-file.ts';
import type { YamlNode } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';
import { toValue } from '../yaml/to-value.ts';
import { explainErrors } from './explain-errors.ts';
import { splitForeign } from './foreign.ts';
import { fromLayers, nodeAt } from './layers.ts';
import type { ConfigIssue, ConfigLayer, RawConfig } from './layers.ts';
import { patternFaults } from './policies.ts';
import type { RawPolicy } from './policies.ts';
import type { Config } from './types.ts';
// The validator is large: whoever has no configuration file does not load this module.
import validate from './validate.generated.js';

export interface ConfigResult {
  readonly config: Config;
  readonly issues: readonly ConfigIssue[];
}

/** Reads rulecheck.yaml alone. Every fault comes with the range of the key or value; an empty file is the default. */
export function parseConfig(file: SourceFile): ConfigResult {
  const layer = parseLayer(file);
  return { config: fromLayers([layer]), issues: layer.issues };
}

/**
 * Reads one configuration file; undefined if its shape is wrong.
 *
 * @param others what to do about settings of checks that are not among rulecheck's own: plugins may bring them
 */
export function parseLayer(file: SourceFile, others: 'refuse' | 'set-apart' = 'refuse'): ConfigLayer {
  const parsed = parseYaml(file.text);
  const root = parsed.documents[0]?.root;
  const broken = (issues: readonly ConfigIssue[]): ConfigLayer => ({
    file,
    raw: {},
    foreign: {},
    root: undefined,
    issues,
  });
  if (parsed.issues.length > 0) return broken(parsed.issues);
  const unread = parsed.documents.slice(1).flatMap((document) => document.root ?? []);
  if (unread[0] !== undefined) return broken([secondDocument(unread[0])]);
  if (root === undefined) return broken([]);
  const repeated = repeatedKeys(root);
  if (repeated.length > 0) return broken(repeated);
  const value = toValue(root);
  const { own, foreign } = others === 'refuse' ? { own: value, foreign: {} } : splitForeign(value);
  if (!validate(own)) return broken(explainErrors(validate.errors ?? [], root));
  const raw = own as RawConfig;
  return { file, raw, foreign, root, issues: policyIssues(raw.policies ?? [], root) };
}

/** Only the first document is read: the rest would be without effect. */
function secondDocument({ range: { start } }: YamlNode): ConfigIssue {
  return {
    message: 'the configuration has a second YAML document, which rulecheck does not read',
    help: 'merge the documents into one',
    range: { start, end: start + 1 },
  };
}

/** Of two equal keys one would be without effect. */
function repeatedKeys(node: YamlNode): ConfigIssue[] {
  if (node.kind === 'seq') return node.items.flatMap(repeatedKeys);
  if (node.kind !== 'map') return [];
  const seen = new Set<string>();
  return node.entries.flatMap(({ key, value }) => {
    const isRepeated = seen.has(key.text);
    seen.add(key.text);
    const inner = repeatedKeys(value);
    if (!isRepeated) return inner;
    const message = `the configuration sets "${key.text}" twice`;
    return [{ message, help: 'remove one of them', range: key.range }, ...inner];
  });
}

function policyIssues(policies: readonly RawPolicy[], root: YamlNode): ConfigIssue[] {
  return policies.flatMap((policy, index) =>
    patternFaults(policy).map(({ path, pattern, message }) => ({
      message: `the pattern "${pattern}" of the policy "${policy.name}" is not a regular expression: ${message}`,
      help: 'use RE2 syntax, as in Prometheus: no lookahead, no backreferences',
      range: nodeAt(root, ['policies', String(index), ...path])?.range ?? root.range,
    })),
  );
}
