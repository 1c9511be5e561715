import { alertLabels, reportAlerts } from '../../analysis/delivery/index.ts';
import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { Project } from '../../project/project.ts';
import { explanationOf } from '../../reporters/alert-explanation.ts';
import { explainAlertText } from '../../reporters/explain-alert.ts';
import { printMatchers } from '../../routing/matchers/print.ts';
import { showRoutes } from '../../routing/report/show.ts';
import type { ShownRoute } from '../../routing/report/show.ts';
import type { Route, RouteConfig } from '../../routing/tree/route.ts';
import type { Range } from '../../source/range.ts';
import { plural } from '../../util/plural.ts';
import { PLAIN } from '../../util/style.ts';
import { holds } from '../names/occurrence.ts';
import type { Occurrence } from '../names/occurrence.ts';
import type { OpenFile } from '../place.ts';
import { code, codeBlock, cut, paragraphs, plainText } from './markdown.ts';

/** Alerts that are named in a hover; the rest is counted. */
const MOST_ALERTS = 12;
/** Rules of one name that a hover explains. */
const MOST_RULES = 3;

/** What `rulecheck explain` says of an alert. */
export function alertText(name: string, project: Project): string | undefined {
  const found = alertLabels(project).filter((alert) => alert.name === name);
  const shown = found
    .slice(0, MOST_RULES)
    .map((alert) => codeBlock(cut(explainAlertText(explanationOf(project, alert), PLAIN), 4_000), 'text'));
  return shown.length === 0 ? undefined : paragraphs(...shown);
}

/** The innermost route around a place, with what is in force there and who ends there. */
export function routeHover(
  { project, file }: OpenFile,
  offset: number,
): { readonly range: Range; readonly text: string } | undefined {
  for (const document of project.alertmanagers) {
    const { tree } = document;
    if (document.file !== file || tree === undefined) continue;
    const around = tree.routes.filter(
      ({ config }) => config.range !== undefined && holds(config.range, offset),
    );
    const route = around.at(-1);
    if (route?.config.range === undefined) continue;
    const shown = shownAt(shownRoutes(project, document), route.path);
    if (shown !== undefined) return { range: route.config.range, text: routeText(shown, route) };
  }
  return undefined;
}

/** The routes of a configuration with the alerts that end in each, worked out once. */
export function shownRoutes(project: Project, document: AlertmanagerDocument): ShownRoute | undefined {
  return project.once(show, document);
}

function show(project: Project, document: AlertmanagerDocument): ShownRoute | undefined {
  return document.tree === undefined ? undefined : showRoutes(document.tree, reportAlerts(document, project));
}

const shownAt = (root: ShownRoute | undefined, path: readonly number[]): ShownRoute | undefined =>
  path.reduce<ShownRoute | undefined>((route, index) => route?.routes[index], root);

function routeText(shown: ShownRoute, route: Route): string {
  const list = (names: readonly string[]): string => names.map(code).join(', ');
  const from = (key: keyof RouteConfig): string => originOf(route, key);
  const lines = [
    `receiver ${code(shown.receiver)}${from('receiver')}`,
    shown.continue ? 'the routes after it are tried, too' : '',
    `${shown.groupBy.length === 0 ? 'one group for all alerts' : `grouped by ${list(shown.groupBy)}`}${from('groupBy')}`,
    `group_wait ${formatDurationMs(shown.groupWaitMs)}${from('groupWaitMs')}`,
    `group_interval ${formatDurationMs(shown.groupIntervalMs)}${from('groupIntervalMs')}`,
    `repeat_interval ${formatDurationMs(shown.repeatIntervalMs)}${from('repeatIntervalMs')}`,
    shown.muteTimeIntervals.length === 0 ? '' : `muted in ${list(shown.muteTimeIntervals)}`,
    shown.activeTimeIntervals.length === 0 ? '' : `active in ${list(shown.activeTimeIntervals)}`,
  ];
  const name = shown.route.length === 0 ? 'the root route' : `the route ${code(shown.matchers)}`;
  return paragraphs(
    `**${name}**`,
    lines
      .filter((line) => line !== '')
      .map((line) => `- ${line}`)
      .join('\n'),
    endingText(shown),
  );
}

/** Where a setting comes from that the route does not make itself: ` (from the root route)`. */
function originOf(route: Route, key: keyof RouteConfig): string {
  if (route.config[key] !== undefined) return '';
  let owner = route.parent;
  while (owner !== undefined && owner.config[key] === undefined) owner = owner.parent;
  if (owner === undefined) return ' (default)';
  return owner.parent === undefined
    ? ' (from the root route)'
    : ` (from the route ${code(printMatchers(owner.matchers))})`;
}

/** Which alerts end in a route. */
function endingText({ alerts, possibleAlerts }: ShownRoute): string {
  const certain = alerts.slice(0, MOST_ALERTS).map(plainText).join(', ');
  const more = alerts.length > MOST_ALERTS ? ` and ${alerts.length - MOST_ALERTS} more` : '';
  const ends =
    alerts.length === 0
      ? 'No alert of the project surely ends here.'
      : `${plural(alerts.length, 'alert')} ${alerts.length === 1 ? 'ends' : 'end'} here: ${certain}${more}`;
  const possible = possibleAlerts
    .slice(0, MOST_ALERTS)
    .map(
      ({ alert, when }) =>
        `${plainText(alert)}${when.length === 0 ? '' : ` (if ${when.slice(0, 2).map(code).join(' or ')})`}`,
    );
  return paragraphs(ends, possible.length === 0 ? '' : `Depending on labels: ${possible.join(', ')}`);
}

/** A receiver, time interval or template as it was written, and for a receiver who is sent there. */
export function definedText(
  { kind, name, scope }: Occurrence,
  { names, project }: OpenFile,
): string | undefined {
  const [first] = names
    .same({ kind, name, ...(scope === undefined ? {} : { scope }) })
    .filter(({ role }) => role === 'definition');
  if (first?.whole === undefined) return undefined;
  const text = first.file.slice(first.whole);
  const { line } = first.file.position(first.range.start);
  const language = kind === 'template' ? 'go-template' : 'yaml';
  return paragraphs(
    `**${plainText(name)}** in ${code(`${first.file.path}:${line}`)}`,
    codeBlock(cut(text, 1_200), language),
    kind === 'receiver' ? receiverText(name, first.scope, project) : '',
  );
}

function receiverText(name: string, scope: object | undefined, project: Project): string {
  const document = project.alertmanagers.find((each) => each === scope);
  const root = document === undefined ? undefined : shownRoutes(project, document);
  if (root === undefined) return '';
  const routes = flat(root).filter(({ receiver }) => receiver === name);
  const alerts = [...new Set(routes.flatMap((route) => route.alerts))];
  const possible = [
    ...new Set(routes.flatMap((route) => route.possibleAlerts.map(({ alert }) => alert))),
  ].filter((alert) => !alerts.includes(alert));
  const listed = alerts.slice(0, MOST_ALERTS).map(plainText).join(', ');
  const more = alerts.length > MOST_ALERTS ? ` and ${alerts.length - MOST_ALERTS} more` : '';
  return paragraphs(
    `${plural(routes.length, 'route')}, ${plural(alerts.length, 'alert')}${listed === '' ? '' : `: ${listed}${more}`}`,
    possible.length === 0
      ? ''
      : `Depending on labels: ${possible.slice(0, MOST_ALERTS).map(plainText).join(', ')}`,
  );
}

/** A route and all below it. */
export const flat = (route: ShownRoute): readonly ShownRoute[] => [route, ...route.routes.flatMap(flat)];
