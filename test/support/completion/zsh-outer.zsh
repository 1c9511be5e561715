# Types each argument into an interactive zsh, asks for its completions, and prints what zsh-inner.zsh wrote.
zmodload zsh/zpty
: > $ANSWERS
zpty -b shell zsh -f -i

# Waits until zsh has finished this many steps; its screen must be read, or it stops.
reached() {
  local screen
  repeat 1000; do
    (( $(grep -cxE 'ready|end' $ANSWERS) >= $1 )) && return
    zpty -r -t shell screen
    sleep 0.02
  done
  print -u2 "zsh does not answer"
  exit 1
}

steps=1
zpty -w shell "source ${(q)INNER}"
reached $steps
for line in "$@"; do
  zpty -w -n shell "$line"$'\x14'
  reached $(( ++steps ))
  zpty -w -n shell $'\x15'
done
cat $ANSWERS
zpty -d shell
