import type { Call, Expr } from '../../promql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

const of = (replacement: string, pattern: string): string =>
  ruleFile(alert(`'label_replace(up, "host", "${replacement}", "instance", "${pattern}") == 0'`));

export default defineCheck({
  meta: {
    id: 'promql/label-replace',
    summary: 'label_replace() with a replacement that uses a group missing in the pattern',
    why: 'A missing group is empty, and an empty label is removed: routes and texts do not get the label that they need.',
    severity: 'error',
    preset: 'recommended',
    dashboards: true,
    examples: {
      wrong: [
        { title: 'No second group', files: of('$2', '(.*):.*'), at: ['"$2"'] },
        { title: 'No group', files: of('$1', '[^:]+'), at: ['"$1"'] },
        {
          title: 'The group name is longer than intended',
          files: of('$1_host', '(.*):.*'),
          at: ['"$1_host"'],
        },
      ],
      right: [
        { files: of('$1', '(.*):.*') },
        { files: of('${1}_host', '(.*):.*') },
        { title: 'A named group', files: of('$host', '(?P<host>.*):.*') },
        { title: 'No group is used', files: of('web', 'web-.*') },
      ],
    },
  },
  messages: {
    group: (data: { group: string; pattern: string; help: string }) => ({
      message: `the replacement uses the group "${data.group}", which the pattern "${data.pattern}" does not define`,
      why: 'an undefined group is empty: the label is removed or incomplete',
      help: data.help,
    }),
    backslash: (data: { text: string; group: string }) => ({
      message: `"${data.text}" in the replacement is a backslash and a number, not a group`,
      why: 'the label gets this text literally',
      help: `write the group as "$${data.group}"`,
    }),
  },
  create: (context) => ({
    Call(node, query) {
      if (node.func !== 'label_replace') return;
      const [replacement, pattern] = [textOf(node, 2), textOf(node, 4)];
      if (replacement === undefined || pattern === undefined) return;
      const place = query.place(node.args[2]!);
      const old = /\\(\d)/.exec(replacement);
      if (old !== null) {
        context.report('backslash', place, { text: old[0], group: old[1]! });
        return;
      }
      const { count, names } = groupsOf(pattern);
      for (const { name, written } of groupsAskedFor(replacement)) {
        const known = /^\d+$/.test(name) ? Number(name) <= count : names.has(name);
        if (known) continue;
        context.report('group', place, { group: written, pattern, help: helpFor(name, count) });
        return;
      }
    },
  }),
});

function textOf({ args }: Call, index: number): string | undefined {
  const node: Expr | undefined = args[index];
  return node?.kind === 'StringLiteral' ? node.value : undefined;
}

/** The groups of a pattern of Go: all that are not `(?:...)` or flags. */
function groupsOf(pattern: string): { count: number; names: ReadonlySet<string> } {
  const names = new Set<string>();
  let count = 0;
  // Escaped characters and classes hold no groups.
  const plain = pattern.replace(/\\./g, '').replace(/\[\^?\]?[^\]]{0,500}\]/g, '');
  for (const [, name] of plain.matchAll(/\((?:\?P?<(\w+)>|(?!\?))/g)) {
    count++;
    if (name !== undefined) names.add(name);
  }
  return { count, names };
}

/** `$name`, as long as letters, digits and `_` go on, and `${name}`; `$$` is a dollar. */
function groupsAskedFor(replacement: string): { name: string; written: string }[] {
  return [...replacement.replaceAll('$$', '').matchAll(/\$(?:\{(\w+)\}|(\w+))/g)].map((match) => ({
    name: match[1] ?? match[2]!,
    written: match[0],
  }));
}

function helpFor(name: string, count: number): string {
  const [, number, rest] = /^(\d+)(\D\w*)$/.exec(name) ?? [];
  if (number !== undefined && rest !== undefined)
    return `the group name includes the following letters: write "\${${number}}${rest}"`;
  return count === 0
    ? 'put the text to capture in parentheses in the pattern'
    : `the pattern defines ${count === 1 ? 'one group, "$1"' : `the groups "$1" to "$${count}"`}`;
}
