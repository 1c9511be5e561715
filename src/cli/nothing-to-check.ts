import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';

/**
 * The error of a run that found nothing to look at: silence would pass for "all is well".
 *
 * @param foreign files with alerting in a form that rulecheck does not read
 */
export function nothingToCheck(paths: readonly string[], foreign: readonly string[] = []): UserError {
  const where = paths.length === 0 ? 'this folder' : paths.map((path) => `"${path}"`).join(', ');
  if (foreign.length > 0)
    return new UserError(
      `nothing to check in ${where}: rulecheck does not read ${foreign.join(', ')}`,
      EXIT.usage,
      'lint the Prometheus rules generated from them: my-generator | rulecheck lint -',
    );
  return new UserError(
    `nothing to check: no rules, routes, tests or dashboards in ${where}`,
    EXIT.usage,
    'pass the files or folders with your rules: rulecheck lint path/to/rules',
  );
}
