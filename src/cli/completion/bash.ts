import type { CompletedCommand } from './model.ts';

/** A bash script that completes `rulecheck`; it needs bash 3.2 and nothing else. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const key = ({ path }: CompletedCommand): string => path.map((word) => `/${word}`).join('');
  const steps = commands
    .filter(({ path }) => path.length > 0)
    .map((command) => `      ${key(command)}) command=${key(command)} ;;`);
  const values = commands.flatMap((command) =>
    command.options
      .filter(({ takesValue }) => takesValue)
      .flatMap(({ long, short, choices }) => {
        const names = [long, ...(short === undefined ? [] : [short])].map(
          (name) => `"${key(command)} ${name}"`,
        );
        const words = choices.length === 0 ? '-f' : `-W "${choices.join(' ')}"`;
        return [`    ${names.join(' | ')}) COMPREPLY=($(compgen ${words} -- "$cur")); return ;;`];
      }),
  );
  const words = commands.map((command) => {
    const options = command.options.flatMap(({ long, short }) => [
      long,
      ...(short === undefined ? [] : [short]),
    ]);
    const others = command.words.map(({ word }) => word).join(' ');
    return `    "${key(command)}") options="${options.join(' ')}" words="${others}" ;;`;
  });
  return `# Completes rulecheck in bash. For every shell: rulecheck completion bash > ~/.local/share/bash-completion/completions/rulecheck
_rulecheck() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
  local command="" options="" words="" i
  # bash splits "--format=json" into three words
  if [[ $cur == "=" ]]; then cur=""; elif [[ $prev == "=" ]]; then prev="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$command/\${COMP_WORDS[i]}" in
${steps.join('\n')}
    esac
  done
  case "$command $prev" in
${values.join('\n')}
  esac
  case "$command" in
${words.join('\n')}
  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
  else
    COMPREPLY=($(compgen -W "$words" -- "$cur") $(compgen -f -- "$cur"))
  fi
}
complete -o filenames -F _rulecheck rulecheck
`;
}
