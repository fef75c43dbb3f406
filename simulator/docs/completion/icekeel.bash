# SPDX-License-Identifier: Apache-2.0
# Completion of icekeel for bash. Commands, options and choices come from the program's own help.

_icekeel_commands() { "$@" --help 2>/dev/null | sed -n '/^Subcommands:/,$ s/^  \([a-z][a-z-]*\) .*/\1/p'; }
# What can stand in an option or at the place of a file: "{auto,json,none}" becomes "auto json none".
_icekeel_choices() { sed -n "s/^  \(-., *\)*$1 [^{]*{\([^}]*\)}.*/\2/p" | tr , ' '; }
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
  local program=$1 word=$2 before=$3 command=${COMP_WORDS[1]} help place
  if [ "$COMP_CWORD" -eq 1 ]; then
    _icekeel_words "$(_icekeel_commands "$program") --help --version" "$word"
    return
  fi
  help=$("$program" "$command" --help 2>/dev/null)
  if [[ $help == *$'\nSubcommands:'* ]]; then  # as "sweep run"
    if [ "$COMP_CWORD" -eq 2 ]; then
      _icekeel_words "$(_icekeel_commands "$program" "$command") --help" "$word"
      return
    fi
    help=$("$program" "$command" "${COMP_WORDS[2]}" --help 2>/dev/null)
  fi
  case $before in
    -o | --output) compopt -o default; return ;;
    --help | --resolved | --compare | --yes | --retry | --slurm | --show | --study | --plan) ;;
    --*) _icekeel_words "$(_icekeel_choices "$before" <<<"$help")" "$word"; return ;;
  esac
  if [[ $word == -* ]]; then
    _icekeel_words "$(grep -oE -e '--[a-z][a-z-]*' <<<"$help")" "$word"
    return
  fi
  place=$(sed -n '/^Positionals:/ { n; s/^  \([a-z]*\) .*/\1/p }' <<<"$help")
  case $place in
    scenario | study | plan) _icekeel_files yaml "$word" ;;
    result | results) _icekeel_files h5 "$word" ;;
    file) compopt -o default ;;
    kind) _icekeel_words "$("$program" list 2>/dev/null | cut -d' ' -f1)" "$word" ;;
    name) _icekeel_words "$(_icekeel_names "$program")" "$word" ;;
    ?*) _icekeel_words "$(_icekeel_choices "$place" <<<"$help")" "$word" ;;
  esac
}
complete -F _icekeel icekeel
