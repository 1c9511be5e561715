import { Ajv } from 'ajv';
import { explainErrors } from './explain-errors.ts';
import type { LayeredConfig } from './extend.ts';
import { hasForeign } from './foreign.ts';
import type { ConfigLayer, RawChecks, RawConfig } from './layers.ts';
import { configSchema } from './schema.ts';
import type { CheckSchemaSource } from './schema.ts';

/**
 * Judges the settings of checks of plugins by the options that those checks declare, and puts them where they belong.
 * The schema is compiled here: whoever names no plugin does not load this module.
 *
 * @param checks every check of every plugin
 * @throws what ajv throws for options of a check that are not JSON Schema
 */
export function withPluginSettings(
  layers: readonly ConfigLayer[],
  checks: readonly CheckSchemaSource[],
): LayeredConfig {
  const validate = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, strict: false }).compile(
    configSchema(checks),
  );
  const faults = layers.flatMap(({ file, root, foreign }) => {
    if (root === undefined || !hasForeign(foreign) || validate(foreign)) return [];
    return explainErrors(validate.errors ?? [], root).map((issue) => ({ file, ...issue }));
  });
  return { layers: faults.length > 0 ? layers : layers.map(joined), faults };
}

function joined(layer: ConfigLayer): ConfigLayer {
  const { raw, foreign } = layer;
  if (!hasForeign(foreign)) return layer;
  // The schema has let them through.
  const checks = { ...raw.checks, ...foreign.checks } as RawChecks;
  const overrides = raw.overrides?.map((override, index) => ({
    ...override,
    checks: { ...override.checks, ...foreign.overrides?.[index]?.checks } as RawChecks,
  }));
  return {
    ...layer,
    raw: { ...raw, checks, ...(overrides === undefined ? {} : { overrides }) } satisfies RawConfig,
  };
}
