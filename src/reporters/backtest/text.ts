import type {
  AlertChange,
  AlertSummary,
  BacktestReport,
  ChangedFiring,
  Notifications,
} from '../../testing/backtest/index.ts';
import { formatLabels } from '../../routing/labels.ts';
import { groupDigits } from '../../util/digits.ts';
import { plural } from '../../util/plural.ts';
import { printable } from '../../util/printable.ts';
import { table } from '../table.ts';
import type { TextOptions } from '../text-lint.ts';
import { cautions, headline, labelsText, length, stamp } from './words.ts';

export interface BacktestTextOptions extends TextOptions {
  readonly all: boolean;
}

const MOST_ROWS = 20;
const MOST_CHANGES = 5;
const MOST_SILENT = 12;
/** Shorter firings are over before somebody is at a screen. */
const SHORT_MS = 10 * 60_000;

/** What the alerts did, for a terminal. */
export function backtestText(report: BacktestReport, options: BacktestTextOptions): string {
  const { style } = options;
  const blocks = [
    printable(headline(report)),
    alertsBlock(report.alerts, options),
    report.comparison === undefined ? '' : changesBlock(report, options),
    report.notifications === undefined
      ? style.dim('no Alertmanager configuration: name one with --config.file to see who is notified')
      : notificationsBlock(report.notifications, options),
    sweepBlock(report.alerts, options),
    ...report.thresholds.map((sweep) => thresholdBlock(sweep, options)),
    cautions(report)
      .map((text) => `${style.yellow('note')}: ${printable(text)}`)
      .join('\n'),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function alertsBlock(alerts: readonly AlertSummary[], { style, all }: BacktestTextOptions): string {
  const active = alerts.filter(({ firings, onlyPending }) => firings + onlyPending > 0);
  const silent = alerts.filter((alert) => !active.includes(alert)).map(({ alert }) => alert);
  const shown = all ? active : active.slice(0, MOST_ROWS);
  const rows = shown.map((alert) => [
    alert.alert,
    groupDigits(alert.firings),
    length(alert.firingMs),
    length(alert.shortestMs),
    length(alert.longestMs),
    groupDigits(alert.flaps),
    groupDigits(alert.onlyPending),
    noisiestText(alert),
  ]);
  const headings = ['ALERT', 'FIRED', 'IN ALL', 'SHORTEST', 'LONGEST', 'FLAPS', 'ONLY PENDING', 'NOISIEST'];
  const lines = rows.length === 0 ? ['no alert was pending or fired'] : [table(headings, rows, style)];
  if (shown.length < active.length) lines.push(`${active.length - shown.length} more; use --all`);
  if (silent.length > 0 && rows.length > 0)
    lines.push(`never pending: ${printable(some(silent, all ? Infinity : MOST_SILENT))}`);
  return lines.join('\n');
}

function noisiestText({ noisiest, firings, series }: AlertSummary): string {
  const [first] = noisiest;
  if (first === undefined) return '';
  const share = series > 1 && first.firings < firings ? ` (${first.firings} of ${firings})` : '';
  return first.varying.size === 0 ? '' : `${formatLabels(first.varying)}${share}`;
}

function some(names: readonly string[], most: number): string {
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return `${names.slice(0, most).join(', ')}${more}`;
}

function notificationsBlock(
  { receivers, heldBack, silent }: Notifications,
  { style }: BacktestTextOptions,
): string {
  if (receivers.length === 0) return 'nobody would have been notified';
  const rows = receivers.map(({ receiver, notifications, firing, repeated, resolved, byAlert }) => {
    const [most] = [...byAlert].sort((a, b) => b[1] - a[1]);
    const counts = [notifications, firing, repeated, resolved].map(groupDigits);
    return [receiver, ...counts, most === undefined ? '' : `${most[0]} (${groupDigits(most[1])})`];
  });
  const lines = [
    table(['RECEIVER', 'NOTIFIED', 'FIRING', 'REPEATED', 'RESOLVED', 'MOST OFTEN OF'], rows, style),
  ];
  const held = [
    heldBack.inhibition > 0 ? `inhibition ${groupDigits(heldBack.inhibition)} times` : '',
    heldBack.mute > 0 ? `mute intervals ${groupDigits(heldBack.mute)} times` : '',
    heldBack.inactive > 0 ? `inactive intervals ${groupDigits(heldBack.inactive)} times` : '',
  ].filter((text) => text !== '');
  if (held.length > 0) lines.push(`alerts were held back by ${held.join(', ')}`);
  if (silent.length > 0) lines.push(`fired without a notification: ${printable(some(silent, MOST_SILENT))}`);
  return lines.join('\n');
}

/** For alerts that fired for a short time or flapped: what another `for` would have left. */
function sweepBlock(alerts: readonly AlertSummary[], { style, all }: BacktestTextOptions): string {
  const short = alerts.filter(
    ({ shortestMs, flaps }) => flaps > 0 || (shortestMs !== undefined && shortestMs < SHORT_MS),
  );
  const shown = all ? short : short.slice(0, MOST_ROWS);
  const [first] = shown;
  if (first === undefined) return '';
  const headings = [...new Set(shown.flatMap(({ sweep }) => sweep.map(({ forMs }) => forMs)))].sort(
    (a, b) => a - b,
  );
  const rows = shown.map(({ alert, sweep }) => [
    alert,
    ...headings.map((forMs) => {
      const row = sweep.find((one) => one.forMs === forMs);
      return row === undefined ? '' : `${groupDigits(row.firings)}${row.isCurrent ? '*' : ''}`;
    }),
  ]);
  const names = headings.map((ms) => `for ${length(ms)}`);
  return `${table(['FIRED WITH', ...names], rows, style)}\n${style.dim('* the rule as it is')}`;
}

function thresholdBlock(
  { alert, rows }: BacktestReport['thresholds'][number],
  { style }: BacktestTextOptions,
): string {
  const heads = rows.map(({ threshold, isCurrent }) => `${threshold}${isCurrent ? '*' : ''}`);
  return table(
    [`${alert} WITH`, ...heads],
    [
      ['fired', ...rows.map(({ firings }) => groupDigits(firings))],
      ['shortest', ...rows.map(({ shortestMs }) => length(shortestMs))],
    ],
    style,
  );
}

function changesBlock({ comparison }: BacktestReport, { style, all }: BacktestTextOptions): string {
  const { base, changes } = comparison!;
  if (changes.length === 0)
    return `${style.green('✔')} each alert fires as with the rules of ${printable(base)}`;
  const lines = [style.bold(printable(`changes against ${base}`))];
  for (const change of changes) lines.push(...changeLines(change, { style, all }));
  return lines.join('\n');
}

function changeLines(
  change: AlertChange,
  { style, all }: Pick<BacktestTextOptions, 'style' | 'all'>,
): string[] {
  const { alert, before, after, gained, lost, moved, status } = change;
  const counts = [
    gained.length > 0 ? `${gained.length} gained` : '',
    lost.length > 0 ? `${lost.length} lost` : '',
    moved.length > 0 ? `${moved.length} moved` : '',
  ].filter((text) => text !== '');
  const kind = status === 'both' ? '' : status === 'added' ? ' (new)' : ' (removed)';
  const most = all ? Infinity : MOST_CHANGES;
  const rest = gained.length + lost.length + moved.length;
  const details = [
    ...gained.map((one) => style.red(`    + ${changeText(one)}`)),
    ...lost.map((one) => style.green(`    - ${changeText(one)}`)),
    ...moved.map((one) => `    ~ ${changeText(one)}`),
  ];
  return [
    `  ${printable(alert)}${kind}: fired ${before} → ${plural(after, 'time')}, ${counts.join(', ')}`,
    ...details.slice(0, most),
    ...(rest > most ? [style.dim(`    ${rest - most} more; use --all`)] : []),
  ];
}

function changeText({ labels, before, after }: ChangedFiring): string {
  const span = ({ startMs, endMs }: { startMs: number; endMs: number | undefined }): string =>
    `${stamp(startMs)} to ${endMs === undefined ? 'the end' : stamp(endMs)}`;
  const times =
    before !== undefined && after !== undefined
      ? `${span(before)} → ${span(after)}`
      : span((before ?? after)!);
  return printable(`${times}  ${labelsText(labels)}`);
}
