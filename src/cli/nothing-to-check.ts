import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';

/** The error of a run that found nothing to look at: silence would pass for "all is well". */
export function nothingToCheck(paths: readonly string[]): UserError {
  const where = paths.length === 0 ? 'this folder' : paths.map((path) => `"${path}"`).join(', ');
  return new UserError(
    `nothing to check: no rules, routes, tests or dashboards in ${where}`,
    EXIT.usage,
    'name the files or folders with your rules: rulecheck lint path/to/rules',
  );
}
