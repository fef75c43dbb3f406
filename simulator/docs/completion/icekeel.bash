# SPDX-License-Identifier: Apache-2.0
# Completion of icekeel for bash.

# Names of the catalogue: kinds, or kind/name.
_icekeel_kinds() { "$1" list 2>/dev/null | cut -d' ' -f1; }
_icekeel_names() {
  "$1" list 2>/dev/null | while read -r kind names; do
    for name in ${names//,/}; do echo "$kind/$name"; done
  done
}

_icekeel_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2"); }
_icekeel_files() {
  compopt -o filenames
  mapfile -t COMPREPLY < <(compgen -f -X "!*.$1" -- "$2"; compgen -d -- "$2")
}

_icekeel() {
  local program=$1 word=$2 before=$3 command=${COMP_WORDS[1]}
  if [ "$COMP_CWORD" -eq 1 ]; then
    _icekeel_words "run check list show summary schema reference --help --version" "$word"
    return
  fi
  case $before in
    -o | --output) compopt -o default; return ;;
    --progress) _icekeel_words "auto json none" "$word"; return ;;
    --format) _icekeel_words "text json" "$word"; return ;;
    --set | --seed) return ;;
  esac
  case $command:$word in
    run:-*) _icekeel_words "--output --set --seed --progress --help" "$word" ;;
    check:-*) _icekeel_words "--set --resolved --help" "$word" ;;
    summary:-*) _icekeel_words "--format --help" "$word" ;;
    schema:-* | reference:-*) _icekeel_words "--output --help" "$word" ;;
    run:* | check:*) _icekeel_files yaml "$word" ;;
    summary:*) _icekeel_files h5 "$word" ;;
    list:*) _icekeel_words "$(_icekeel_kinds "$program")" "$word" ;;
    show:*) _icekeel_words "$(_icekeel_names "$program")" "$word" ;;
  esac
}
complete -F _icekeel icekeel
