import type { RouteDifference, SettingChange } from '../../routing/report/diff.ts';
import { formatDurationMs } from '../../util/duration.ts';
import { groupBy } from '../../util/group-by.ts';
import { plural } from '../../util/plural.ts';
import { printable } from '../../util/printable.ts';
import { wrap } from '../../util/wrap.ts';
import type { TextOptions } from '../text-lint.ts';

const WIDTH = 100;

/** What changes, as a reviewer reads it: each change once, under the names of the alerts that it is for. */
export function routeDiffText(
  differences: readonly RouteDifference[],
  alerts: number,
  { style }: TextOptions,
): string {
  if (differences.length === 0)
    return `${style.green('✔')} ${plural(alerts, 'alert')}: nothing changes for any\n`;
  const blocks = [...groupBy(differences, (each) => changes(each).join('\n'))].map(([, alike]) => [
    ...wrap(names(alike), WIDTH).map((line) => style.bold(line)),
    ...changes(alike[0]!).map((line) =>
      line.startsWith('  - ') ? style.red(line) : line.startsWith('  + ') ? style.green(line) : line,
    ),
  ]);
  const change = differences.length === 1 ? 'changes' : 'change';
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n\n${differences.length} of ${plural(alerts, 'alert')} ${change}\n`;
}

/** Several rules may have one name. */
function names(differences: readonly RouteDifference[]): string {
  return [...groupBy(differences, ({ alert }) => printable(alert))]
    .map(([name, { length }]) => (length === 1 ? name : `${name} (${length} rules)`))
    .join(', ');
}

function changes({ before, after, settings }: RouteDifference): string[] {
  const moved = before.join('\n') !== after.join('\n');
  return [
    ...(moved ? [`  - ${printable(before.join(', '))}`, `  + ${printable(after.join(', '))}`] : []),
    ...settings.map((change) => `  ${printable(settingLine(change))}`),
  ];
}

function settingLine({ receiver, setting, before, after }: SettingChange): string {
  return `${receiver}: ${setting} ${inWords(before)} → ${inWords(after)}`;
}

function inWords(value: SettingChange['before']): string {
  if (typeof value === 'number') return formatDurationMs(value);
  return `[${value.join(', ')}]`;
}
