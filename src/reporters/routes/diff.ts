import type { RouteDifference, SettingChange } from '../../routing/report/diff.ts';
import type { OtherChange } from '../../routing/report/diff-settings.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { groupBy } from '../../util/group-by.ts';
import { plural } from '../../util/plural.ts';
import { printable } from '../../util/printable.ts';
import { wrap } from '../../util/wrap.ts';
import { markdownText } from '../markdown-text.ts';
import type { TextOptions } from '../text-lint.ts';
import { whenInWords } from './ways.ts';

/** What two versions of a configuration differ in. */
export interface RouteDiff {
  /** Of the alerts of the rule files. */
  readonly differences: readonly RouteDifference[];
  /** How many alerts there are. */
  readonly alerts: number;
  /** Of the label sets that the matchers ask for and no alert has. */
  readonly derived: readonly RouteDifference[];
  readonly labelSets: number;
  /** Inhibition, intervals, templates, receivers and global settings. */
  readonly other: readonly OtherChange[];
}

const WIDTH = 100;

/** What changes, as a reviewer reads it: each change once, under the names of the alerts that it is for. */
export function routeDiffText(diff: RouteDiff, { style }: TextOptions): string {
  const { differences, derived, other } = diff;
  const total = totals(diff);
  if (differences.length + derived.length + other.length === 0)
    return `${style.green('✔')} ${total}: no changes\n`;
  const painted = (line: string): string =>
    line.startsWith('  - ') ? style.red(line) : line.startsWith('  + ') ? style.green(line) : line;
  const blocks = [...alike(differences), ...alike(derived)].map(({ names, lines }) => [
    ...wrap(names, WIDTH).map((line) => style.bold(line)),
    ...lines.map(painted),
  ]);
  const rest = other.map((each) => painted(otherLine(each)));
  if (rest.length > 0) blocks.push([style.bold('other changes'), ...rest]);
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n\n${changed(diff)}\n`;
}

/** The marker by which a comment of ours is found again, to be written anew. */
const DIFF_MARKER = '<!-- rulecheck routes diff -->';

/** The same for a comment at a pull request; a later run finds the comment by its first line. */
export function routeDiffMarkdown(diff: RouteDiff): string {
  const { differences, derived, other } = diff;
  const head = `${DIFF_MARKER}\n### Alertmanager routes\n\n`;
  if (differences.length + derived.length + other.length === 0)
    return `${head}No changes for ${totals(diff)}.\n`;
  const rows = [...alike(differences), ...alike(derived)].map(
    ({ names, lines }) => `| ${cell(names)} | ${lines.map((line) => cell(line.trim())).join('<br>')} |`,
  );
  const table = rows.length === 0 ? [] : ['| for | change |', '| --- | --- |', ...rows, ''];
  const list = other.map(
    (each) =>
      `- ${cell(
        otherLine(each)
          .trim()
          .replace(/^[-+~] /, ''),
      )}`,
  );
  const besides = list.length === 0 ? [] : ['Other changes:', '', ...list, ''];
  return `${head}${[...table, ...besides, `${changed(diff)}.`].join('\n')}\n`;
}

function cell(text: string): string {
  return markdownText(text);
}

function totals({ alerts, labelSets }: RouteDiff): string {
  return alerts === 0 ? `${plural(labelSets, 'label set')} of the matchers` : plural(alerts, 'alert');
}

function changed(diff: RouteDiff): string {
  const { differences, derived, other, alerts, labelSets } = diff;
  const [ofRules, ofMatchers] = [differences, derived].map(distinct) as [number, number];
  const sets = `${ofMatchers} of ${plural(labelSets, 'label set')} of the matchers`;
  const ofAlerts = `${ofRules} of ${plural(alerts, 'alert')}`;
  const parts = alerts === 0 ? [sets] : derived.length === 0 ? [ofAlerts] : [ofAlerts, sets];
  const settings = other.length === 0 ? [] : [plural(other.length, 'other setting')];
  const isOne = parts.length + settings.length === 1 && ofRules + ofMatchers === 1;
  return `${[...parts, ...settings].join(' and ')} ${isOne ? 'changes' : 'change'}`;
}

/** How many alerts or label sets change: one may do so in several ways. */
function distinct(differences: readonly RouteDifference[]): number {
  return new Set(differences.map(({ index }) => index)).size;
}

interface Alike {
  readonly names: string;
  readonly lines: readonly string[];
}

/** Each change once, with the names of all that it is for. */
function alike(differences: readonly RouteDifference[]): Alike[] {
  return [...groupBy(differences, (each) => changes(each).join('\n'))].map(([, same]) => ({
    names: names(same),
    lines: changes(same[0]!),
  }));
}

/** Several rules may have one name. */
function names(differences: readonly RouteDifference[]): string {
  return [...groupBy(differences, ({ alert }) => printable(alert))]
    .map(([name, { length }]) => (length === 1 ? name : `${name} (${length} rules)`))
    .join(', ');
}

function changes({ before, after, settings, when, unclear }: RouteDifference): string[] {
  const moved = before.join('\n') !== after.join('\n');
  const condition =
    unclear === true ? ['  depending on its labels:'] : when.length === 0 ? [] : [` ${whenInWords(when)}:`];
  return [
    ...condition.map(printable),
    ...(moved ? [`  - ${printable(before.join(', '))}`, `  + ${printable(after.join(', '))}`] : []),
    ...settings.map((change) => `  ${printable(settingLine(change))}`),
  ];
}

const SIGN = { added: '+', removed: '-', changed: '~' } as const;

function otherLine({ what, name, change, details }: OtherChange): string {
  const more = details.length === 0 ? '' : `: ${details.join(', ')}`;
  return printable(`  ${SIGN[change]} ${what} ${name} ${change}${more}`);
}

function settingLine({ receiver, setting, before, after }: SettingChange): string {
  const subject = receiver === undefined ? '' : `${receiver}: `;
  return `${subject}${setting} ${inWords(before)} → ${inWords(after)}`;
}

function inWords(value: SettingChange['before']): string {
  if (typeof value === 'number') return formatDurationMs(value);
  return `[${value.join(', ')}]`;
}
