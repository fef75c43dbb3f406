#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Runs that do not end: Ctrl-C, kill -9, a full disk. What was simulated must stay readable."""

import json
import os
import signal
import sys
import tempfile
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))
import icekeel  # noqa: E402

RACK = os.path.join(HERE, "scenarios/rack.yaml")
YEARS = ["--set", "duration=20000 d", "--set", "record.every=1 min", "--progress", "none"]


class LongRun(unittest.TestCase):
    """A run of decades that something ends."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="icekeel-cli-")
        self.addCleanup(scratch.cleanup)
        self.folder = scratch.name
        self.result = os.path.join(self.folder, "r.h5")
        self.partial = self.result + ".partial"

    def start(self):
        """Starts the run and waits until it has written something."""
        run = icekeel.start("run", RACK, "-o", "r.h5", *YEARS, folder=self.folder)
        self.addCleanup(run.stdout.close)
        self.addCleanup(run.stderr.close)
        self.addCleanup(run.kill)
        deadline = time.monotonic() + 60
        while not os.path.exists(self.partial) or os.path.getsize(self.partial) < 200_000:
            self.assertIsNone(run.poll(), "the run ended before it could be interrupted")
            self.assertLess(time.monotonic(), deadline, "the run writes nothing")
            time.sleep(0.01)
        return run

    def summary(self):
        shown = icekeel.run("summary", self.partial, "--format", "json", folder=self.folder)
        self.assertEqual(shown.returncode, 0, shown.stderr)
        return json.loads(shown.stdout)

    def expect_interrupted(self, signal_number):
        run = self.start()
        run.send_signal(signal_number)
        out, err = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 3)
        self.assertEqual(out, "")
        self.assertEqual(
            err, "icekeel: interrupted; what was simulated is in 'r.h5.partial'\n"
        )
        self.assertFalse(os.path.exists(self.result))
        summary = self.summary()
        self.assertEqual(summary["status"], "interrupted")
        self.assertGreater(summary["simulated_s"], 0)
        self.assertLess(summary["simulated_s"], 20000 * 86400)
        self.assertGreater(summary["facility_energy_MWh"], 0)
        self.assertLess(abs(summary["balance_residual"]), 1e-6)

    def test_control_c_keeps_what_was_simulated(self):
        self.expect_interrupted(signal.SIGINT)

    def test_the_same_wish_twice_is_one_wish(self):
        run = self.start()
        run.send_signal(signal.SIGINT)
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=60)
        self.assertEqual(run.returncode, 3)
        self.assertEqual(self.summary()["status"], "interrupted")

    def test_a_polite_end_does_the_same(self):
        self.expect_interrupted(signal.SIGTERM)

    def test_kill_leaves_nothing_that_looks_whole(self):
        run = self.start()
        run.kill()
        run.communicate(timeout=60)
        self.assertEqual(run.returncode, -signal.SIGKILL)
        self.assertEqual(os.listdir(self.folder), ["r.h5.partial"])
        summary = self.summary()
        self.assertEqual(summary["status"], "running")
        self.assertEqual(summary["scenario"], "One rack")

    def test_summary_of_the_whole_file_names_the_partial_one(self):
        run = self.start()
        run.kill()
        run.communicate(timeout=60)
        shown = icekeel.run("summary", "r.h5", folder=self.folder)
        self.assertEqual(shown.returncode, 2)
        self.assertEqual(
            shown.stderr,
            "icekeel: error: 'r.h5' does not exist; the run has not ended, what it has written"
            " is in 'r.h5.partial'\n",
        )

    def test_a_full_disk_ends_the_run_with_the_path(self):
        # The limit of a file's size stands for a full disk; its signal is left out, so that a
        # write fails.
        limit = ["bash", "-c", 'trap "" XFSZ; ulimit -f 300; exec "$@"', "limit"]
        run = icekeel.run("run", RACK, "-o", "r.h5", *YEARS, folder=self.folder, prefix=limit)
        self.assertEqual(run.returncode, 1, run.stderr)
        self.assertRegex(
            run.stderr, r"^icekeel: error: 'r\.h5\.partial': .*File too large.*\n$"
        )
        self.assertEqual(run.stderr.count("\n"), 1)
        self.assertEqual(run.stdout, "")
        self.assertEqual(os.listdir(self.folder), ["r.h5.partial"])
        shown = icekeel.run("summary", self.partial, folder=self.folder)
        self.assertIn(shown.returncode, (0, 2))
        self.assertNotIn("bug", shown.stderr)

    def test_stdout_on_a_full_disk_is_an_error(self):
        full = ["bash", "-c", 'exec "$@" > /dev/full', "full"]
        run = icekeel.run("list", folder=self.folder, prefix=full)
        self.assertEqual(run.returncode, 1)
        self.assertEqual(
            run.stderr, "icekeel: error: the answer cannot be written to stdout\n"
        )

    def test_an_old_result_stays_until_the_new_one_is_whole(self):
        with open(self.result, "w", encoding="utf-8") as file:
            file.write("an old result")
        run = self.start()
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=60)
        with open(self.result, encoding="utf-8") as file:
            self.assertEqual(file.read(), "an old result")


if __name__ == "__main__":
    unittest.main()
