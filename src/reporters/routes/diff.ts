import type { RouteDifference, SettingChange } from '../../routing/report/diff.ts';
import { formatDurationMs } from '../../util/duration.ts';
import { plural } from '../../util/plural.ts';
import { printable } from '../../util/printable.ts';
import type { TextOptions } from '../text-lint.ts';

/** What changes, alert by alert, as a reviewer reads it. */
export function routeDiffText(
  differences: readonly RouteDifference[],
  alerts: number,
  { style }: TextOptions,
): string {
  if (differences.length === 0)
    return `${style.green('✔')} ${plural(alerts, 'alert')}: nothing changes for any\n`;
  const blocks = differences.map(({ alert, before, after, settings }) => {
    const lines = [style.bold(printable(alert))];
    if (before.join('\n') !== after.join('\n')) {
      lines.push(
        style.red(`  - ${printable(before.join(', '))}`),
        style.green(`  + ${printable(after.join(', '))}`),
      );
    }
    return [...lines, ...settings.map((change) => `  ${printable(settingLine(change))}`)].join('\n');
  });
  return `${blocks.join('\n\n')}\n\n${differences.length} of ${plural(alerts, 'alert')} change\n`;
}

function settingLine({ receiver, setting, before, after }: SettingChange): string {
  return `${receiver}: ${setting} ${inWords(before)} → ${inWords(after)}`;
}

function inWords(value: SettingChange['before']): string {
  if (typeof value === 'number') return formatDurationMs(value);
  return `[${value.join(', ')}]`;
}
