import { EXIT } from '../../../diagnostics/exit-code.ts';
import type { AlertmanagerDocument } from '../../../documents/alertmanager-document.ts';
import { derivedAlerts, reportAlerts } from '../../../analysis/delivery/index.ts';
import { coverageJson, coverageText } from '../../../reporters/routes/coverage.ts';
import { coverage } from '../../../routing/report/coverage.ts';
import type { RouteTree } from '../../../routing/tree/route.ts';
import { textOptions } from '../../report.ts';
import type { Io } from '../../io.ts';
import { loadProject, loadRouting } from './configuration.ts';
import type { RoutesOptions } from './configuration.ts';
import { instant } from './instant.ts';

export interface RoutesCoverageOptions extends RoutesOptions {
  readonly paths: readonly string[];
  readonly format: 'text' | 'json';
  /** Where the week begins that is searched for silent minutes; default now. */
  readonly week?: string;
}

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;

/** `rulecheck routes coverage`: the table alert -> receivers, and what of the configuration no alert uses. */
export async function routesCoverage(options: RoutesCoverageOptions, io: Io): Promise<number> {
  const project = await loadProject(options, options.paths, io);
  const { tree, document, timeIntervals } = await loadRouting(options, () => Promise.resolve(project), io);
  const alerts = reportAlerts(document, project);
  const derived = derivedAlerts([tree], alerts);
  const fromMs = options.week === undefined ? Math.floor(io.now() / HOUR) * HOUR : instant(options.week);
  const result = coverage(tree, alerts.length === 0 ? derived : alerts, {
    receivers: document.config.receivers.map(({ name }) => name.value),
    tellNobody: emptyReceivers(document),
    timeIntervals,
    week: { fromMs, toMs: fromMs + WEEK },
  });
  io.stdout.write(
    options.format === 'json'
      ? coverageJson(result, alerts)
      : coverageText(result, {
          ...textOptions(io),
          matched: matchedLabels(tree),
          unknown: alerts.length === 0 ? [] : coverage(tree, derived, { receivers: [] }).rows,
        }),
  );
  return EXIT.clean;
}

/** Receivers without any integration; none where all are so, as in a skeleton that something fills in. */
function emptyReceivers({ config: { receivers } }: AlertmanagerDocument): ReadonlySet<string> {
  const empty = receivers.filter(({ integrations }) => integrations.length === 0);
  return new Set(empty.length === receivers.length ? [] : empty.map(({ name }) => name.value));
}

/** The labels that some route looks at; the others do not decide where an alert goes. */
function matchedLabels(tree: RouteTree): Set<string> {
  return new Set(tree.routes.flatMap(({ matchers }) => matchers.map(({ name }) => name)));
}
