import type { Io } from './io.ts';
import { styleFor } from './io.ts';

/** Nothing is shown for work that ends within this time (milliseconds). */
const PATIENCE_MS = 500;

/**
 * Shows one line on a terminal's stderr while some work runs, with the seconds it has taken; the line is gone when
 * the work ends. Elsewhere (a pipe, CI) nothing is written.
 */
export async function withProgress<T>(what: string, io: Io, work: () => Promise<T>): Promise<T> {
  const { stderr } = io;
  if (!stderr.isTTY) return work();
  const style = styleFor(stderr, io.env);
  const startedMs = io.now();
  const draw = (): void => {
    const seconds = Math.floor((io.now() - startedMs) / 1000);
    const text = `${what} … ${seconds > 0 ? `${seconds} s` : ''}`.slice(0, stderr.columns - 1);
    stderr.write(`\r${style.dim(text)}\u001b[K`);
  };
  const first = setTimeout(draw, PATIENCE_MS);
  const timer = setInterval(draw, 1000);
  try {
    return await work();
  } finally {
    clearTimeout(first);
    clearInterval(timer);
    stderr.write('\r\u001b[K');
  }
}
