import type { AnyCheck } from '../../checks/contract.ts';
import { CHECKS } from '../../checks/index.generated.ts';
import { EXIT } from '../../diagnostics/exit-code.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import { alertLabels } from '../../analysis/delivery/index.ts';
import { explanationOf } from '../../reporters/alert-explanation.ts';
import { explainAlertJson, explainAlertText } from '../../reporters/explain-alert.ts';
import { explainCheck, listChecks } from '../../reporters/explain.ts';
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

function writeJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
