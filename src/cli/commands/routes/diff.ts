import { EXIT } from '../../../diagnostics/exit-code.ts';
import { configParts, derivedAlerts, reportAlerts } from '../../../analysis/delivery/index.ts';
import { routeDiffMarkdown, routeDiffText } from '../../../reporters/routes/diff.ts';
import type { RouteDiff } from '../../../reporters/routes/diff.ts';
import type { DeliveredAlert } from '../../../analysis/delivery/index.ts';
import { diffRoutes } from '../../../routing/report/diff.ts';
import type { RouteDifference, RoutedVersion } from '../../../routing/report/diff.ts';
import { diffParts } from '../../../routing/report/diff-settings.ts';
import { textOptions } from '../../report.ts';
import type { Io } from '../../io.ts';
import { loadProject, readNamed, usable } from './configuration.ts';
import type { Routing } from './configuration.ts';

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
  const alerts = reportAlerts(after.document, await loadProject(options, options.paths, io));
  const derived = derivedAlerts([before.tree, after.tree], alerts);
  const [old, now] = [version(before), version(after)];
  const diff: RouteDiff = {
    differences: diffRoutes(old, now, alerts),
    alerts: alerts.length,
    // Changes of inhibition are reported for alerts, and for the rules themselves.
    derived: diffRoutes({ ...old, inhibitRules: [] }, { ...now, inhibitRules: [] }, derived),
    labelSets: derived.length,
    other: diffParts(configParts(before.document.config), configParts(after.document.config)),
  };
  io.stdout.write(written(diff, alerts, options.format, io));
  return EXIT.clean;
}

function written(
  diff: RouteDiff,
  alerts: readonly DeliveredAlert[],
  format: RoutesDiffOptions['format'],
  io: Io,
): string {
  switch (format) {
    case 'text':
      return routeDiffText(diff, textOptions(io));
    case 'markdown':
      return routeDiffMarkdown(diff);
    case 'json':
      return `${JSON.stringify(plainDiff(diff, alerts), null, 2)}\n`;
  }
}

function version({ tree, timeIntervals, document }: Routing): RoutedVersion {
  return { tree, timeIntervals, inhibitRules: document.config.inhibitRules };
}

/** The differences with the places of their alerts; label sets of matchers have none. */
function plainDiff(diff: RouteDiff, alerts: readonly DeliveredAlert[]): object {
  const without = ({ index: _, ...difference }: RouteDifference): object => difference;
  const withPlace = (difference: RouteDifference): object => {
    const { file, name } = alerts[difference.index]!.rule;
    return { ...without(difference), file: file.path, line: file.position(name.range.start).line };
  };
  return { ...diff, differences: diff.differences.map(withPlace), derived: diff.derived.map(without) };
}
