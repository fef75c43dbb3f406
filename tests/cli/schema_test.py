#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The JSON Schema is draft-07, takes what the program takes and refuses what it refuses."""

import copy
import glob
import json
import os
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))
import icekeel  # noqa: E402

try:
    import jsonschema
    import yaml
except ImportError as missing:
    icekeel.skip(f"{missing.name} is not installed (python3-jsonschema, python3-yaml)")


class AsWritten(yaml.SafeLoader):
    """Reads dates as the texts they are."""


AsWritten.add_constructor(
    "tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node)
)


def read(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, AsWritten)


class Schema(unittest.TestCase):
    """The schema that 'icekeel schema' prints."""

    @classmethod
    def setUpClass(cls):
        printed = icekeel.run("schema")
        assert printed.returncode == 0, printed.stderr
        cls.schema = json.loads(printed.stdout)
        cls.validator = jsonschema.Draft7Validator(cls.schema)
        cls.rack = read(os.path.join(HERE, "scenarios/rack.yaml"))

    def errors(self, scenario):
        return [e.message for e in self.validator.iter_errors(scenario)]

    def changed(self, change):
        scenario = copy.deepcopy(self.rack)
        change(scenario)
        return scenario

    def test_it_is_draft_07(self):
        self.assertEqual(self.schema["$schema"], "http://json-schema.org/draft-07/schema#")
        jsonschema.Draft7Validator.check_schema(self.schema)

    def test_it_takes_every_example(self):
        examples = sorted(glob.glob(os.path.join(icekeel.SOURCE, "examples/*/scenario.yaml")))
        self.assertGreaterEqual(len(examples), 1)
        for example in examples:
            with self.subTest(example=os.path.relpath(example, icekeel.SOURCE)):
                self.assertEqual(self.errors(read(example)), [])
                checked = icekeel.run("check", example)
                self.assertEqual(checked.returncode, 0, checked.stderr)

    def test_that_of_studies_takes_every_study_and_refuses_a_misspelt_key(self):
        schema = jsonschema.Draft7Validator(json.loads(icekeel.run("schema", "--study").stdout))
        studies = glob.glob(os.path.join(icekeel.SOURCE, "examples/*/study.yaml"))
        studies += glob.glob(os.path.join(icekeel.SOURCE, "examples/*/optimum.yaml"))
        self.assertGreaterEqual(len(studies), 2)
        for each in studies:
            study = read(each)
            self.assertEqual([e.message for e in schema.iter_errors(study)], [], each)
        study["parameters"][0]["values"] = [1, 2.5, "3 K"]
        self.assertTrue(schema.is_valid(study))
        study["parameters"][0]["vals"] = study["parameters"][0].pop("values")
        self.assertFalse(schema.is_valid(study))

    def test_that_of_plans_takes_every_plan_and_refuses_a_misspelt_key(self):
        schema = jsonschema.Draft7Validator(json.loads(icekeel.run("schema", "--plan").stdout))
        plans = glob.glob(os.path.join(icekeel.SOURCE, "examples/21-fleet-by-year/*.yaml"))
        self.assertGreaterEqual(len(plans), 2)
        for each in plans:
            plan = read(each)
            self.assertEqual([e.message for e in schema.iter_errors(plan)], [], each)
        plan["phases"][0]["growht"] = "3 %"
        self.assertFalse(schema.is_valid(plan))

    def test_it_takes_the_resolved_scenario(self):
        resolved = icekeel.run("check", os.path.join(HERE, "scenarios/rack.yaml"), "--resolved")
        self.assertEqual(self.errors(yaml.load(resolved.stdout, AsWritten)), [])

    def test_it_refuses_a_misspelt_key(self):
        scenario = self.changed(lambda s: s.update(duraton=s.pop("duration")))
        self.assertTrue(any("duraton" in e for e in self.errors(scenario)))

    def test_it_refuses_a_misspelt_key_in_depth(self):
        def misspell(scenario):
            scenario["workload"]["jobs"][0]["training"]["layout"]["tensor_paralel"] = 8

        self.assertNotEqual(self.errors(self.changed(misspell)), [])

    def test_it_refuses_a_missing_unit(self):
        self.assertNotEqual(self.errors(self.changed(lambda s: s.update(duration=6))), [])

    def test_it_refuses_a_text_for_a_count(self):
        def mistake(scenario):
            scenario["sites"][0]["halls"][0]["racks"]["count"] = "many"

        self.assertNotEqual(self.errors(self.changed(mistake)), [])

    def test_it_takes_changes_to_items_of_a_list_by_their_place(self):
        def change(scenario):
            stages = {"[1]": {"modules": 2}, "[2]": {"heat_to": "outside"}}
            scenario["sites"][0]["power"] = {"like": "electrical/2n", "stages": stages}

        scenario = self.changed(change)
        self.assertEqual(self.errors(scenario), [])
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            yaml.safe_dump(scenario, file)
            file.flush()
            checked = icekeel.run("check", file.name)
        self.assertEqual(checked.returncode, 0, checked.stderr)
        scenario["sites"][0]["power"]["stages"] = {"[1]": {"moduls": 2}}
        self.assertNotEqual(self.errors(scenario), [])
        scenario["sites"][0]["power"]["stages"] = {"[one]": {"modules": 2}}
        self.assertNotEqual(self.errors(scenario), [])

    def test_it_explains_every_setting(self):
        for name, setting in self.schema["properties"].items():
            if name not in ("include", "source", "estimate", "scope", "note", "description"):
                self.assertIn("description", setting, name)


if __name__ == "__main__":
    unittest.main()
