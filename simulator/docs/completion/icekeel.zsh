#compdef icekeel
# SPDX-License-Identifier: Apache-2.0
# Completion of icekeel for zsh.

_icekeel_kinds() {
  local -a kinds=(${${(f)"$($service list 2>/dev/null)"}%% *})
  compadd -a kinds
}

_icekeel_names() {
  local -a names
  local line
  for line in ${(f)"$($service list 2>/dev/null)"}; do
    names+=(${line%% *}/${^${(s:, :)${line##[^ ]# ##}}})
  done
  compadd -a names
}

_icekeel() {
  setopt local_options extended_glob
  local -a commands=(
    'run:simulate a scenario and write its result file'
    'check:read a scenario and say what is wrong with it'
    'list:list the catalogue, or one kind of it'
    'show:show a catalogue entry with its sources'
    'summary:headline figures of a result file'
    'schema:JSON Schema of scenarios, for editors'
    'reference:every setting of a scenario, as Markdown'
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    compadd -- --help --version
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
    run) _arguments '(-o --output)'{-o,--output}'[result file]:file:_files -g "*.h5"' \
      '*--set[change a setting]:path=value:' '--seed[seed of every random stream]:number:' \
      '--progress[how progress is shown]:mode:(auto json none)' '--help' ':scenario:_files -g "*.yaml"' ;;
    check) _arguments '*--set[change a setting]:path=value:' \
      '--resolved[print it with every default]' '--help' ':scenario:_files -g "*.yaml"' ;;
    list) _arguments '--help' ':kind:_icekeel_kinds' ;;
    show) _arguments '--help' ':entry:_icekeel_names' ;;
    summary) _arguments '--format[format of the answer]:format:(text json)' '--help' \
      ':result:_files -g "*.h5"' ;;
    schema | reference) _arguments '(-o --output)'{-o,--output}'[file instead of stdout]:file:_files' \
      '--help' ;;
  esac
}

_icekeel "$@"
