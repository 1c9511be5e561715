# Runs in an interactive zsh: installs the completion of $fpath[1] and writes what it offers into $ANSWERS.
PROMPT=
fpath=($COMPLETIONS $fpath)
autoload -Uz compinit
compinit -D -u

# -O, -A and -D fill arrays: such a call offers nothing to the user.
compadd() {
  local -a offered
  if (( ! ${argv[(I)-[OAD]]} )); then
    builtin compadd -O offered "$@"
    (( $#offered )) && print -rl -- "offer "$^offered >> $ANSWERS
  fi
  builtin compadd "$@"
}

answer() {
  _main_complete
  print end >> $ANSWERS
}
zle -C answer list-choices answer
bindkey '^T' answer
print ready >> $ANSWERS
