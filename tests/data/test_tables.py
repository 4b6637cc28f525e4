"""A random hundredth of the published tables' rows, computed again with ten more digits: the new enclosure must lie in the
published one, and no table may be missing or incomplete."""

import csv
import importlib.util
import os
import random
import subprocess
import unittest
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ["NTKCERT"]

specification = importlib.util.spec_from_file_location("make_tables", ROOT / "data/tables/make_tables.py")
make_tables = importlib.util.module_from_spec(specification)
specification.loader.exec_module(make_tables)


def rows(text):
    return {row["degree"]: row for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))}


class Tables(unittest.TestCase):
    def test_a_random_hundredth(self):
        seed = random.randrange(10**6)
        chosen = random.Random(seed)
        tables = dict(make_tables.tables())
        published = {name: rows((ROOT / f"data/tables/{name}.csv").read_text()) for name in tables}
        sample = [(name, degree) for name, table in published.items() for degree in table]
        self.assertEqual(len(sample), 101 * len(tables))
        by_table = {}
        for name, degree in chosen.sample(sample, len(sample) // 100):
            by_table.setdefault(name, []).append(degree)
        for name, degrees in by_table.items():
            text = subprocess.run([PROGRAM, "eigenvalues", *tables[name], "--degrees", ",".join(degrees), "--digits",
                                   str(make_tables.DIGITS + 10), "--format", "csv"],
                                  check=True, capture_output=True, text=True).stdout
            for degree, new in rows(text).items():
                with self.subTest(seed=seed, table=name, degree=degree):
                    old = published[name][degree]
                    self.assertEqual(old["multiplicity"], new["multiplicity"])
                    lo, hi = Fraction(old["lo"]), Fraction(old["hi"])
                    self.assertLessEqual(lo, Fraction(new["lo"]))
                    self.assertGreaterEqual(hi, Fraction(new["hi"]))
                    self.assertLessEqual(hi - lo, Fraction(201, 100) * Fraction(1, 10**make_tables.DIGITS) * lo)


if __name__ == "__main__":
    unittest.main()
