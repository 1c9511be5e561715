import type { ErrorObject } from 'ajv';
import { didYouMeanText } from '../util/did-you-mean.ts';
import { entryOf } from '../yaml/node.ts';
import type { YamlNode } from '../yaml/node.ts';
import { nodeAt } from './layers.ts';
import type { ConfigIssue } from './layers.ts';

/** ajv's errors (`verbose`) as sentences; what follows from another error (`anyOf` of a check's setting) is left out. */
export function explainErrors(errors: readonly ErrorObject[], root: YamlNode): ConfigIssue[] {
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
      // A setting is a severity or a map: report the branch that was tried.
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
    const what =
      path.at(-1) === 'checks' ? `the check "${key}" does not exist` : `${where} has no key "${key}"`;
    const help =
      known.length === 0
        ? undefined
        : known.length > 12
          ? 'run "rulecheck explain" to list the checks'
          : `allowed keys are ${known.join(', ')}`;
    return { message: what + didYouMeanText(key, known), help, range: entry?.key.range ?? node.range };
  }
  if (error.keyword === 'enum') {
    const allowed = (error.params as { allowedValues: unknown[] }).allowedValues.map(String);
    const got = node.kind === 'scalar' ? node.text : 'this';
    return {
      message: `${where} is "${got}"${didYouMeanText(got, allowed)}`,
      help: `allowed values are ${allowed.join(', ')}`,
      range: node.range,
    };
  }
  if (error.keyword === 'required') {
    const key = (error.params as { missingProperty: string }).missingProperty;
    return {
      message: `${where} has no "${key}"`,
      range: node.kind === 'map' ? (node.entries[0]?.key.range ?? node.range) : node.range,
    };
  }
  if (error.keyword === 'type' && path.at(-1) === 'version' && node.kind === 'scalar') {
    return {
      message: `${where} is ${node.text}, a number without quotes`,
      help: `write "${node.text}": YAML reads 3.10 as 3.1`,
      range: node.range,
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
  return { message: `${where} ${error.message ?? 'is invalid'}`, range: node.range };
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
