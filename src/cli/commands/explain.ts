import { CHECKS } from '../../checks/index.generated.ts';
import { EXIT } from '../../diagnostics/exit-code.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import { explainCheck, listChecks } from '../../reporters/explain.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { styleFor } from '../io.ts';
import type { Io } from '../io.ts';

export interface ExplainOptions {
  readonly name: string | undefined;
}

/** `rulecheck explain`: a check's page in the terminal, or the list of checks. */
export function explain(options: ExplainOptions, io: Io): Promise<number> {
  const style = styleFor(io.stdout, io.env);
  const { name } = options;
  if (name === undefined) {
    io.stdout.write(listChecks(CHECKS, style));
    return Promise.resolve(EXIT.clean);
  }
  const check = CHECKS.find(({ meta }) => meta.id === name || meta.id.split('/')[1] === name);
  if (check === undefined) {
    const ids = CHECKS.map(({ meta }) => meta.id as string);
    throw new UserError(
      `there is no check "${name}"${didYouMeanText(name, ids)}`,
      EXIT.usage,
      'run "rulecheck explain" for the list of checks',
    );
  }
  io.stdout.write(explainCheck(check, style));
  return Promise.resolve(EXIT.clean);
}
