import { EXIT } from '../../../diagnostics/exit-code.ts';
import { configParts, derivedAlerts, openAlerts } from '../../../analysis/delivery/index.ts';
import { routeDiffMarkdown, routeDiffText } from '../../../reporters/routes/diff.ts';
import type { RouteDiff } from '../../../reporters/routes/diff.ts';
import { diffRoutes } from '../../../routing/report/diff.ts';
import { diffParts } from '../../../routing/report/diff-settings.ts';
import { textOptions } from '../../report.ts';
import type { Io } from '../../io.ts';
import { loadProject, readNamed, usable } from './configuration.ts';

export interface RoutesDiffOptions {
  readonly before: string;
  readonly after: string;
  readonly paths: readonly string[];
  readonly config?: string;
  readonly format: 'text' | 'markdown' | 'json';
}

/**
 * `rulecheck routes diff OLD NEW`: the alerts of the project that change receiver, grouping or timing, the label sets that
 * the matchers of both versions ask for, and what else differs (inhibition, intervals, templates, receivers).
 */
export async function routesDiff(options: RoutesDiffOptions, io: Io): Promise<number> {
  const before = usable(await readNamed(options.before, options, io));
  const after = usable(await readNamed(options.after, options, io));
  const alerts = openAlerts(await loadProject(options, options.paths, io));
  const derived = derivedAlerts([before.tree, after.tree], alerts);
  const diff: RouteDiff = {
    differences: diffRoutes(before, after, alerts),
    alerts: alerts.length,
    derived: diffRoutes(before, after, derived),
    labelSets: derived.length,
    other: diffParts(configParts(before.document.config), configParts(after.document.config)),
  };
  io.stdout.write(written(diff, options.format, io));
  return EXIT.clean;
}

function written(diff: RouteDiff, format: RoutesDiffOptions['format'], io: Io): string {
  switch (format) {
    case 'text':
      return routeDiffText(diff, textOptions(io));
    case 'markdown':
      return routeDiffMarkdown(diff);
    case 'json':
      return `${JSON.stringify(diff, null, 2)}\n`;
  }
}
