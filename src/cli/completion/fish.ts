import type { CompletedCommand } from './model.ts';

/** Lines for fish that complete `rulecheck`, with descriptions. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap((command) => {
    const condition = conditionOf(command, commands);
    const options = command.options.map(({ long, short, description, takesValue, choices }) =>
      [
        'complete -c rulecheck',
        condition,
        `-l ${long.slice(2)}`,
        ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
        ...(choices.length > 0 ? [`-x -a ${quoted(choices.join(' '))}`] : takesValue ? ['-r'] : []),
        `-d ${quoted(description)}`,
      ].join(' '),
    );
    const words = command.words.map(
      ({ word, description }) =>
        `complete -c rulecheck ${condition} -a ${word}${description === '' ? '' : ` -d ${quoted(description)}`}`,
    );
    return [...words, ...options];
  });
  return `# Completes rulecheck in fish: rulecheck completion fish > ~/.config/fish/completions/rulecheck.fish\n${lines.join('\n')}\n`;
}

/** All words of the command were typed, and none of those below it. */
function conditionOf({ path }: CompletedCommand, commands: readonly CompletedCommand[]): string {
  const below = commands
    .filter(
      (other) => other.path.length === path.length + 1 && path.every((word, i) => other.path[i] === word),
    )
    .map((other) => other.path.at(-1)!);
  const typed = path.map((word) => `__fish_seen_subcommand_from ${word}`);
  const untyped = below.length === 0 ? [] : [`not __fish_seen_subcommand_from ${below.join(' ')}`];
  const all = [...typed, ...untyped];
  return all.length === 0 ? '' : `-n '${all.join('; and ')}'`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
