import type { Io } from './io.ts';

/**
 * Environment variables that coding agents set for the programs they run: the names that std-env (with which vitest
 * chooses its reporter) knew in version 4.3, without those that look at a value.
 */
const VARIABLES = [
  'AI_AGENT',
  'CLAUDECODE',
  'CLAUDE_CODE',
  'REPL_ID',
  'GEMINI_CLI',
  'CODEX_SANDBOX',
  'CODEX_THREAD_ID',
  'OPENCODE',
  'AUGMENT_AGENT',
  'GOOSE_PROVIDER',
  'JUNIE_DATA',
  'JUNIE_SHIM_PATH',
  'COPILOT_AGENT',
  'COPILOT_CLI',
  'CURSOR_AGENT',
] as const;

/** Whether a coding agent runs this: nobody looks at a terminal, and one of its variables is set. */
export function isRunByAgent({ env, stdout }: Pick<Io, 'env' | 'stdout'>): boolean {
  return !stdout.isTTY && VARIABLES.some((name) => (env[name] ?? '') !== '');
}
