import type { AnyCheck, Example } from '../../src/checks/contract.ts';

/** The documentation page of a check, from its metadata. */
export function checkPage({ meta }: AnyCheck): string {
  const lines = [`# ${meta.id}`, '', `Finds ${meta.summary}.`, '', meta.why, ''];
  lines.push(
    `Severity: ${meta.severity}. ${meta.preset === 'strict' ? 'Off unless the preset is `strict` or it is configured.' : 'On by default.'}`,
    '',
  );
  for (const [title, examples] of [
    ['Wrong', meta.examples.wrong],
    ['Right', meta.examples.right],
  ] as const) {
    lines.push(`## ${title}`, '');
    for (const example of examples) lines.push(...exampleLines(example));
  }
  lines.push('## Options', '', ...optionLines(meta), '');
  lines.push('## Switching it off', '', 'For one place, with the reason:', '');
  lines.push(
    '```yaml',
    `# rulecheck disable-next-line ${meta.id} -- why it does not apply here`,
    '```',
    '',
    'For the project, in `rulecheck.yaml`:',
    '',
  );
  lines.push('```yaml', 'checks:', `  ${meta.id}: off`, '```', '');
  if (meta.peers !== undefined && meta.peers.length > 0)
    lines.push('## Elsewhere', '', `Comparable: ${meta.peers.join('; ')}.`, '');
  return lines.join('\n');
}

function exampleLines(example: Example): string[] {
  const lines: string[] = [];
  if (example.title !== undefined) lines.push(`${example.title}:`, '');
  const files = typeof example.files === 'string' ? { 'rules.yml': example.files } : example.files;
  const all = example.config === undefined ? files : { ...files, 'rulecheck.yaml': example.config };
  for (const [name, text] of Object.entries(all)) {
    if (Object.keys(all).length > 1) lines.push(`\`${name}\`:`, '');
    lines.push(
      name.endsWith('.md') ? '````markdown' : '```yaml',
      text.trimEnd(),
      name.endsWith('.md') ? '````' : '```',
      '',
    );
  }
  if (example.at !== undefined)
    lines.push(
      `Found at: ${example.at.map((text) => `\`${text.replaceAll('\n', ' ').trim()}\``).join(', ')}`,
      '',
    );
  return lines;
}

function optionLines(meta: AnyCheck['meta']): string[] {
  if (meta.options === undefined) return ['None but the severity (`off`, `info`, `warning`, `error`).'];
  const defaults = meta.options.defaults as Readonly<Record<string, unknown>>;
  const lines = ['| option | default | meaning |', '| --- | --- | --- |'];
  for (const [name, schema] of Object.entries(meta.options.schema.properties)) {
    const description = (schema as { description?: string }).description ?? '';
    lines.push(
      `| \`${name}\` | \`${JSON.stringify(defaults[name] ?? null).replaceAll('|', '\\|')}\` | ${description} |`,
    );
  }
  return lines;
}

/** The list of all checks by group. */
export function checksIndex(checks: readonly AnyCheck[]): string {
  const lines = [
    '# Checks',
    '',
    'Generated from the metadata of the checks. Preset `recommended` is what runs without configuration.',
    '',
  ];
  const groups = new Map<string, AnyCheck[]>();
  for (const check of checks) {
    const group = check.meta.id.split('/')[0]!;
    groups.set(group, [...(groups.get(group) ?? []), check]);
  }
  for (const [group, members] of groups) {
    lines.push(`## ${group}`, '', '| check | finds | severity | preset |', '| --- | --- | --- | --- |');
    for (const { meta } of members)
      lines.push(
        `| [${meta.id}](${meta.id}.md) | ${meta.summary.replaceAll('|', '\\|')} | ${meta.severity} | ${meta.preset} |`,
      );
    lines.push('');
  }
  return lines.join('\n');
}
