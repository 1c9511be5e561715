import { EXIT } from '../../../diagnostics/exit-code.ts';
import { UserError } from '../../../diagnostics/user-error.ts';
import { openAlerts } from '../../../analysis/delivery/index.ts';
import { routeDiffText } from '../../../reporters/routes/diff.ts';
import { diffRoutes } from '../../../routing/report/diff.ts';
import { textOptions } from '../../report.ts';
import type { Io } from '../../io.ts';
import { loadProject, readNamed, usable } from './configuration.ts';

export interface RoutesDiffOptions {
  readonly before: string;
  readonly after: string;
  readonly paths: readonly string[];
  readonly config?: string;
  readonly format: 'text' | 'json';
}

/** `rulecheck routes diff OLD NEW`: the alerts of the project that change receiver, grouping or timing. */
export async function routesDiff(options: RoutesDiffOptions, io: Io): Promise<number> {
  const before = usable(await readNamed(options.before, options, io));
  const after = usable(await readNamed(options.after, options, io));
  const alerts = openAlerts(await loadProject(options, options.paths, io));
  if (alerts.length === 0)
    throw new UserError(
      'there are no alerting rules here',
      EXIT.usage,
      'name the folders with your rules: rulecheck routes diff old.yml new.yml rules/',
    );
  const differences = diffRoutes(before, after, alerts);
  io.stdout.write(
    options.format === 'json'
      ? `${JSON.stringify({ differences, alerts: alerts.length }, null, 2)}\n`
      : routeDiffText(differences, alerts.length, textOptions(io)),
  );
  return EXIT.clean;
}
