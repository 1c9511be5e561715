/** Files that editors can complete and check by a JSON Schema. */
export type SchemaName = 'rulecheck' | 'scenarios' | 'route-tests' | 'catalogue';

/** Where a JSON Schema of rulecheck can be read. */
function schemaUrl(name: SchemaName): string {
  return `https://raw.githubusercontent.com/rulecheck/rulecheck/main/schema/${name}.schema.json`;
}

/** The comment by which editors with the YAML language server find the schema of a file: its first line. */
export function schemaLine(name: SchemaName): string {
  return `# yaml-language-server: $schema=${schemaUrl(name)}\n`;
}
