import type { CompletedCommand } from './model.ts';

/** A zsh function that completes `rulecheck`, with descriptions. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  const key = ({ path }: CompletedCommand): string => path.map((word) => `/${word}`).join('');
  const described = (name: string, description: string): string =>
    quoted(description === '' ? name : `${name.replaceAll(':', '\\:')}:${description}`);
  const steps = commands
    .filter(({ path }) => path.length > 0)
    .map((command) => `      ${key(command)}) command=${key(command)} ;;`);
  const values = commands.flatMap((command) =>
    command.options
      .filter(({ takesValue }) => takesValue)
      .map(({ long, short, choices }) => {
        const names = [long, ...(short === undefined ? [] : [short])].map(
          (name) => `"${key(command)} ${name}"`,
        );
        const complete = choices.length === 0 ? '_files' : `compadd -- ${choices.join(' ')}`;
        return `    (${names.join('|')}) ${complete}; return ;;`;
      }),
  );
  const words = commands.map((command) => {
    const options = command.options.flatMap(({ long, short, description }) =>
      [long, ...(short === undefined ? [] : [short])].map((name) => described(name, description)),
    );
    const others = command.words.map(({ word, description }) => described(word, description));
    return `    "${key(command)}")
      options=(${options.join(' ')})
      others=(${others.join(' ')}) ;;`;
  });
  return `#compdef rulecheck
# Completes rulecheck in zsh. Put it into a folder of $fpath: rulecheck completion zsh > "\${fpath[1]}/_rulecheck"
_rulecheck() {
  local command="" word previous="\${words[CURRENT-1]}"
  local -a options others
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$command/$word" in
${steps.join('\n')}
    esac
  done
  if [[ $PREFIX == --*=* ]]; then
    previous="\${PREFIX%%=*}"
    compset -P 1 '*='
  fi
  case "$command $previous" in
${values.join('\n')}
  esac
  case "$command" in
${words.join('\n')}
  esac
  if [[ $PREFIX == -* ]]; then
    _describe 'option' options
  else
    (( \${#others} )) && _describe 'command' others
    _files
  fi
}
if [[ $funcstack[1] == _rulecheck ]]; then _rulecheck "$@"; else compdef _rulecheck rulecheck; fi
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
