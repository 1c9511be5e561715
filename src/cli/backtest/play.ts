import { EXIT } from '../../diagnostics/exit-code.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import { LogStore } from '../../logql/eval/index.ts';
import { Recording, RuleError, playRules, refuseBadRules } from '../../testing/backtest/index.ts';
import type { BacktestData, BacktestRules, Played, PlayOptions } from '../../testing/backtest/index.ts';
import type { Io } from '../io.ts';
import { withProgress } from '../progress.ts';

/**
 * Plays rules, and says how far it is.
 *
 * @param data default: none, where a server evaluates
 */
export async function playWithProgress(
  rules: BacktestRules,
  options: Omit<PlayOptions, 'rest' | 'onProgress'>,
  what: string,
  io: Io,
  { recording, logs }: BacktestData = { recording: new Recording(), logs: new LogStore() },
): Promise<Played> {
  let done = 0;
  const work = (): Promise<Played> =>
    playRules(
      rules,
      { recording, logs },
      {
        ...options,
        rest: () => new Promise((resume) => setImmediate(resume)),
        onProgress: (share) => (done = share),
      },
    );
  return withProgress(() => `${what}: ${Math.floor(done * 100)} %`, io, work);
}

/** @throws UserError (exit 1) for a rule that no server loads */
export function refuseBad(rules: BacktestRules): void {
  try {
    refuseBadRules(rules);
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    throw new UserError(error.message, EXIT.findings, 'run rulecheck lint');
  }
}
