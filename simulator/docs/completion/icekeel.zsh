#compdef icekeel
# SPDX-License-Identifier: Apache-2.0
# Completion of icekeel for zsh. Commands, options and choices come from the program's own help.

# What can stand in an option or at a place: "{auto,json,none}" in its line of the help.
_icekeel_choices() {
  local -a choices=(${(s:,:)${${${(M)help:#  (-?, #|)$1 [^\{]#\{*}#*\{}%%\}*}})
  compadd -a choices
}

_icekeel() {
  setopt local_options extended_glob
  local program=$words[1] line
  local -a help found
  local -i at
  if (( CURRENT == 2 )); then
    help=(${(f)"$($program --help 2>/dev/null)"})
    at=$help[(i)Subcommands:]
    for line in $help[at,-1]; do
      [[ $line = '  '(#b)([a-z-]##)' '##(*) ]] && found+=("$match[1]:$match[2]")
    done
    _describe command found
    compadd -- --help --version
    return
  fi
  help=(${(f)"$($program $words[2] --help 2>/dev/null)"})
  at=$help[(i)Subcommands:]
  if (( at <= $#help )); then  # as "sweep run"
    if (( CURRENT == 3 )); then
      for line in $help[at,-1]; do
        [[ $line = '  '(#b)([a-z-]##)' '##(*) ]] && found+=("$match[1]:$match[2]")
      done
      _describe command found
      return
    fi
    help=(${(f)"$($program $words[2] $words[3] --help 2>/dev/null)"})
  fi
  case $words[CURRENT-1] in
    -o | --output) _files; return ;;
    --help | --resolved | --compare | --yes | --retry | --slurm | --show | --study | --plan) ;;
    --*) _icekeel_choices $words[CURRENT-1]; return ;;
  esac
  if [[ $words[CURRENT] = -* ]]; then
    for line in $help; do [[ $line = *(#b)(--[a-z-]##)* ]] && found+=($match[1]); done
    compadd -a found
    return
  fi
  at=$help[(i)Positionals:]
  local place=${${(z)help[at+1]}[1]}
  case $place in
    scenario | study | plan) _files -g '*.yaml' ;;
    result | results) _files -g '*.h5' ;;
    file) _files ;;
    kind) found=(${${(f)"$($program list 2>/dev/null)"}%% *}); compadd -a found ;;
    name)
      for line in ${(f)"$($program list 2>/dev/null)"}; do
        found+=(${line%% *}/${^${(s:, :)${line##[^ ]# ##}}})
      done
      compadd -a found
      ;;
    ?*) _icekeel_choices $place ;;
  esac
}

_icekeel "$@"
