# SPDX-License-Identifier: Apache-2.0
"""The program under test, for tests that are written in Python.

ICEKEEL names the program and ICEKEEL_SOURCE the source tree; CMake sets both. A test that cannot
run where it is says why and exits with SKIPPED, which ctest shows as skipped.
"""

import os
import subprocess
import sys

SKIPPED = 77
SOURCE = os.environ.get(
    "ICEKEEL_SOURCE",
    os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))),
)


def program():
    """Path of the program."""
    path = os.environ.get("ICEKEEL", os.path.join(SOURCE, "build/release/icekeel"))
    if not os.access(path, os.X_OK):
        sys.exit(f"there is no program '{path}': build it, or name it with ICEKEEL")
    return path


def environment():
    """What the program sees: the catalogue of the source tree, plain messages."""
    return {**os.environ, "ICEKEEL_CATALOGUE": SOURCE, "LC_ALL": "C"}


def run(*arguments, folder=None, timeout=120, prefix=()):
    """Runs the program; prefix is a command that starts it, as a shell that sets a limit."""
    return subprocess.run(
        [*prefix, program(), *map(str, arguments)],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        errors="backslashreplace",
        timeout=timeout,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def start(*arguments, folder=None):
    """Starts the program and does not wait."""
    return subprocess.Popen(
        [program(), *map(str, arguments)],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def skip(why):
    """Ends the test as skipped."""
    print("skipped: " + why)
    sys.exit(SKIPPED)
