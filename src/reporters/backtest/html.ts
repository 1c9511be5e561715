import type { BacktestReport, ChangedFiring } from '../../testing/backtest/index.ts';
import { groupDigits } from '../../util/digits.ts';
import { escapeMarkup } from '../coverage/xml.ts';
import { timelineSvg } from './timeline-svg.ts';
import { cautions, headline, labelsText, length, stamp } from './words.ts';

const STYLE = `
:root { color-scheme: light dark; --row: #eef0f2; --pending: #d9a400; --firing: #c62828; }
@media (prefers-color-scheme: dark) { :root { --row: #2a2d31; --pending: #e0b63a; --firing: #ff6b6b; } }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
table { border-collapse: collapse; margin: .5rem 0; } td, th { padding: .2rem .9rem .2rem 0; text-align: left; }
svg { width: 100%; height: auto; } svg text { font: 10px system-ui, sans-serif; fill: currentColor; }
.row { fill: var(--row); } .pending { fill: var(--pending); } .firing { fill: var(--firing); }
.key { display: inline-block; width: 1em; height: .8em; margin-left: 1em; }
.key.pending { background: var(--pending); } .key.firing { background: var(--firing); }
summary { cursor: pointer; }
`;

const MOST_CHANGES = 100;

/** One page without scripts, which loads nothing: what changed, each alert with its timeline, and notifications. */
export function backtestHtml(report: BacktestReport): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Backtest of alerting rules</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Backtest of alerting rules</h1>
<p>${escapeMarkup(headline(report))}.</p>
${notes(report)}
${changes(report)}
<h2>Alerts</h2>
<p><span class="key pending"></span> pending <span class="key firing"></span> firing; times are UTC</p>
${alerts(report)}
${receivers(report)}
</body>
</html>
`;
}

function notes(report: BacktestReport): string {
  const items = cautions(report).map((text) => `<li>${escapeMarkup(text)}</li>`);
  return items.length === 0 ? '' : `<h2>Notes</h2>\n<ul>${items.join('\n')}</ul>`;
}

function changes({ comparison }: BacktestReport): string {
  if (comparison === undefined) return '';
  const title = `<h2>Changes against ${escapeMarkup(comparison.base)}</h2>`;
  if (comparison.changes.length === 0) return `${title}\n<p>Each alert fires as before.</p>`;
  const sections = comparison.changes.map(({ alert, before, after, gained, lost, moved }) => {
    const all = [
      ...gained.map((one) => row(['gained', ...spans(one), labelsText(one.labels)])),
      ...lost.map((one) => row(['lost', ...spans(one), labelsText(one.labels)])),
      ...moved.map((one) => row(['moved', ...spans(one), labelsText(one.labels)])),
    ];
    const more =
      all.length > MOST_CHANGES ? `<p>${all.length - MOST_CHANGES} more are in the JSON report.</p>` : '';
    const head = `${escapeMarkup(alert)}: fired ${before} → ${after} times; ${gained.length} gained, ${lost.length} lost, ${moved.length} moved`;
    return `<details><summary>${head}</summary>${table(['change', 'before', 'now', 'labels'], all.slice(0, MOST_CHANGES))}${more}</details>`;
  });
  return `${title}\n${sections.join('\n')}`;
}

function spans({ before, after }: ChangedFiring): [string, string] {
  const text = (firing: ChangedFiring['before']): string =>
    firing === undefined
      ? ''
      : `${stamp(firing.startMs)} to ${firing.endMs === undefined ? 'the end' : stamp(firing.endMs)}`;
  return [text(before), text(after)];
}

function alerts({ alerts: summaries, played }: BacktestReport): string {
  const sections = summaries.map((summary) => {
    const history = played.alerts.find(
      ({ rule }) =>
        rule.file.path === summary.file && rule.file.position(rule.name.range.start).line === summary.line,
    );
    const counts = `fired ${groupDigits(summary.firings)} times, ${length(summary.firingMs) || '0s'} in all`;
    if (history === undefined || history.series.length === 0)
      return `<p>${escapeMarkup(summary.alert)}: never pending</p>`;
    const facts = row([
      ...[summary.shortestMs, summary.longestMs].map((ms) => length(ms)),
      groupDigits(summary.flaps),
      groupDigits(summary.onlyPending),
    ]);
    const sweep = row(
      summary.sweep.map(
        ({ firings, isCurrent }) => `${groupDigits(firings)}${isCurrent ? ' (the rule)' : ''}`,
      ),
    );
    const heads = summary.sweep.map(({ forMs }) => `for ${length(forMs)}`);
    return `<details open><summary>${escapeMarkup(summary.alert)}: ${counts}</summary>
${timelineSvg(history, played.span)}
${table(['shortest', 'longest', 'flaps', 'only pending'], [facts])}
${table(heads, [sweep])}
</details>`;
  });
  return sections.join('\n');
}

function receivers({ notifications }: BacktestReport): string {
  if (notifications === undefined) return '';
  const rows = notifications.receivers.map(({ receiver, notifications: all, firing, repeated, resolved }) =>
    row([receiver, ...[all, firing, repeated, resolved].map(groupDigits)]),
  );
  if (rows.length === 0) return '<h2>Notifications</h2>\n<p>Nobody would have been notified.</p>';
  return `<h2>Notifications</h2>\n${table(['receiver', 'notified', 'firing', 'repeated', 'resolved'], rows)}`;
}

const row = (cells: readonly string[]): string =>
  `<tr>${cells.map((cell) => `<td>${escapeMarkup(cell)}</td>`).join('')}</tr>`;

function table(heads: readonly string[], rows: readonly string[]): string {
  const head = heads.map((text) => `<th scope="col">${escapeMarkup(text)}</th>`).join('');
  return `<table><tr>${head}</tr>\n${rows.join('\n')}</table>`;
}
