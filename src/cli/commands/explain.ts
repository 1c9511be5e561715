import type { AnyCheck } from '../../checks/contract.ts';
import { CHECKS } from '../../checks/index.generated.ts';
import { EXIT } from '../../diagnostics/exit-code.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import {
  alertLabels,
  allRoutedAlerts,
  concerningInhibitions,
  coveringTests,
  neededSeries,
  runbookPage,
} from '../../analysis/delivery/index.ts';
import { clockCondition, ruleAst, weekText } from '../../analysis/expression/index.ts';
import type { AlertLabels } from '../../analysis/delivery/index.ts';
import type { Project } from '../../project/project.ts';
import { explainAlertJson, explainAlertText } from '../../reporters/explain-alert.ts';
import type { AlertExplanation, AlertRouting } from '../../reporters/explain-alert.ts';
import { explainCheck, listChecks } from '../../reporters/explain.ts';
import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import { ancestry } from '../../routing/tree/build.ts';
import { deliver, exampleWay } from '../../routing/tree/possibilities.ts';
import type { Delivery } from '../../routing/tree/possibilities.ts';
import { coverage } from '../../routing/report/coverage.ts';
import { testRoutes } from '../../routing/report/test.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { styleFor } from '../io.ts';
import type { Io } from '../io.ts';
import { enter, load } from '../load.ts';
import { loadLayers } from '../load-config.ts';
import { loadPlugins } from '../plugins.ts';

export interface ExplainOptions {
  readonly name: string | undefined;
  readonly config?: string;
  readonly format: 'text' | 'json';
}

/** `rulecheck explain`: a check's page in the terminal, what becomes of an alert, or the list of checks. */
export async function explain(options: ExplainOptions, io: Io): Promise<number> {
  const style = styleFor(io.stdout, io.env);
  const { name } = options;
  const json = options.format === 'json';
  const checks = [...CHECKS, ...(await pluginChecks(options, io))];
  if (name === undefined) {
    io.stdout.write(json ? writeJson(checks.map(({ meta }) => meta)) : listChecks(checks, style));
    return EXIT.clean;
  }
  const check = checks.find(({ meta }) => meta.id === name || meta.id.split('/')[1] === name);
  if (check !== undefined) {
    io.stdout.write(json ? writeJson(check.meta) : explainCheck(check, style));
    return EXIT.clean;
  }
  const { project } = await load({ paths: [], config: options.config }, enter(io, options.config));
  const alerts = alertLabels(project);
  const found = alerts.filter((alert) => alert.name === name).map((alert) => explanationOf(project, alert));
  if (found.length === 0) {
    const known = [...checks.map(({ meta }) => meta.id as string), ...alerts.map((alert) => alert.name)];
    throw new UserError(
      `no check and no alert is named "${name}"${didYouMeanText(name, known)}`,
      EXIT.usage,
      'run "rulecheck explain" to list the checks, or "rulecheck routes coverage" to list the alerts',
    );
  }
  // One name may stand for several rules, each with a threshold of its own.
  io.stdout.write(
    json
      ? writeJson({ alerts: found.map(explainAlertJson) })
      : found.map((one) => explainAlertText(one, style)).join('\n'),
  );
  return EXIT.clean;
}

/** The checks of plugins, where the configuration is named on the command line. */
async function pluginChecks({ config }: ExplainOptions, io: Io): Promise<readonly AnyCheck[]> {
  if (config === undefined) return [];
  const entered = enter(io, config);
  return (await loadPlugins(await loadLayers(config, entered), true, entered)).checks;
}

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

function writeJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
