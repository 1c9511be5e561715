import { EXIT } from '../../../diagnostics/exit-code.ts';
import { UserError } from '../../../diagnostics/user-error.ts';

/** Recorded data that cannot be trusted ends the run: a backtest of a part of it would look like the answer. */
export class DataError extends UserError {
  constructor(message: string, help?: string) {
    super(message, EXIT.usage, { help });
    this.name = 'DataError';
  }
}

/** A place in recorded data. */
export interface Place {
  /** The file as the user named it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export const placeText = ({ file, line }: Place): string => `line ${line} of "${file}"`;

/** A text of the data as messages quote it: one line, not too long. */
export function excerpt(text: string, most = 80): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}
