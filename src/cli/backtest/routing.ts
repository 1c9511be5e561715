import { chooseAlertmanager } from '../../analysis/delivery/index.ts';
import type { Project } from '../../project/project.ts';
import type { BacktestRouting } from '../../testing/backtest/index.ts';
import { loadRouting } from '../commands/routes/configuration.ts';
import type { RoutesOptions } from '../commands/routes/configuration.ts';
import type { Io } from '../io.ts';

/**
 * The Alertmanager that a backtest sends alerts to: the configuration that is named, else the only one of the project.
 *
 * @returns undefined where the project has none
 * @throws UserError where it has several, or one that Alertmanager rejects
 */
export async function routingOf(
  project: Project,
  options: RoutesOptions,
  io: Io,
): Promise<BacktestRouting | undefined> {
  const isNamed = options['config.file'] !== undefined;
  if (!isNamed && chooseAlertmanager(project, {}).status === 'none') return undefined;
  const { tree, document, timeIntervals } = await loadRouting(options, () => Promise.resolve(project), io);
  const { inhibitRules, receivers, version } = document.config;
  return {
    tree,
    inhibitRules,
    timeIntervals,
    receivers: new Map(receivers.map(({ name, integrations }) => [name.value, integrations])),
    version,
  };
}
