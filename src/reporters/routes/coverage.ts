import type { AlertLabels } from '../../analysis/delivery/index.ts';
import type { Coverage, CoverageRow } from '../../routing/report/coverage.ts';
import { plural } from '../../util/plural.ts';
import { printable } from '../../util/printable.ts';
import { table } from '../table.ts';
import type { TextOptions } from '../text-lint.ts';
import { waysInWords } from './ways.ts';

/**
 * The table alert -> receivers; then, where there are any, label sets that the matchers ask for and no alert has,
 * where there are any, routes and receivers without alerts, and silent hours.
 *
 * @param unknown where label sets go that no alert has
 */
export function coverageText(
  coverage: Coverage,
  {
    style,
    matched,
    unknown,
  }: TextOptions & { readonly matched: ReadonlySet<string>; readonly unknown: readonly CoverageRow[] },
): string {
  const rows = coverage.rows.map((row) => [
    row.alert,
    row.alert.startsWith('{') ? '' : labelsOf(row, matched),
    receiversOf(row),
  ]);
  const blocks = [table(['ALERT', 'LABELS', 'RECEIVERS'], rows, style)];
  const section = (title: string, lines: readonly string[]): void => {
    if (lines.length > 0)
      blocks.push([style.yellow(title), ...lines.map((line) => `  ${printable(line)}`)].join('\n'));
  };
  section(
    `${plural(coverage.unreachedRoutes.length, 'route')} without an alert`,
    coverage.unreachedRoutes.map(({ matchers, receiver }) => `${matchers} → ${receiver}`),
  );
  section(
    `${plural(coverage.unreachedReceivers.length, 'receiver')} without an alert`,
    coverage.unreachedReceivers,
  );
  section(
    `${plural(unknown.length, 'label set')} that matchers expect and no alert has`,
    unknown.map((row) => `${row.alert} → ${receiversOf(row)}`),
  );
  section(
    'Times of the week at which nobody is notified',
    coverage.rows.flatMap(({ alert, silent }) =>
      silent.map(({ fromMs, toMs }) => `${alert}: ${minute(fromMs)} to ${minute(toMs)} UTC`),
    ),
  );
  return `${blocks.join('\n\n')}\n`;
}

/** The same as JSON, with the place of each alert that a rule makes. Rows stand in the order of the alerts. */
export function coverageJson(coverage: Coverage, alerts: readonly Pick<AlertLabels, 'rule'>[]): string {
  const rows = coverage.rows.map((row, i) => {
    const rule = alerts[i]?.rule;
    const silent = row.silent.map(({ fromMs, toMs }) => ({
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
    }));
    if (rule === undefined) return { ...row, silent };
    const { file, name } = rule;
    return { ...row, silent, file: file.path, line: file.position(name.range.start).line };
  });
  const { unreachedRoutes, unreachedReceivers } = coverage;
  return `${JSON.stringify({ alerts: rows, unreachedRoutes, unreachedReceivers }, null, 2)}\n`;
}

function labelsOf({ labels }: CoverageRow, shown: ReadonlySet<string>): string {
  return Object.entries(labels)
    .filter(([name]) => name !== 'alertname' && shown.has(name))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/** Ways that a cell of the table lists; `--format json` has them all. */
const MOST_WAYS = 4;

function receiversOf(row: CoverageRow): string {
  const ways = waysInWords(row);
  const rest = ways.length - MOST_WAYS;
  return [...ways.slice(0, MOST_WAYS), ...(rest > 0 ? [`${rest} more ways`] : [])].join('; ');
}

/** `Mon 22:00`: a week has each of them once. */
function minute(ms: number): string {
  const date = new Date(ms);
  const day = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][date.getUTCDay()] ?? '';
  return `${day} ${date.toISOString().slice(11, 16)}`;
}
