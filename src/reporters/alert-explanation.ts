import {
  allRoutedAlerts,
  concerningInhibitions,
  coveringTests,
  neededSeries,
  runbookPage,
} from '../analysis/delivery/index.ts';
import type { AlertLabels } from '../analysis/delivery/index.ts';
import { clockCondition, ruleAst, weekText } from '../analysis/expression/index.ts';
import type { AlertmanagerDocument } from '../documents/alertmanager-document.ts';
import type { Project } from '../project/project.ts';
import { coverage } from '../routing/report/coverage.ts';
import { testRoutes } from '../routing/report/test.ts';
import { ancestry } from '../routing/tree/build.ts';
import { deliver, exampleWay } from '../routing/tree/possibilities.ts';
import type { Delivery } from '../routing/tree/possibilities.ts';
import type { AlertExplanation, AlertRouting } from './explain-alert.ts';

/** Everything that a project says of one alert. */
export function explanationOf(project: Project, alert: AlertLabels): AlertExplanation {
  const url = alert.rule.annotations.find(({ name }) => name === 'runbook_url')?.value.trim();
  return {
    alert,
    times: timesOf(alert),
    series: neededSeries(project, alert),
    routing: project.alertmanagers.flatMap((document) => routingOf(alert, document, project)),
    runbook: url === undefined ? undefined : { url, page: runbookPage(project, url) },
    tests: coveringTests(project, alert),
  };
}

/** `Mon-Fri 08:00-18:00 UTC`, with the date where it matters too. */
function timesOf({ rule }: AlertLabels): string | undefined {
  const ast = ruleAst(rule);
  const clock = ast === undefined ? undefined : clockCondition(ast, rule.expr.text);
  if (clock === undefined) return undefined;
  const beyond = clock.beyond ? ', on the dates that its other conditions name' : '';
  const zone = clock.windows.length === 0 ? '' : ' (UTC)';
  return `${weekText(clock.windows)}${zone}${beyond}`;
}

/** Where the alert goes in one configuration; nothing where Alertmanager would not run with it. */
function routingOf(alert: AlertLabels, document: AlertmanagerDocument, project: Project): AlertRouting[] {
  const { tree } = document;
  if (tree === undefined) return [];
  const routed = allRoutedAlerts(document, project);
  const state = routed.state(alert);
  const [row] = coverage(tree, [{ name: alert.name, labels: alert.known, state }], { receivers: [] }).rows;
  const delivery = deliver(tree, state);
  const way = exampleWay(delivery);
  const test = testRoutes(tree, (way?.state ?? state).example);
  const inhibitions = concerningInhibitions(alert, document, routed);
  return row === undefined ? [] : [{ document, row, test, open: openRoutes(delivery), inhibitions }];
}

/** The routes that labels which are not known decide about. */
function openRoutes({ ends }: Delivery): ReadonlySet<string> {
  const open = ends.filter(({ certain }) => !certain).flatMap(({ route }) => ancestry(route));
  return new Set(open.map(({ path }) => path.join('.')));
}
