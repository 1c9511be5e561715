import type { CommandUnknownOpts } from '@commander-js/extra-typings';

/** A command as shells complete it. */
export interface CompletedCommand {
  /** Its words: `['routes', 'test']`; empty: the program itself. */
  readonly path: readonly string[];
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** Words that may follow: names of commands below, and values of its first argument. */
  readonly words: readonly CompletedWord[];
}

export interface CompletedWord {
  readonly word: string;
  readonly description: string;
}

export interface CompletedOption {
  readonly long: string;
  /** With its dash: `-f`. */
  readonly short: string | undefined;
  readonly description: string;
  readonly takesValue: boolean;
  /** The values that there are; none: any, such as files. */
  readonly choices: readonly string[];
}

/** All commands of a program with what may follow each, the program itself first. */
export function completedCommands(
  command: CommandUnknownOpts,
  path: readonly string[] = [],
): readonly CompletedCommand[] {
  const below = command.commands;
  const values = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  return [
    {
      path,
      description: command.description(),
      options: optionsOf(path.length === 0 ? [command, ...below.filter(isDefault)] : [command]),
      words: [
        ...below.map((each) => ({ word: each.name(), description: each.description() })),
        ...values.map((word) => ({ word, description: '' })),
      ],
    },
    ...below.flatMap((each) => completedCommands(each, [...path, each.name()])),
  ];
}

/** `rulecheck --since main` is `rulecheck check --since main`. */
function isDefault(command: CommandUnknownOpts): boolean {
  return command.name() === 'check';
}

/** The options of these commands, each once, and `--help`. */
function optionsOf(commands: readonly CommandUnknownOpts[]): readonly CompletedOption[] {
  const options = [...commands.flatMap((each) => each.options.flatMap(completedOption)), HELP];
  return [...new Map(options.map((option) => [option.long, option])).values()];
}

const HELP: CompletedOption = {
  long: '--help',
  short: '-h',
  description: 'show help for a command',
  takesValue: false,
  choices: [],
};

function completedOption(option: CommandUnknownOpts['options'][number]): CompletedOption[] {
  const { long, short, description, required, optional, argChoices, hidden } = option;
  if (long === undefined || hidden) return [];
  const takesValue = required || optional;
  return [{ long, short: short ?? undefined, description, takesValue, choices: argChoices ?? [] }];
}
