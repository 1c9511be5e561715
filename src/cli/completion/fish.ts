import type { CompletedCommand } from './model.ts';

/** Lines for fish that complete `rulecheck`, with descriptions. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap((command) => {
    const condition = conditionOf(command);
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
  return `# Completes rulecheck in fish: rulecheck completion fish > ~/.config/fish/completions/rulecheck.fish\n${recognise(commands)}\n${lines.join('\n')}\n`;
}

/** Holds when the words typed so far name exactly this command: `routes test` has other options than `test`. */
function conditionOf({ path }: CompletedCommand): string {
  return `-n '__rulecheck_completes "${keyOf(path)}"'`;
}

/** A function of fish that succeeds for the key of the command that the line names. */
function recognise(commands: readonly CompletedCommand[]): string {
  const keys = commands.flatMap(({ path }) => (path.length === 0 ? [] : [keyOf(path)]));
  return `function __rulecheck_completes
  set -l command ''
  set -l typed (commandline -opc)
  set -e typed[1]
  for word in $typed
    contains -- "$command/$word" ${keys.join(' ')}; and set command "$command/$word"
  end
  test "$command" = "$argv[1]"
end`;
}

function keyOf(path: readonly string[]): string {
  return path.map((word) => `/${word}`).join('');
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
