# SPDX-License-Identifier: Apache-2.0
# Completion of icekeel for fish.

function __icekeel_names
    for line in (icekeel list 2>/dev/null)
        set -l words (string split -n ' ' -- (string replace -a ',' '' -- $line))
        for name in $words[2..]
            echo $words[1]/$name
        end
    end
end

complete -c icekeel -f
complete -c icekeel -n __fish_use_subcommand -l version -d 'Print the version'
complete -c icekeel -s h -l help -d 'Help'
complete -c icekeel -n __fish_use_subcommand -a run -d 'Simulate a scenario and write its result file'
complete -c icekeel -n __fish_use_subcommand -a check -d 'Read a scenario and say what is wrong with it'
complete -c icekeel -n __fish_use_subcommand -a list -d 'List the catalogue, or one kind of it'
complete -c icekeel -n __fish_use_subcommand -a show -d 'Show a catalogue entry with its sources'
complete -c icekeel -n __fish_use_subcommand -a summary -d 'Headline figures of a result file'
complete -c icekeel -n __fish_use_subcommand -a schema -d 'JSON Schema of scenarios, for editors'
complete -c icekeel -n __fish_use_subcommand -a reference -d 'Every setting of a scenario, as Markdown'

complete -c icekeel -n '__fish_seen_subcommand_from run check' -a '(__fish_complete_suffix .yaml)'
complete -c icekeel -n '__fish_seen_subcommand_from run check' -x -l set -d 'Change a setting: path=value'
complete -c icekeel -n '__fish_seen_subcommand_from check' -l resolved -d 'Print it with every default'
complete -c icekeel -n '__fish_seen_subcommand_from run' -r -F -s o -l output -d 'Result file'
complete -c icekeel -n '__fish_seen_subcommand_from run' -x -l seed -d 'Seed of every random stream'
complete -c icekeel -n '__fish_seen_subcommand_from run' -x -l progress -a 'auto json none' -d 'How progress is shown'
complete -c icekeel -n '__fish_seen_subcommand_from summary' -a '(__fish_complete_suffix .h5)'
complete -c icekeel -n '__fish_seen_subcommand_from summary' -x -l format -a 'text json' -d 'Format of the answer'
complete -c icekeel -n '__fish_seen_subcommand_from schema reference' -r -F -s o -l output -d 'File instead of stdout'
complete -c icekeel -n '__fish_seen_subcommand_from list' -a "(icekeel list 2>/dev/null | string replace -r ' .*' '')"
complete -c icekeel -n '__fish_seen_subcommand_from show' -a '(__icekeel_names)'
