import type { AlertChange, BacktestReport, ChangedFiring } from '../../testing/backtest/index.ts';
import { groupDigits } from '../../util/digits.ts';
import { markdownText } from '../markdown-text.ts';
import { cautions, headline, labelsText, length, stamp } from './words.ts';

const MARKER = '<!-- rulecheck backtest -->';
const MOST_ALERTS = 30;
const MOST_CHANGES = 10;
const MOST_NOTES = 15;

/** One comment for a pull request: what changed first, then alerts and notifications. */
export function backtestMarkdown(report: BacktestReport): string {
  const blocks = [
    `${MARKER}\n### Backtest`,
    `${markdownText(headline(report))}.`,
    ...changes(report),
    alertTable(report),
    receiverTable(report),
    notes(report),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function changes({ comparison }: BacktestReport): string[] {
  if (comparison === undefined) return [];
  const base = markdownText(comparison.base);
  if (comparison.changes.length === 0) return [`Each alert fires as with the rules of ${base}.`];
  const rows = comparison.changes.map(({ alert, before, after, gained, lost, moved }) =>
    row([alert, ...[before, after, gained.length, lost.length, moved.length].map(groupDigits)]),
  );
  const head = ['alert', `fired (${comparison.base})`, 'fired (new)', 'gained', 'lost', 'moved'];
  return [
    `**Changes against ${base}**\n\n${table(head, rows)}`,
    ...comparison.changes.map(changeDetails).filter((text) => text !== ''),
  ];
}

function changeDetails({ alert, gained, lost, moved }: AlertChange): string {
  const all = [
    ...gained.map((one) => ['gained', one] as const),
    ...lost.map((one) => ['lost', one] as const),
    ...moved.map((one) => ['moved', one] as const),
  ];
  const rows = all
    .slice(0, MOST_CHANGES)
    .map(([what, one]) => row([what, spans(one), labelsText(one.labels)]));
  const more = all.length > MOST_CHANGES ? `\n\n${all.length - MOST_CHANGES} more.` : '';
  return `<details><summary>${markdownText(alert)}</summary>\n\n${table(['change', 'when (UTC)', 'labels'], rows)}${more}\n\n</details>`;
}

function spans({ before, after }: ChangedFiring): string {
  const span = (firing: ChangedFiring['before']): string =>
    firing === undefined
      ? ''
      : `${stamp(firing.startMs)} to ${firing.endMs === undefined ? 'the end' : stamp(firing.endMs)}`;
  return [span(before), span(after)].filter((text) => text !== '').join(' → ');
}

function alertTable({ alerts }: BacktestReport): string {
  const active = alerts.filter(({ firings, onlyPending }) => firings + onlyPending > 0);
  if (active.length === 0) return 'No alert was pending or fired.';
  const rows = active
    .slice(0, MOST_ALERTS)
    .map((alert) =>
      row([
        alert.alert,
        groupDigits(alert.firings),
        length(alert.firingMs),
        length(alert.shortestMs),
        groupDigits(alert.flaps),
        groupDigits(alert.onlyPending),
      ]),
    );
  const more = active.length > MOST_ALERTS ? `\n\n${active.length - MOST_ALERTS} more.` : '';
  const silent = alerts.length - active.length;
  const quiet = silent > 0 ? `\n\n${silent} of ${alerts.length} alerts were never pending.` : '';
  return `${table(['alert', 'fired', 'in all', 'shortest', 'flaps', 'only pending'], rows)}${more}${quiet}`;
}

function receiverTable({ notifications, comparison }: BacktestReport): string {
  if (notifications === undefined || notifications.receivers.length === 0) return '';
  const before = comparison?.notifications;
  const old = (name: string): string =>
    groupDigits(before?.receivers.find(({ receiver }) => receiver === name)?.notifications ?? 0);
  const rows = notifications.receivers.map((one) =>
    row([
      one.receiver,
      ...(before === undefined ? [] : [old(one.receiver)]),
      ...[one.notifications, one.firing, one.repeated, one.resolved].map(groupDigits),
    ]),
  );
  const head = ['receiver', ...(before === undefined ? [] : ['notified before'])];
  return table([...head, 'notified', 'firing', 'repeated', 'resolved'], rows);
}

function notes(report: BacktestReport): string {
  const all = cautions(report);
  const more = all.length > MOST_NOTES ? [`- ${all.length - MOST_NOTES} more`] : [];
  return [...all.slice(0, MOST_NOTES).map((text) => `- ${markdownText(text)}`), ...more].join('\n');
}

const row = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(' | ')} |`;

function table(head: readonly string[], rows: readonly string[]): string {
  return [row(head), `|${' --- |'.repeat(head.length)}`, ...rows].join('\n');
}
