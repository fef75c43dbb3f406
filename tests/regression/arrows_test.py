# SPDX-License-Identifier: Apache-2.0
"""The build refuses what the architecture does not allow, and allows the rest."""

import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
import icekeel

# A line in a file of a module, and the message that refuses it; none: it is allowed.
CASES = [
    ("platforms", "platforms", "#include <simgrid/s4u.hpp>", "may only be included by: engine"),
    ("analysis", "analysis", "#include <hdf5.h>", "may only be included by: result"),
    ("power", "simulator/power", "#include <yaml-cpp/yaml.h>", "may only be included by: config"),
    ("facility", "simulator/facility", "#include <boost/graph/adjacency_list.hpp>",
     "may only be included by: platforms;power"),
    ("analysis", "analysis", '#include "simulator/run/world.h"',
     "module 'analysis' may not use 'run'"),
    ("facility", "simulator/facility", '#include "simulator/engine/kernel.h"',
     "module 'facility' may not use 'engine'"),
    ("run", "simulator/run", '#include "simulator/engine/kernel.h"', None),
    ("platforms", "platforms", "#include <boost/graph/adjacency_list.hpp>", None),
]


def check(module, folder, line):
    """What the build says of a module with that line in one of its files."""
    with tempfile.TemporaryDirectory() as root:
        shutil.copy(os.path.join(icekeel.SOURCE, "IcekeelModule.cmake"), root)
        os.makedirs(os.path.join(root, folder))
        with open(os.path.join(root, folder, "some.h"), "w", encoding="utf-8") as file:
            file.write(f"#pragma once\n{line}\n")
        return subprocess.run(
            ["cmake", f"-DMODULE={module}", "-DSTAMP=stamp", "-P", "IcekeelModule.cmake"],
            cwd=root, capture_output=True, text=True, check=False)


failed = False
for module, folder, line, message in CASES:
    run = check(module, folder, line)
    said = " ".join(run.stderr.split())
    right = run.returncode == 0 if message is None else run.returncode != 0 and message in said
    failed = failed or not right
    print(f"{'as expected' if right else 'WRONG'}: {module}: {line}\n  {said}")
sys.exit(failed)
