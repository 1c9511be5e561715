// Compiles the JSON Schema of rulecheck.yaml into a module: importing ajv costs every run 20 to 50 ms.
import { writeFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import standaloneModule from 'ajv/dist/standalone/index.js';
import type { CheckSchemaSource } from '../../src/config/schema.ts';
import { configSchema } from '../../src/config/schema.ts';
import { VALIDATOR, validatorHeader } from '../build/ensure-validator.js';

/** Writes the validator of the configuration with the options of these checks. Git does not hold it: the build makes it. */
export async function writeValidator(checks: readonly CheckSchemaSource[]): Promise<void> {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    // A setting can be below `checks` and below each override: one function for both.
    inlineRefs: false,
    allowUnionTypes: true,
    code: { source: true, esm: true },
  });
  const code = standaloneModule.default(ajv, ajv.compile(configSchema(checks)));
  await writeFile(VALIDATOR, validatorHeader() + code);
}
