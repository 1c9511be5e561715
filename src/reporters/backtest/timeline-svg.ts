import type { Played } from '../../testing/backtest/index.ts';
import { escapeMarkup } from '../coverage/xml.ts';
import { labelsText, stamp } from './words.ts';

type History = Played['alerts'][number];
type Series = History['series'][number];
type Scale = (ms: number) => number;
type Bar = readonly [fromMs: number, toMs: number];

const [WIDTH, ROW, GAP, AXIS] = [1000, 14, 4, 18];
const MOST_ROWS = 40;
const TICKS = 6;
/** Bars that are closer to each other are drawn as one: a row may have thousands. */
const NEAR = 0.5;

/** When each label set of an alert was pending and fired, as bars over the time of the data; the busiest first. */
export function timelineSvg({ rule, series }: History, { fromMs, toMs }: Played['span']): string {
  const rows = [...series].sort((a, b) => b.episodes.length - a.episodes.length).slice(0, MOST_ROWS);
  const height = rows.length * (ROW + GAP) + AXIS;
  const share = (ms: number): number => (ms - fromMs) / Math.max(1, toMs - fromMs);
  const scale: Scale = (ms) => Math.min(1, Math.max(0, share(ms))) * WIDTH;
  const label = `${rule.name.value}: ${rows.length} label sets from ${stamp(fromMs)} to ${stamp(toMs)} UTC`;
  const hidden = series.length - rows.length;
  const more = hidden > 0 ? `<p>${hidden} more label sets are in the JSON report.</p>` : '';
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeMarkup(label)}">
${rows.map((one, i) => rowOf(one, i * (ROW + GAP), scale, toMs)).join('\n')}
${axis(fromMs, toMs, height, scale)}
</svg>${more}`;
}

function rowOf({ labels, episodes }: Series, y: number, scale: Scale, toMs: number): string {
  const pending = episodes.map(({ pendingMs, firingMs, endMs }): Bar => [
    pendingMs,
    firingMs ?? endMs ?? toMs,
  ]);
  const firing = episodes.flatMap(({ firingMs, endMs }): Bar[] =>
    firingMs === undefined ? [] : [[firingMs, endMs ?? toMs]],
  );
  const title = escapeMarkup(`${labelsText(labels)}, pending or firing ${episodes.length} times`);
  const back = `<rect class="row" x="0" y="${y}" width="${WIDTH}" height="${ROW}"/>`;
  return `<g><title>${title}</title>${back}${bars('pending', pending, y, scale)}${bars('firing', firing, y, scale)}</g>`;
}

function bars(kind: 'pending' | 'firing', spans: readonly Bar[], y: number, scale: Scale): string {
  const drawn: { from: number; to: number }[] = [];
  for (const [fromMs, toMs] of spans) {
    if (toMs <= fromMs) continue;
    const [from, to] = [scale(fromMs), scale(toMs)];
    const last = drawn.at(-1);
    if (last !== undefined && from - last.to < NEAR) last.to = Math.max(last.to, to);
    else drawn.push({ from, to });
  }
  return drawn
    .map(({ from, to }) => {
      const width = Math.max(NEAR, to - from);
      return `<rect class="${kind}" x="${from.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${ROW}"/>`;
    })
    .join('');
}

function axis(fromMs: number, toMs: number, height: number, scale: Scale): string {
  return Array.from({ length: TICKS + 1 }, (_, i) => {
    const ms = fromMs + ((toMs - fromMs) * i) / TICKS;
    const anchor = i === 0 ? 'start' : i === TICKS ? 'end' : 'middle';
    return `<text x="${scale(ms).toFixed(1)}" y="${height - 4}" text-anchor="${anchor}">${stamp(Math.round(ms / 60_000) * 60_000)}</text>`;
  }).join('');
}
