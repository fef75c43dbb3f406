# SPDX-License-Identifier: Apache-2.0
# Completion of icekeel for fish. Commands, options and choices come from the program's own help.

function __icekeel_commands
    icekeel $argv --help 2>/dev/null | string match -rg '^  ([a-z][a-z-]*)  +(\S.*)$' | paste - -
end

function __icekeel_names
    for line in (icekeel list 2>/dev/null)
        set -l words (string split -n ' ' -- (string replace -a ',' '' -- $line))
        for name in $words[2..]
            echo $words[1]/$name
        end
    end
end

# What can stand after the command, or after an option.
function __icekeel_arguments
    set -l before (commandline -opc)
    set -l help (icekeel $before[2] --help 2>/dev/null)
    if contains -- Subcommands: $help # as "sweep run"
        if test (count $before) -eq 2
            __icekeel_commands $before[2]
            return
        end
        set help (icekeel $before[2..3] --help 2>/dev/null)
    end
    set -l place $before[-1]
    if string match -qr '^(-o|--output)$' -- $place
        __fish_complete_path (commandline -ct)
        return
    end
    if not string match -qr '^--' -- $place; or contains -- $place --help --resolved --compare --yes --retry --slurm --show --study --plan
        if string match -q -- '-*' (commandline -ct)
            string match -rg '(--[a-z][a-z-]*)' -- $help
            return
        end
        set -l line (contains -i -- Positionals: $help); or return
        set place (string match -rg '^  ([a-z]+)' -- $help[(math $line + 1)])
    end
    switch $place
        case scenario study plan
            __fish_complete_suffix .yaml
        case result results
            __fish_complete_suffix .h5
        case file
            __fish_complete_path (commandline -ct)
        case kind
            icekeel list 2>/dev/null | string replace -r ' .*' ''
        case name
            __icekeel_names
        case '*'
            string match -rg "^  (?:-., *)?$place [^{]*\{([^}]*)\}" -- $help | string split ,
    end
end

complete -c icekeel -f
complete -c icekeel -n 'test (count (commandline -opc)) -eq 1' -a '(__icekeel_commands)'
complete -c icekeel -n 'test (count (commandline -opc)) -eq 1' -a '--help --version'
complete -c icekeel -n 'test (count (commandline -opc)) -gt 1' -a '(__icekeel_arguments)'
