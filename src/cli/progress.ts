import { formatSeconds } from '../util/seconds.ts';
import type { Io } from './io.ts';
import { styleFor } from './io.ts';

/** Nothing is shown for work that ends within this time (milliseconds). */
const PATIENCE_MS = 500;
/** How often the line of a terminal is drawn anew, and how often a line is added elsewhere (milliseconds). */
const TERMINAL_MS = 200;
const LOG_MS = 10_000;

/**
 * Says on stderr how far some work is: on a terminal as one line that is gone when the work ends, elsewhere (a pipe, CI)
 * as a line every ten seconds, so that a log never looks dead.
 *
 * @param what asked for anew each time
 */
export async function withProgress<T>(what: () => string, io: Io, work: () => Promise<T>): Promise<T> {
  const { stderr } = io;
  const startedMs = io.now();
  const took = (): string => formatSeconds(io.now() - startedMs);
  if (!stderr.isTTY) {
    const timer = setInterval(() => stderr.write(`${what()} … ${took()}\n`), LOG_MS);
    return work().finally(() => clearInterval(timer));
  }
  const style = styleFor(stderr, io.env);
  const draw = (): void => {
    const text = `${what()} … ${took()}`.slice(0, stderr.columns - 1);
    stderr.write(`\r${style.dim(text)}\u001b[K`);
  };
  let timer: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    draw();
    timer = setInterval(draw, TERMINAL_MS);
  }, PATIENCE_MS);
  try {
    return await work();
  } finally {
    clearTimeout(first);
    clearInterval(timer);
    if (timer !== undefined) stderr.write('\r\u001b[K');
  }
}
