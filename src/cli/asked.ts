import { readOutput } from './outputs.ts';
import type { OutputFile } from './outputs.ts';
import { formatNamed } from './report.ts';
import type { Format } from './report.ts';

/** What a command line asks for, as far as it is known before (or without) understanding all of it. */
export interface Asked {
  readonly command: string;
  readonly format: Format;
  /** Reports that are to be written into files. */
  readonly outputs: readonly OutputFile[];
}

/** Every command. */
export const COMMANDS: readonly string[] = [
  'check',
  'lint',
  'test',
  'mutate',
  'backtest',
  'new',
  'init',
  'routes',
  'catalogue',
  'rules',
  'tools',
  'explain',
  'config',
  'upgrade',
  'fmt',
  'completion',
  'merge-reports',
  'lsp',
];

/**
 * Reads the command and the format from the raw arguments: when the rest of them is wrong, the error must still come in
 * the format that was asked for.
 */
export function askedFor(argv: readonly string[]): Asked {
  const command = argv.find((word) => COMMANDS.includes(word)) ?? 'check';
  let format: Format = 'text';
  for (const [i, word] of argv.entries()) {
    if (word === '--') break;
    const value = /^(?:--format=|-f=?)(.+)$/.exec(word)?.[1];
    const text = value ?? (word === '--format' || word === '-f' ? argv[i + 1] : undefined);
    format = formatNamed(text) ?? format;
  }
  return { command, format, outputs: outputsIn(argv) };
}

function outputsIn(argv: readonly string[]): OutputFile[] {
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  return words.flatMap((word, i) => {
    const given =
      word === '--output' || word === '-o' ? words[i + 1] : /^(?:--output=|-o)(.+)$/.exec(word)?.[1];
    const output = given === undefined ? undefined : readOutput(given);
    return output === undefined ? [] : [output];
  });
}
