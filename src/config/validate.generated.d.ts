import type { ErrorObject } from 'ajv';

/** The compiled JSON Schema of rulecheck.yaml; the module itself is made by scripts/generate/validator.ts. */
declare const validate: { (value: unknown): boolean; errors?: ErrorObject[] | null };
export default validate;
