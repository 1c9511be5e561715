import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../io.ts';

/** What the action of a command needs: the world, and where its exit code goes. */
export interface Run {
  readonly io: Io;
  readonly done: (code: number) => void;
}

/** Adds one command (or one family of commands) with its options; the code of the command is loaded when it runs. */
export type CommandBuilder = (program: Command, run: Run) => void;
