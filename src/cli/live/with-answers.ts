import { EXIT } from '../../diagnostics/exit-code.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import type { Io } from '../io.ts';
import type { EnteredProject } from '../load.ts';
import { inPhase } from '../stats.ts';
import type { ConnectOptions } from './connect.ts';

/** What of a server lint asks for; words of the command line alone. */
export interface LiveOptions extends ConnectOptions {
  /** The address of the server; undefined: none is asked. */
  readonly prometheus?: string;
  /** How far back series are looked for. */
  readonly seriesIn?: string;
  /** In which time firings are counted. */
  readonly firedIn?: string;
  /** Prefixes of web addresses that are asked. */
  readonly checkLinks?: readonly string[];
}

/**
 * The projects of a run with what a server and web pages say of each; the same where the command line names neither. What
 * asks is loaded where it is needed.
 *
 * @throws UserError (exit 2) for options without a server, (exit 3) for a server that does not answer
 */
export async function withAnswers(
  projects: readonly EnteredProject[],
  options: LiveOptions,
  io: Io,
): Promise<readonly EnteredProject[]> {
  if (options.prometheus === undefined && options.checkLinks === undefined) {
    refuseWithoutServer(options);
    return projects;
  }
  // A server answers otherwise every minute.
  io.trace?.refuse();
  const { askServer } = await import('./ask-server.ts');
  return inPhase('ask the server', io, () => askServer(projects, options, io));
}

function refuseWithoutServer(options: LiveOptions): void {
  const { tenant, header, tokenFile, basicAuthFile, caFile, seriesIn, firedIn } = options;
  const given = {
    tenant,
    header,
    'token-file': tokenFile,
    'basic-auth-file': basicAuthFile,
    'ca-file': caFile,
  };
  const [first] = Object.entries({ ...given, 'series-in': seriesIn, 'fired-in': firedIn }).filter(
    ([, value]) => value !== undefined,
  );
  if (first === undefined) return;
  throw new UserError(
    `--${first[0]} is about a server, and none is named`,
    EXIT.usage,
    'name it with --prometheus',
  );
}
