import { resolve } from 'node:path';
import type { Bounds } from '../project/bounds.ts';
import { EXIT } from '../diagnostics/exit-code.ts';
import type { Transport } from '../live/transport.ts';
import { errorText } from '../util/error-text.ts';
import { COLOURED, PLAIN } from '../util/style.ts';
import type { Style } from '../util/style.ts';
import type { Trace } from './kept/trace.ts';
import type { Stats } from './stats.ts';
import { build } from './version.ts';

/** The outside world of one run: tests hand in their own. */
export interface Io {
  /** The folder that the run is about: the user's at first, the root of a project once one is entered. */
  readonly cwd: string;
  /** The folder that the user is in and names paths from; undefined: `cwd`. */
  readonly from?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** @throws UserError for more than a file may have */
  readStdin(): Promise<string>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** When the run began, as `now` counts; undefined: the duration is not printed. */
  readonly startedMs?: number;
  /** Collects where the time goes (--stats). */
  readonly stats?: Stats;
  /** Gets what the run does, step by step (--debug). */
  readonly debug?: (text: string) => void;
  /** Sends requests to a server that the command line names; undefined: over the network. */
  readonly transport?: Transport;
  /** How much is searched and read; undefined: as much as the machine bears. */
  readonly bounds?: Bounds;
  /** What identifies this program; undefined: answers are not kept. */
  readonly build?: string | undefined;
  /** Collects what the answer of this run depends on, where it may be kept. */
  readonly trace?: Trace;
}

export interface Output {
  write(text: string): void;
  /** Writes a text that is for a file, with any content; undefined: `write` does so. */
  writeRaw?(text: string): void;
  readonly isTTY: boolean;
  /** Columns of the terminal; 80 where unknown. */
  readonly columns: number;
}

/** The absolute path that a user means by a path on the command line. */
export function userPath({ cwd, from = cwd }: Pick<Io, 'cwd' | 'from'>, path: string): string {
  return resolve(from, path);
}

/**
 * The real process. A reader that goes away (`| head`) ends the run quietly; an output that cannot be written, on a
 * full disk for example, ends it with exit 3.
 */
export function processIo(): Io {
  const output = (stream: NodeJS.WriteStream): Output => {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
      if (stream !== process.stderr)
        process.stderr.write(`rulecheck: the output cannot be written: ${errorText(error)}\n`);
      process.exit(EXIT.failure);
    });
    return {
      write: (text) => void stream.write(text),
      isTTY: stream.isTTY,
      columns: stream.columns > 0 ? stream.columns : 80,
    };
  };
  return {
    cwd: process.cwd(),
    env: process.env,
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    readStdin: async () => {
      const { readPipe } = await import('../project/read-pipe.ts');
      return (await readPipe(process.stdin, '<stdin>')).toString('utf8');
    },
    now: () => Date.now(),
    startedMs: Date.now() - performance.now(),
    build,
  };
}

/** Colours on a terminal, unless NO_COLOR says no or FORCE_COLOR yes. */
export function styleFor(output: Output, env: Io['env']): Style {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return PLAIN;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== '') return COLOURED;
  return output.isTTY && env.TERM !== 'dumb' ? COLOURED : PLAIN;
}
