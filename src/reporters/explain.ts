import type { AnyCheck, Example } from '../checks/contract.ts';
import type { Style } from '../util/style.ts';

/** Every check with what it finds, by group, aligned. */
export function listChecks(checks: readonly AnyCheck[], style: Style): string {
  const width = Math.max(...checks.map(({ meta }) => meta.id.length));
  const lines = checks.map(({ meta }) => {
    const off = meta.preset === 'strict' ? style.dim(' (strict)') : '';
    return `${style.bold(meta.id.padEnd(width))}  ${meta.severity.padEnd(7)}  ${meta.summary}${off}`;
  });
  return `${lines.join('\n')}\n`;
}

/** One check for people: what, why, examples, options, how to switch it off. */
export function explainCheck({ meta, plugin }: AnyCheck, style: Style): string {
  const lines = [
    `${style.bold(meta.id)} (${meta.severity}${meta.preset === 'strict' ? ', strict preset only' : ''})`,
    '',
  ];
  lines.push(`Finds ${meta.summary}.`, ...(meta.why === '' ? [] : [meta.why]), '');
  if (plugin !== undefined) lines.push(`From the plugin ${plugin}.`, '');
  for (const example of meta.examples.wrong) lines.push(style.red('Wrong'), ...exampleLines(example, style));
  for (const example of meta.examples.right)
    lines.push(style.green('Right'), ...exampleLines(example, style));
  if (meta.options !== undefined) {
    lines.push(style.bold('Options'));
    const defaults = meta.options.defaults as Readonly<Record<string, unknown>>;
    for (const [name, schema] of Object.entries(meta.options.schema.properties)) {
      const { description = '' } = schema as { description?: string };
      lines.push(`  ${name}  ${description} ${style.dim(`default ${JSON.stringify(defaults[name])}`)}`);
    }
    lines.push('');
  }
  lines.push(style.bold('Disable it'), `  # rulecheck disable-next-line ${meta.id} -- the reason`, '');
  return lines.join('\n');
}

function exampleLines(example: Example, style: Style): string[] {
  const files = typeof example.files === 'string' ? { '': example.files } : example.files;
  const lines: string[] = [];
  for (const [name, text] of Object.entries(files)) {
    if (name !== '') lines.push(style.dim(`  ${name}:`));
    lines.push(
      ...text
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`),
    );
  }
  return [...lines, ''];
}
