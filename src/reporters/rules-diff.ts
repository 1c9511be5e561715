import type { FieldDifference, GroupDifference, RuleDifference } from '../live/rules/diff.ts';
import { plural } from '../util/plural.ts';
import { printable } from '../util/printable.ts';
import { markdownText } from './markdown-text.ts';
import type { TextOptions } from './text-lint.ts';

/** What runs on a server against what is in files. */
export interface RulesDiff {
  /** The server, or the file that an answer of it was saved in. */
  readonly server: string;
  readonly tenant: string | undefined;
  /** How many rules the files have. */
  readonly rules: number;
  readonly groups: readonly GroupDifference[];
}

/** The differences as a person reads them, group by group. */
export function rulesDiffText(diff: RulesDiff, { style }: TextOptions): string {
  if (diff.groups.length === 0) return `${style.green('✔')} ${printable(same(diff))}\n`;
  const blocks = diff.groups.map((group) => {
    const lines = [style.bold(printable(title(group)))];
    if (group.interval !== undefined) lines.push(`  ~ ${printable(fieldText(group.interval))}`);
    for (const rule of group.rules) {
      const [mark, ...rest] = ruleLines(rule).map((line) => printable(line));
      lines.push(`  ${PAINT[rule.change](style, mark!)}`, ...rest.map((line) => `      ${line}`));
    }
    return lines.join('\n');
  });
  return `${blocks.join('\n\n')}\n\n${printable(summary(diff))}\n`;
}

type Paint = (style: TextOptions['style'], text: string) => string;

const PAINT: Record<RuleDifference['change'], Paint> = {
  missing: (style, text) => style.red(text),
  extra: (style, text) => style.green(text),
  differs: (_, text) => text,
  failing: (style, text) => style.red(text),
};

/** The same as a table for a comment at a pull request. */
export function rulesDiffMarkdown(diff: RulesDiff): string {
  const head = '<!-- rulecheck rules diff -->\n### Rules on the server\n\n';
  if (diff.groups.length === 0) return `${head}${markdownText(same(diff))}.\n`;
  const rows = diff.groups.flatMap((group) => [
    ...(group.interval === undefined ? [] : [[title(group), fieldText(group.interval)]]),
    ...group.rules.map((rule) => [title(group), ruleLines(rule).join('; ')]),
  ]);
  const table = rows.map(([group, text]) => `| ${markdownText(group!)} | ${markdownText(text!)} |`);
  return `${head}${['| group | difference |', '| --- | --- |', ...table, ''].join('\n')}\n${markdownText(summary(diff))}.\n`;
}

function title({ name, file, source }: GroupDifference): string {
  if (file === undefined)
    return `group "${name}" (on the server only${source === '' ? '' : `, in ${source}`})`;
  return source === undefined ? `group "${name}" (${file}, not on the server)` : `group "${name}" (${file})`;
}

function ruleLines({ kind, name, change, fields, error }: RuleDifference): string[] {
  const rule = `${kind} ${name}`;
  const failing = error === undefined ? [] : [`the server cannot evaluate it: ${error}`];
  switch (change) {
    case 'missing':
      return [`- ${rule}: the server does not run it`];
    case 'extra':
      return [`+ ${rule}: no file has it`];
    case 'failing':
      return [`! ${rule}: ${failing[0]!}`];
    case 'differs':
      return [`~ ${rule}`, ...fields.map(fieldText), ...failing];
  }
}

function fieldText({ field, inFiles, running }: FieldDifference): string {
  if (inFiles === undefined || running === undefined)
    return `${field}: ${inFiles ?? 'absent'} in the file, ${running ?? 'absent'} on the server`;
  const [here, there] = whereTheyDiffer(inFiles, running);
  return `${field}: ${here} in the file, ${there} on the server`;
}

/** Texts up to this length are shown whole. */
const SHORT = 60;
/** So much of what both have is shown on each side of the difference. */
const AROUND = 24;

/** Two texts without most of what both begin and end with. */
function whereTheyDiffer(a: string, b: string): readonly [string, string] {
  if (a.length <= SHORT && b.length <= SHORT) return [a, b];
  const least = Math.min(a.length, b.length);
  let start = 0;
  while (start < least && a[start] === b[start]) start++;
  let end = 0;
  while (end < least - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const cut = (text: string): string => {
    const from = start > AROUND ? start - AROUND : 0;
    const to = end > AROUND ? text.length - end + AROUND : text.length;
    return `${from > 0 ? '...' : ''}${text.slice(from, to)}${to < text.length ? '...' : ''}`;
  };
  return [cut(a), cut(b)];
}

function where({ server, tenant }: RulesDiff): string {
  return tenant === undefined ? server : `${server} (tenant ${tenant})`;
}

function same(diff: RulesDiff): string {
  return `${where(diff)} runs the ${plural(diff.rules, 'rule')} of the files and no others`;
}

function summary(diff: RulesDiff): string {
  const rules = diff.groups.flatMap((group) => group.rules);
  const count = (change: RuleDifference['change']): number =>
    rules.filter((rule) => rule.change === change).length;
  const intervals = diff.groups.filter(({ interval }) => interval !== undefined).length;
  const parts = [
    `${count('missing')} missing`,
    `${count('extra')} extra`,
    `${count('differs')} different`,
    ...(count('failing') > 0 ? [`${count('failing')} failing`] : []),
    ...(intervals > 0 ? [plural(intervals, 'other interval')] : []),
  ];
  return `${where(diff)}: ${parts.join(', ')}, of ${plural(diff.rules, 'rule')} in the files`;
}
