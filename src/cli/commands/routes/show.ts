import { EXIT } from '../../../diagnostics/exit-code.ts';
import { exampleFor, reportAlerts } from '../../../analysis/delivery/index.ts';
import { formatLabels } from '../../../routing/labels.ts';
import { matchRoutes } from '../../../routing/tree/match.ts';
import type { Route, RouteTree } from '../../../routing/tree/route.ts';
import { showMermaid } from '../../../routing/report/show-mermaid.ts';
import { showText } from '../../../routing/report/show-text.ts';
import { showRoutes } from '../../../routing/report/show.ts';
import { printable } from '../../../util/printable.ts';
import type { Io } from '../../io.ts';
import { loadProject, loadRouting } from './configuration.ts';
import type { RoutesOptions } from './configuration.ts';

export interface RoutesShowOptions extends RoutesOptions {
  readonly paths: readonly string[];
  readonly format: 'text' | 'mermaid' | 'json';
}

/** `rulecheck routes show`: the tree with what is in force at each route, and which alerts end there. */
export async function routesShow(options: RoutesShowOptions, io: Io): Promise<number> {
  const project = await loadProject(options, options.paths, io);
  const { tree, document } = await loadRouting(options, () => Promise.resolve(project), io);
  const alerts = reportAlerts(document, project);
  const shown = showRoutes(tree, alerts, alerts.length === 0 ? (route) => exampleOf(route, tree) : undefined);
  switch (options.format) {
    case 'text':
      io.stdout.write(printable(showText(shown)));
      break;
    case 'mermaid':
      io.stdout.write(printable(showMermaid(shown)));
      break;
    case 'json':
      io.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
  }
  return EXIT.clean;
}

/** Labels with which an alert ends in a route; undefined: none were found. */
function exampleOf(route: Route, tree: RouteTree): string | undefined {
  const labels = exampleFor(route, (of) => matchRoutes(tree, of));
  return labels === undefined ? undefined : formatLabels(labels);
}
