#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Do the documents agree with the program?  usage: check.sh ICEKEEL reference|commands|links|scenarios
set -euo pipefail

icekeel=$1
what=$2
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
wrong=0
complain() { echo "$*"; wrong=1; }

# The reference pages are what the program writes.
reference() {
  diff -u simulator/docs/formats/scenario-reference.md <("$icekeel" reference) || complain \
    "the page is old; run: icekeel reference -o simulator/docs/formats/scenario-reference.md"
  diff -u simulator/docs/formats/study-reference.md <("$icekeel" reference --study) || complain \
    "the page is old; run: icekeel reference --study -o simulator/docs/formats/study-reference.md"
  diff -u simulator/docs/formats/plan-reference.md <("$icekeel" reference --plan) || complain \
    "the page is old; run: icekeel reference --plan -o simulator/docs/formats/plan-reference.md"
}

commands_of() { "$icekeel" --help | sed -n '/^Subcommands:/,$ s/^  \([a-z][a-z-]*\) .*/\1/p'; }
options_of() { "$icekeel" "$1" --help | grep -oE '(^|[ ,])--[a-z][a-z-]*' | tr -d ' ,' | sort -u; }

# README and man page know every command, the man page every option.
commands() {
  local command option page=simulator/docs/man/icekeel.1
  [ -n "$(commands_of)" ] || complain "icekeel --help lists no commands"
  for command in $(commands_of); do
    grep -q "icekeel $command" README.md || complain "README.md: nothing about 'icekeel $command'"
    grep -qx "\.B $command" $page || complain "$page: nothing about '$command'"
    for option in $(options_of "$command"); do
      grep -qE -e "$option\b" <<<"$(sed 's/\\-/-/g' $page)" || complain "$page: nothing about '$option'"
    done
  done
}

# Links between documents lead somewhere.
links() {
  local page target
  while IFS=: read -r page target; do
    target=${target#](}
    target=${target%%)*}
    target=${target%%#*}
    case $target in http*://* | mailto:* | '') continue ;; esac
    [ -e "$(dirname "$page")/$target" ] || complain "$page: there is no '$target'"
  done < <(grep -oE '\]\([^)]*\)' ./*.md simulator/docs/*.md simulator/docs/*/*.md examples/*/*.md)
}

# The first YAML block of these pages is a whole scenario.
scenarios() {
  local page
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  for page in README.md simulator/docs/formats/scenario.md; do
    awk '/^```yaml$/ { inside = 1; next } /^```$/ && inside { exit } inside' "$page" >"$folder/a.yaml"
    "$icekeel" check "$folder/a.yaml" || complain "$page: its scenario is wrong"
  done
}

case $what in
  reference) reference ;;
  commands) commands ;;
  links) links ;;
  scenarios) scenarios ;;
esac
exit $wrong
