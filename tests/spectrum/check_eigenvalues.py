"""Every enclosure that `ntkcert eigenvalues` prints contains the oracle's value, is as narrow as asked, and is exactly
zero where, and only where, the oracle finds nothing but its own rounding."""

import csv
import os
import subprocess
import unittest

from mpmath import mp, mpf

import oracle_eigenvalues

PROGRAM = os.environ["NTKCERT"]
DIGITS = 30
#: The oracle's values are good to 60 digits; what should be zero comes out as rounding of 130-digit sums.
ORACLE_ERROR = mpf("1e-59")
ROUNDING = mpf("1e-110")


def enclosures(activation, dim, preset, kernel, degrees, *options, digits=DIGITS):
    command = [PROGRAM, "eigenvalues", "--activation", activation, "--dim", dim, "--degrees", f"0..{degrees - 1}",
               "--digits", digits, "--preset", preset, "--kernel", kernel, "--format", "csv", *options]
    text = subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return [(mpf(row["lo"]), mpf(row["hi"])) for row in rows]


class Eigenvalues(unittest.TestCase):
    def test_against_the_oracle(self):
        compared = 0
        for case in oracle_eigenvalues.cases():
            oracle = oracle_eigenvalues.eigenvalues(*case)
            rows = enclosures(*case)
            self.assertEqual(len(rows), len(oracle))
            for degree, (value, (lo, hi)) in enumerate(zip(oracle, rows)):
                with self.subTest(case=case, degree=degree):
                    if abs(value) < ROUNDING:
                        self.assertEqual((lo, hi), (0, 0))
                        continue
                    slack = ORACLE_ERROR * value
                    self.assertLessEqual(lo, value + slack)
                    self.assertGreaterEqual(hi, value - slack)
                    self.assertLessEqual(hi - lo, mpf("2.01") * mpf(10) ** -DIGITS * value)
                    compared += 1
        self.assertGreater(compared, 1500)

    def test_several_layers_against_the_oracle(self):
        for case in oracle_eigenvalues.deep_cases():
            activation, dim, preset, trained, depth, degrees, digits, error = case
            oracle = oracle_eigenvalues.deep_eigenvalues(activation, dim, preset, trained, depth, degrees)
            kernel, options = ("nngp", []) if trained == "nngp" else ("ntk", ["--train", trained])
            rows = enclosures(activation, dim, preset, kernel, degrees, "--depth", depth, *options, digits=digits)
            for degree, (value, (lo, hi)) in enumerate(zip(oracle, rows, strict=True)):
                with self.subTest(case=case, degree=degree):
                    self.assertLessEqual(lo, value + mpf(error))
                    self.assertGreaterEqual(hi, value - mpf(error))
                    self.assertLessEqual(hi - lo, mpf("2.01") * mpf(10) ** -digits * hi)


if __name__ == "__main__":
    mp.dps = oracle_eigenvalues.DIGITS
    unittest.main()
