import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ToolError, reasonOf } from './errors.ts';

/** Signals that end a process and leave its folders, unless somebody removes them. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const paths = new Set<string>();

/**
 * Runs `use` with a new private folder and removes the folder whatever happens, also where a signal ends the process.
 *
 * @throws ToolError `temp-unusable` where there is no place for it
 */
export async function withTempFolder<T>(use: (folder: string) => Promise<T>, parent = tmpdir()): Promise<T> {
  const folder = await mkdtemp(join(parent, 'rulecheck-')).catch((error: unknown) => {
    throw new ToolError('temp-unusable', `no temporary folder can be made in ${parent}: ${reasonOf(error)}`, {
      help: 'set TMPDIR to an existing, writable folder',
      cause: error,
    });
  });
  return withoutRest(folder, () => use(folder));
}

/** Runs `use` and removes a file or folder then, also where a signal ends the process. */
export async function withoutRest<T>(path: string, use: () => Promise<T>): Promise<T> {
  keep(path);
  try {
    return await use();
  } finally {
    forget(path);
    await rm(path, { recursive: true, force: true });
  }
}

function keep(path: string): void {
  if (paths.size === 0) for (const signal of SIGNALS) process.on(signal, removeAndEnd);
  paths.add(path);
}

function forget(path: string): void {
  paths.delete(path);
  if (paths.size === 0) for (const signal of SIGNALS) process.off(signal, removeAndEnd);
}

/** Removes the rest and lets the signal do what it does. Where somebody else ends the run in order, it is left to them. */
function removeAndEnd(signal: NodeJS.Signals): void {
  if (process.listeners(signal).some((listener) => (listener as unknown) !== removeAndEnd)) return;
  for (const path of paths) rmSync(path, { recursive: true, force: true });
  for (const each of SIGNALS) process.off(each, removeAndEnd);
  process.kill(process.pid, signal);
}
