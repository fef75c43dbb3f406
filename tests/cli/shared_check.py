#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Runs an acceptance check that lies beside the source tree; skipped where there is none."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
import icekeel  # noqa: E402

check = os.path.join(icekeel.SOURCE, "../shared/checks", sys.argv[1])
if not os.path.exists(check):
    icekeel.skip(f"there is no '{check}'")
environment = {**icekeel.environment(), "ICEKEEL": icekeel.program()}
sys.exit(subprocess.run([check], cwd=icekeel.SOURCE, env=environment, check=False).returncode)
