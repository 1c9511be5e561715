import type { CheckSchemaSource } from '../config/schema.ts';
import type { AnyCheck } from './contract.ts';

/** What the schema of the configuration needs to know of checks. */
export function schemaSources(checks: readonly AnyCheck[]): CheckSchemaSource[] {
  return checks.map(({ meta }) => ({ id: meta.id, summary: meta.summary, options: meta.options?.schema }));
}
