import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { plural } from '../../util/plural.ts';
import type { ShownRoute } from './show.ts';

/** What a route sets apart from its parent, in words; for the root, everything. */
export function settingsInWords(route: ShownRoute, parent: ShownRoute | undefined): string[] {
  const words: string[] = [];
  const differs = (key: 'receiver' | 'groupWaitMs' | 'groupIntervalMs' | 'repeatIntervalMs'): boolean =>
    parent?.[key] !== route[key];
  if (differs('receiver')) words.push(`receiver ${route.receiver}`);
  if (route.continue) words.push('continue');
  if (parent === undefined || parent.groupBy.join() !== route.groupBy.join()) {
    words.push(`group_by [${route.groupBy.join(', ')}]`);
  }
  if (differs('groupWaitMs')) words.push(`group_wait ${formatDurationMs(route.groupWaitMs)}`);
  if (differs('groupIntervalMs')) words.push(`group_interval ${formatDurationMs(route.groupIntervalMs)}`);
  if (differs('repeatIntervalMs')) words.push(`repeat_interval ${formatDurationMs(route.repeatIntervalMs)}`);
  if (route.muteTimeIntervals.length > 0) words.push(`muted in ${route.muteTimeIntervals.join(', ')}`);
  if (route.activeTimeIntervals.length > 0) words.push(`active in ${route.activeTimeIntervals.join(', ')}`);
  return words;
}

/** The tree as text, one route per line; a route shows what differs from its parent. */
export function showText(root: ShownRoute): string {
  const lines: string[] = [line(root, undefined)];
  const walk = (route: ShownRoute, indent: string): void => {
    for (const [i, child] of route.routes.entries()) {
      const last = i === route.routes.length - 1;
      lines.push(`${indent}${last ? '└─ ' : '├─ '}${line(child, route)}`);
      walk(child, indent + (last ? '   ' : '│  '));
    }
  };
  walk(root, '');
  return `${lines.join('\n')}\n`;
}

/** How many alerts end in a route, and how many more may: `2 alerts, 1 more if team="web"`. */
function alertsInWords({ alerts, possibleAlerts }: ShownRoute): string[] {
  const [first, ...rest] = possibleAlerts;
  const certain = alerts.length === 0 ? [] : [plural(alerts.length, 'alert')];
  if (first === undefined) return certain;
  const same = rest.every(({ when }) => when.join() === first.when.join());
  const condition = same && first.when.length === 1 ? ` if ${first.when[0]!}` : ', depending on labels';
  const count =
    alerts.length === 0 ? plural(possibleAlerts.length, 'alert') : `${possibleAlerts.length} more`;
  return [...certain, `${count}${condition}`];
}

function line(route: ShownRoute, parent: ShownRoute | undefined): string {
  const words = settingsInWords(route, parent);
  const name = parent === undefined ? 'root' : route.matchers;
  const alerts = alertsInWords(route);
  const idle = route.idleIntervals === true ? ['which no route below inherits'] : [];
  const example =
    route.example === undefined
      ? []
      : [route.example === null ? 'no labels lead here' : `e.g. ${route.example}`];
  const rest = [...words, ...idle, ...alerts, ...example].join(', ');
  return rest === '' ? name : `${name}  ${rest}`;
}
