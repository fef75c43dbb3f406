#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the cases of one folder: a command line, and exactly what it must print.

A case is a text file of sections:

    What the case shows, in one sentence.
    -- change rack.yaml --          a scenario of tests/cli/scenarios, with one text replaced
    duration: 6 h
    =>
    duration: 6 hours
    -- file more.yaml --            a file as it stands here
    name: More
    -- generate deep.yaml --        a file from a Python expression; epw() makes a weather file
    "[" * 1000
    -- folder results --            an empty folder; 'fifo' makes a named pipe
    -- run --                       arguments of the program, as a shell splits them
    check rack.yaml
    -- exit 2 --
    -- stderr --                    exact, but for '...': any text, or on a line alone any lines
    -- stdout --

Every case runs in an empty folder of its own that holds the scenarios. The source tree reads
$SOURCE in the output and the seconds a run took read N. With --update the expected output is
written anew: read the difference before it is committed.
"""

import argparse
import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))
import icekeel  # noqa: E402
import weather_file  # noqa: E402

HEADING = re.compile(r"^-- (\w+)(?: (.+))? --$")
OUTPUT = ("exit", "stderr", "stdout")


class CaseError(Exception):
    """The case itself is wrong."""


class Section:
    """One part of a case."""

    def __init__(self, kind, name):
        self.kind, self.name, self.lines = kind, name, []

    def text(self):
        return "".join(line + "\n" for line in self.lines)


def read_case(path):
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    sections = [Section("title", None)]
    for line in lines:
        heading = HEADING.match(line)
        if heading:
            sections.append(Section(heading[1], heading[2]))
        else:
            sections[-1].lines.append(line)
    return sections


def change(folder, section):
    path = os.path.join(folder, section.name)
    middle = section.lines.index("=>")
    old, new = "\n".join(section.lines[:middle]), "\n".join(section.lines[middle + 1 :])
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if text.count(old) != 1:
        raise CaseError(f"'{old}' is {text.count(old)} times in {section.name}, not once")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(old, new))


def prepare(folder, section):
    """Does what a section asks for; the last 'run' wins."""
    path = os.path.join(folder, section.name or "")
    if section.kind == "change":
        change(folder, section)
    elif section.kind == "file":
        with open(path, "w", encoding="utf-8") as file:
            file.write(section.text())
    elif section.kind == "generate":
        made = eval(section.text(), {"epw": weather_file.epw, "HEADER": weather_file.HEADER})
        with open(path, "wb") as file:
            file.write(made if isinstance(made, bytes) else made.encode())
    elif section.kind == "folder":
        os.mkdir(path)
    elif section.kind == "fifo":
        os.mkfifo(path)
    elif section.kind not in ("title", "run", *OUTPUT):
        raise CaseError(f"'-- {section.kind} --' is no section")


def normal(text):
    text = text.replace(icekeel.SOURCE, "$SOURCE")
    return re.sub(r"\bin [0-9.]+ s;", "in N s;", text)


def result_of(sections):
    """Runs the case; what it printed as {section: text}."""
    commands = [s.text() for s in sections if s.kind == "run"]
    if len(commands) != 1:
        raise CaseError("a case has one '-- run --'")
    with tempfile.TemporaryDirectory(prefix="icekeel-cli-") as top:
        folder = os.path.join(top, "case")
        shutil.copytree(os.path.join(HERE, "scenarios"), folder)
        for section in sections:
            prepare(folder, section)
        done = icekeel.run(*shlex.split(commands[0]), folder=folder, timeout=30)
    return {
        "exit": str(done.returncode),
        "stderr": normal(done.stderr),
        "stdout": normal(done.stdout),
    }


def expected_of(sections):
    wanted = {"exit": "0", "stderr": "", "stdout": ""}
    for section in sections:
        if section.kind == "exit":
            wanted["exit"] = section.name
        elif section.kind in OUTPUT:
            wanted[section.kind] = section.text()
    return wanted


def matches(wanted, got):
    """Whether the texts are equal where '...' stands for any text, alone for any lines."""
    pattern = "".join(
        "(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + "\n"
        for line in wanted.splitlines()
    )
    return re.fullmatch(pattern, got) is not None


def write_case(path, sections, got):
    with open(path, "w", encoding="utf-8") as file:
        for section in sections:
            if section.kind in OUTPUT:
                continue
            if section.kind != "title":
                file.write("-- " + section.kind + (f" {section.name}" if section.name else ""))
                file.write(" --\n")
            file.write(section.text())
        file.write(f"-- exit {got['exit']} --\n")
        for stream in ("stderr", "stdout"):
            if got[stream]:
                file.write(f"-- {stream} --\n{got[stream]}")


def check(path, update):
    sections = read_case(path)
    wanted, got = expected_of(sections), result_of(sections)
    wrong = [part for part in OUTPUT if not matches(wanted[part], got[part])]
    if wanted["exit"] == got["exit"] and "exit" in wrong:
        wrong.remove("exit")
    if wrong and update:
        write_case(path, sections, got)
        print(f"updated {path}")
        return True
    for part in wrong:
        print(f"--- {os.path.relpath(path, HERE)}: {part} is not as expected")
        old, new = wanted[part].splitlines(), got[part].splitlines()
        print("\n".join(difflib.unified_diff(old, new, "expected", "printed", lineterm="")))
    return not wrong


def main():
    parser = argparse.ArgumentParser(description="Runs cases of the command line.")
    parser.add_argument("--update", action="store_true", help="write the expected output anew")
    parser.add_argument("paths", nargs="+", help="cases, or folders of cases")
    options = parser.parse_args()
    cases = []
    for path in options.paths:
        path = path if os.path.exists(path) else os.path.join(HERE, "cases", path)
        names = sorted(os.listdir(path)) if os.path.isdir(path) else [""]
        cases += [os.path.join(path, name).rstrip("/") for name in names]
    failed = 0
    for case in cases:
        try:
            failed += not check(case, options.update)
        except (CaseError, ValueError, subprocess.TimeoutExpired) as problem:
            print(f"--- {case}: {problem}")
            failed += 1
    print(f"{len(cases) - failed} of {len(cases)} cases passed")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
