import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ToolError, reasonOf } from './errors.ts';

/** Signals that end a process and leave its folders, unless somebody removes them. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const folders = new Set<string>();

/**
 * Runs `use` with a new private folder and removes the folder whatever happens, also where a signal ends the process.
 *
 * @throws ToolError `temp-unusable` where there is no place for it
 */
export async function withTempFolder<T>(use: (folder: string) => Promise<T>, parent = tmpdir()): Promise<T> {
  const folder = await mkdtemp(join(parent, 'rulecheck-')).catch((error: unknown) => {
    throw new ToolError('temp-unusable', `no temporary folder can be made in ${parent}: ${reasonOf(error)}`, {
      help: 'Set TMPDIR to a folder that exists and can be written.',
      cause: error,
    });
  });
  keep(folder);
  try {
    return await use(folder);
  } finally {
    forget(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

function keep(folder: string): void {
  if (folders.size === 0) for (const signal of SIGNALS) process.on(signal, removeAndEnd);
  folders.add(folder);
}

function forget(folder: string): void {
  folders.delete(folder);
  if (folders.size === 0) for (const signal of SIGNALS) process.off(signal, removeAndEnd);
}

/** Removes the folders and lets the signal do what it does. Where somebody else ends the run in order, it is left to them. */
function removeAndEnd(signal: NodeJS.Signals): void {
  if (process.listeners(signal).some((listener) => (listener as unknown) !== removeAndEnd)) return;
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  for (const each of SIGNALS) process.off(each, removeAndEnd);
  process.kill(process.pid, signal);
}
