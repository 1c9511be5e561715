import type { Io } from '../cli/io.ts';

/** The outside world of a library: it prints nothing, asks no environment and keeps no answers. */
export function libraryIo(cwd: string): Io {
  const nothing = { write: () => undefined, isTTY: false, columns: 80 };
  return {
    cwd,
    env: {},
    stdout: nothing,
    stderr: nothing,
    readStdin: () => Promise.resolve(''),
    now: () => new Date().getTime(),
  };
}
