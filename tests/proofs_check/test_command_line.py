"""The program as a user meets it: formats, exit codes, one line for each mistake, whole files or none."""
import csv
import hashlib
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import tempfile
import time
import unittest
from fractions import Fraction

from mpmath import iv

PROGRAM = os.environ["NTKCERT"]
RUN = """schema = "ntkcert/run/1"
[network]
activation = "tanh"
width = 4
dim = 3
seed = 1
[data]
samples = 3
seed = 2
[target]
terms = [{degree = 1, coefficient = 0.1, direction = [1, "1/3", 1e-400]}]
[flow]
horizon = 2
tolerance = 1e-20
[output]
times = [0, "1/3", 0.7, 2]
quantities = ["residual", "residual_norm", "risk", "displacement", "radius", "gram", "gram_eigenvalues",
              "gram_change", "linear_limit", "linear_initial", "deviation_limit", "deviation_initial"]
"""


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def write(self, name, text):
        pathlib.Path(self.path(name)).write_text(text)
        return self.path(name)

    def call(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, code, f"{arguments}: {done.stderr}")
        return done

    def good(self, *arguments):
        """The standard output of a call that has nothing to say on standard error."""
        done = self.call(*arguments)
        self.assertEqual(done.stderr, "")
        return done.stdout

    def bad(self, code, *arguments, says):
        """The call ends with the code, nothing on standard output and one line that has every text of `says`."""
        done = self.call(*arguments, code=code)
        self.assertEqual(done.stdout, "")
        self.one_line(done.stderr, says)

    def one_line(self, text, says):
        self.assertEqual(text.count("\n"), 1, text)
        self.assertTrue(text.startswith("ntkcert: "), text)
        for part in says:
            self.assertIn(part, text)

    def table(self, *options, activation="tanh", dim="3", degrees="0..12", code=0):
        """The parsed JSON of `ntkcert eigenvalues`."""
        done = self.call("eigenvalues", "--activation", activation, "--dim", dim, "--degrees", degrees,
                         "--format", "json", *options, code=code)
        return json.loads(done.stdout)


class General(CommandLine):
    def test_version(self):
        about = json.loads(self.good("version", "--format", "json"))
        self.assertLessEqual({"version", "commit", "compiler", "libraries"}, set(about))
        self.assertTrue({"arb", "boost", "eigen", "flint", "gmp", "mpfr", "openssl", "toml++"} <= set(about["libraries"]))
        text = self.good("version")
        for name, version in about["libraries"].items():
            self.assertRegex(text, rf"(?m)^{name.replace('+', '[+]')} +{version}$")

    def test_help(self):
        self.assertIn("eigenvalues", self.good("--help"))
        for command in ("eigenvalues", "flow", "version"):
            self.assertIn("--format", self.good(command, "--help"))

    def test_unknown_words(self):
        self.bad(64, says=["no command", "eigenvalues", "flow"])
        self.bad(64, "eigenvalue", says=["unknown command 'eigenvalue'", "nearest is 'eigenvalues'"])
        self.bad(64, "version", "--fromat", "json", says=["unknown option '--fromat'", "nearest is '--format'"])
        self.bad(64, "version", "--format", "yaml", says=["'yaml'", "text, json"])
        self.bad(64, "version", "extra", says=["'extra' is one argument too many"])
        self.bad(64, "version", "--format", says=["--format"])
        self.bad(64, "flow", says=["RUN is required"])

    def test_start_costs_little(self):
        """20 ms of processor time are aimed at; the rest is for a busy machine."""
        def seconds():
            process = subprocess.Popen([PROGRAM, "--version"], stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage.ru_utime + usage.ru_stime

        self.assertLess(min(seconds() for _ in range(10)), 0.05)


class Eigenvalues(CommandLine):
    def test_csv_and_json_say_the_same(self):
        arguments = ("eigenvalues", "--activation", "erf", "--dim", "5", "--degrees", "0..6,10..20:5", "--digits", "25")
        table = json.loads(self.good(*arguments, "--format", "json"))
        lines = self.good(*arguments, "--format", "csv").splitlines()
        head = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# "))
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
        self.assertEqual(rows, table["eigenvalues"])
        self.assertEqual([row["degree"] for row in rows], [str(k) for k in (*range(7), 10, 15, 20)])
        for name in ("schema", "tool", "commit", "libraries", "kernel", "precision", "bias_variance"):
            self.assertEqual(head[name], table[name])
        for name in ("trace", "tail"):
            self.assertEqual(head[name], f"[{table[name]['lo']}, {table[name]['hi']}]")
        self.assertTrue(head["command_line"].startswith("ntkcert eigenvalues --activation erf"))

    def test_numbers_are_enclosures_of_the_digits_asked_for(self):
        for activation in ("tanh", "erf", "relu"):
            for digits in (1, 16, 40):
                table = self.table("--digits", str(digits), activation=activation)
                for row in table["eigenvalues"]:
                    lo, hi, mid, rad = (Fraction(row[name]) for name in ("lo", "hi", "mid", "rad"))
                    self.assertTrue(0 < lo <= mid <= hi)
                    self.assertTrue(hi - mid <= rad and mid - lo <= rad)
                    self.assertLessEqual(rad, lo / 10**digits)
                    self.assertLessEqual(hi - lo, 2 * lo / 10**digits)

    def test_tables_of_different_precision_overlap(self):
        coarse, fine = (self.table("--digits", digits)["eigenvalues"] for digits in ("5", "60"))
        for a, b in zip(coarse, fine):
            self.assertTrue(Fraction(a["lo"]) < Fraction(b["lo"]) <= Fraction(b["hi"]) < Fraction(a["hi"]))

    def test_trace_identity(self):
        iv.dps = 60
        for activation in ("tanh", "erf", "relu"):
            for kernel in ("ntk", "nngp"):
                table = self.table("--kernel", kernel, activation=activation, dim="4")
                mass = sum((iv.mpf([row["lo"], row["hi"]]) * int(row["multiplicity"]) for row in table["eigenvalues"]),
                           iv.mpf([table["tail"]["lo"], table["tail"]["hi"]]))
                trace = iv.mpf([table["trace"]["lo"], table["trace"]["hi"]])
                self.assertTrue(mass.a <= trace.b and trace.a <= mass.b)
                self.assertTrue(mass.delta <= trace.a * iv.mpf(10) ** -28)

    def test_a_second_algorithm_agrees(self):
        plain = self.table(activation="relu", degrees="0..20")
        checked = self.table("--cross-check", activation="relu", degrees="0..20")
        self.assertNotIn("checked_by", plain)
        self.assertNotEqual(checked["algorithm"], checked["checked_by"])
        self.assertEqual(plain["eigenvalues"], checked["eigenvalues"])
        other = self.table("--algorithm", checked["checked_by"], activation="relu", degrees="0..20")
        self.assertEqual(other["algorithm"], checked["checked_by"])
        for a, b in zip(plain["eigenvalues"], other["eigenvalues"]):
            self.assertTrue(Fraction(a["lo"]) <= Fraction(b["hi"]) and Fraction(b["lo"]) <= Fraction(a["hi"]))
        self.bad(64, "eigenvalues", "--activation", "tanh", "--dim", "3", "--degrees", "0..3", "--algorithm",
                 plain["algorithm"], says=[plain["algorithm"], "accepted are"])

    def test_laws_of_weights_and_biases(self):
        plain = self.table("--weights", "gaussian", "--biases", "none", degrees="0..6")
        self.assertEqual(plain["eigenvalues"], self.table("--bias-variance", "0", degrees="0..6")["eigenvalues"])
        self.assertEqual((plain["weights"], plain["biases"]), ("gaussian", "none"))
        for activation in ("tanh", "relu"):
            biased = self.table("--weights", "sphere:1.5", "--biases", "uniform:1/2", "--preset", "he",
                                activation=activation, degrees="0..40")
            self.assertEqual((biased["weights"], biased["biases"], biased["bias_variance"]),
                             ("sphere:3/2", "uniform:1/2", "1"))
            mass = sum(Fraction(row["lo"]) * int(row["multiplicity"]) for row in biased["eigenvalues"])
            self.assertGreater(Fraction(biased["tail"]["hi"]), 0)
            self.assertLess(Fraction(biased["tail"]["hi"]), mass / 100)
        centred = self.table("--weights", "sphere:1", "--biases", "none", degrees="0..4")["eigenvalues"]
        self.assertEqual([row["lo"] == "0" for row in centred], [True, False, True, False, True])
        call = ("eigenvalues", "--activation", "tanh", "--dim", "3", "--degrees", "0..4")
        for options, says in ((("--weights", "sphere:0"), ["--weights sphere:0", "above 0"]),
                              (("--weights", "cube:1"), ["--weights cube:1", "gaussian and sphere:"]),
                              (("--biases", "uniform"), ["--biases uniform", "none and uniform:"]),
                              (("--biases", "uniform:1"), ["uniform biases", "weights on a sphere"]),
                              (("--weights", "sphere:1", "--depth", "2"), ["depth 2"]),
                              (("--weights", "sphere:1", "--first-weight-variance", "2"),
                               ["--first-weight-variance, --weights sphere:1", "one of the two"]),
                              (("--biases", "none", "--bias-variance", "1"),
                               ["--bias-variance, --biases none", "one of the two"])):
            self.bad(64, *call, *options, says=says)
        self.bad(64, "eigenvalues", "--activation", "relu", "--dim", "3", "--degrees", "0..4", "--weights", "sphere:1",
                 says=["relu with depth 1, weights sphere:1 and biases gaussian", "uniform ones or none"])

    def test_zeros_are_exact(self):
        table = self.table("--preset", "he", activation="relu")
        for row in table["eigenvalues"]:
            odd = int(row["degree"]) % 2 == 1 and int(row["degree"]) >= 3
            self.assertEqual([row[name] for name in ("lo", "hi", "mid", "rad")] == ["0"] * 4, odd)
        self.assertIn("proved", self.good("eigenvalues", "--activation", "relu", "--dim", "3", "--degrees", "3",
                                          "--preset", "he"))

    def test_normalizations(self):
        iv.dps = 60
        plain = self.table(dim="5")["eigenvalues"]
        factors = {
            "lambda-multiplicity": lambda row: iv.mpf(int(row["multiplicity"])),
            "gegenbauer": lambda row: iv.mpf(2 * int(row["degree"]) + 3) / 3,
            "surface": lambda row: 8 * iv.pi**2 / 3,
        }
        for name, factor in factors.items():
            table = self.table("--normalization", name, dim="5")
            self.assertEqual(table["normalization"], name)
            for row, scaled in zip(plain, table["eigenvalues"]):
                expected = iv.mpf([row["lo"], row["hi"]]) * factor(row)
                found = iv.mpf([scaled["lo"], scaled["hi"]])
                self.assertTrue(expected.a <= found.b and found.a <= expected.b)
                self.assertTrue(found.delta <= 2 * found.a * iv.mpf(10) ** -30)
        self.bad(64, "eigenvalues", "--activation", "tanh", "--dim", "2", "--degrees", "1", "--normalization", "gegenbauer",
                 says=["gegenbauer", "dimensions 3 or more"])

    def test_latex_shows_correct_digits_alone(self):
        text = self.good("eigenvalues", "--activation", "erf", "--dim", "3", "--degrees", "0..4", "--digits", "6",
                         "--format", "latex")
        exact = self.table(activation="erf", degrees="0..4")["eigenvalues"]
        rows = re.findall(r"^(\d+) & (\d+) & \$([\d.]+)(?:\\cdot 10\^\{(-?\d+)\})?\$ \\\\$", text, re.M)
        self.assertEqual([row[0] for row in rows], ["0", "1", "2", "3", "4"])
        for row, true in zip(rows, exact):
            digits = len(row[2].replace(".", ""))
            self.assertEqual(digits, 6)
            shown = Fraction(f"{row[2]}e{row[3] or 0}")
            ulp = Fraction(f"1e{int(row[3] or 0) - digits + 1}")
            self.assertLessEqual(abs(shown - Fraction(true["lo"])), ulp / 2)
        self.assertIn("\\toprule", text)

    def test_facts_follow_from_the_table(self):
        found = self.table("--facts", "--decay-exponent", "5/2", "--ridge", "1/10", "--learning-time", "1/100")
        self.assertEqual(found["even_degrees"], "strictly decreasing")
        low, high = re.fullmatch(r"(\S+) <= lambda_k k\^5/2 <= (\S+)", found["odd_decay"]).groups()
        for row in found["eigenvalues"]:
            degree = int(row["degree"])
            if degree % 2:
                value = iv.mpf([row["lo"], row["hi"]]) * iv.mpf(degree) ** iv.mpf("2.5")
                self.assertLessEqual(iv.mpf(low).a, value.b)
                self.assertGreaterEqual(iv.mpf(high).b, value.a)
            time_to_learn = iv.log(100) / iv.mpf([row["lo"], row["hi"]])
            shown = iv.mpf([row["learning_time"]["lo"], row["learning_time"]["hi"]])
            self.assertLessEqual(shown.a, time_to_learn.b)
            self.assertGreaterEqual(shown.b, time_to_learn.a)
        dimension = found["effective_dimension"]
        listed = sum(int(row["multiplicity"]) * Fraction(row["lo"]) / (Fraction(row["lo"]) + Fraction(1, 10))
                     for row in found["eigenvalues"])
        self.assertGreaterEqual(Fraction(dimension["hi"]), listed)
        self.assertLessEqual(Fraction(dimension["hi"]), listed + 11 * Fraction(found["tail"]["hi"]))

    def test_degrees_until_the_tail_is_small(self):
        text = self.good("eigenvalues", "--activation", "tanh", "--dim", "3", "--until", "tail=1e-3", "--format", "json")
        found = json.loads(text)
        self.assertEqual([row["degree"] for row in found["eigenvalues"]], [str(k) for k in range(7)])
        self.assertLessEqual(Fraction(found["tail"]["hi"]), Fraction("1e-3"))
        last = found["eigenvalues"][-1]
        self.assertGreater(Fraction(found["tail"]["lo"]) + int(last["multiplicity"]) * Fraction(last["lo"]),
                           Fraction("1e-3"))
        self.assertIn("and not before", found["until"])

    def test_a_timeout_leaves_a_marked_part(self):
        done = self.call("eigenvalues", "--activation", "tanh", "--dim", "3", "--degrees", "0..20000", "--timeout", "2",
                         "--format", "json", code=5)
        found = json.loads(done.stdout)
        self.assertEqual(found["complete"], "no: stopped by --timeout")
        self.assertEqual([row["degree"] for row in found["eigenvalues"]],
                         [str(k) for k in range(len(found["eigenvalues"]))])
        self.assertGreaterEqual(len(found["eigenvalues"]), 64)
        self.one_line(done.stderr, ["--timeout 2", "of 20001 degrees"])
        self.assertEqual(found["eigenvalues"][:13], self.table()["eigenvalues"])

    def test_jobs_do_not_change_a_bit(self):
        tables = [self.good("eigenvalues", "--activation", "erf", "--dim", "5", "--degrees", "0..40", "--format", "csv",
                            "--jobs", jobs).splitlines() for jobs in ("1", "2", "7")]
        rows = [[line for line in table if not line.startswith("# command_line")] for table in tables]
        self.assertEqual(rows[0], rows[1])
        self.assertEqual(rows[0], rows[2])

    def test_variances_are_exact_and_override_the_preset(self):
        paper = self.table()["eigenvalues"]
        spelled = self.table("--preset", "he", "--weight-variance", "1", "--first-weight-variance", "2/2",
                             "--bias-variance", "1.0")["eigenvalues"]
        self.assertEqual(paper, spelled)
        self.assertEqual(self.table("--bias-variance", "0.1")["bias_variance"], "1/10")

    def test_too_small_a_budget(self):
        done = self.call("eigenvalues", "--activation", "tanh", "--dim", "3", "--degrees", "0..8", "--digits", "30",
                         "--max-precision", "64", "--format", "json", code=5)
        table = json.loads(done.stdout)
        self.one_line(done.stderr, ["--digits 30", f"{table['digits']} digits reached", "64 bits", "--max-precision"])
        self.assertTrue(0 < int(table["digits"]) < 30)
        for row, good in zip(table["eigenvalues"], self.table("--digits", "60")["eigenvalues"]):
            self.assertTrue(Fraction(row["lo"]) <= Fraction(good["lo"]) <= Fraction(good["hi"]) <= Fraction(row["hi"]))
            self.assertLessEqual(Fraction(row["rad"]), Fraction(row["lo"]) / 10 ** int(table["digits"]))
        self.table("--digits", "30", "--precision", "64", code=5)
        self.table("--digits", "10", "--precision", "64")
        self.table("--digits", "30", "--precision", "64", "--max-precision", "512")

    def test_bad_input(self):
        good = {"--activation": "tanh", "--dim": "3", "--degrees": "0..4"}

        def bad(option, value, *says):
            arguments = [f"{name}={text}" for name, text in {**good, option: value}.items()]
            self.bad(64, "eigenvalues", *arguments, says=says)

        bad("--activation", "tahn", "tahn", "relu, repu:K", "nearest", "tanh")
        bad("--dim", "1", "--dim 1", "integers 2 to")
        bad("--dim", "3.5", "--dim 3.5", "integers 2 to")
        for degrees in ("-1", "-1..3", "3..1", "1,,2", "1,1", "a", "0..9:0", "0..99999999999"):
            bad("--degrees", degrees, "--degrees", f"'{degrees}'", "0 or more")
        self.bad(64, "eigenvalues", "--activation", "tanh", "--dim", "3", "--degrees", "", says=["--degrees ''", "0 or more"])
        bad("--digits", "0", "--digits 0", "1 to")
        bad("--kernel", "ntkk", "'ntkk'", "ntk, nngp")
        bad("--preset", "hee", "'hee'", "paper, he")
        bad("--depth", "0", "--depth 0")
        bad("--weight-variance", "0", "variance 0", "positive")
        bad("--weight-variance", "x", "'x' is not a number", "1/3")
        bad("--bias-variance", "-1", "variance -1")
        bad("--precision", "1", "--precision 1", "auto")
        bad("--normalization", "lamda", "'lamda'", "nearest is 'lambda'")
        self.bad(64, "eigenvalues", "--activation", "tanh", "--dim", "3", says=["--degrees is required"])
        for until in ("tail=0", "tail=-1", "tail=x", "tail=", "mass=1"):
            self.bad(64, "eigenvalues", "--activation", "tanh", "--dim", "3", "--until", until, says=["accepted"])
        self.bad(64, "eigenvalues", "--activation", "tanh", "--dim", "3", "--until", "tail=1", "--degrees", "1",
                 says=["--degrees", "--until"])
        self.bad(64, "eigenvalues", "--activation", "tanh", "--dim", "3", "--until", "tail=1", "--timeout", "1",
                 says=["--timeout", "--until"])
        for option in (["--timeout", "0"], ["--ridge", "0"], ["--learning-time", "1"], ["--format", "latx"],
                       ["--decay-exponent", "x", "--facts"], ["--jobs", "0"]):
            self.bad(64, "eigenvalues", "--activation", "tanh", "--dim", "3", "--degrees", "0..3", *option,
                     says=[option[1], "accepted"])


class Flow(CommandLine):
    def records(self, *arguments):
        return self.parts(self.good("flow", self.write("run.toml", RUN), *arguments))

    def parts(self, text):
        """The head with what stands at the end, and the records."""
        head, *records, end = map(json.loads, text.splitlines())
        return {**head, **end["end"]}, records

    def test_ndjson(self):
        head, records = self.records()
        self.assertEqual(head["schema"], "ntkcert/flow/1")
        self.assertEqual((head["network_seed"], head["sample_seed"], head["horizon"]), ("1", "2", "2"))
        self.assertIn("run.toml sha256:", head["input"])
        times = [record["t"] for record in records]
        self.assertEqual(len(times), len(set(times)))
        self.assertTrue({"0", "1/3", "0.7", "2"} <= set(times))
        values = [Fraction(t) for t in times]
        self.assertEqual(values, sorted(values))
        self.assertEqual(values[-1], 2)
        sizes = {"residual": 3, "residual_norm": 1, "risk": 1, "displacement": 1, "radius": 1, "gram": 9,
                 "gram_eigenvalues": 3, "gram_change": 1, "linear_limit": 3, "linear_initial": 3, "deviation_limit": 3,
                 "deviation_initial": 3}
        for record in records:
            self.assertEqual({name: len(v) for name, v in record["quantities"].items()}, sizes)
        self.assertLess(Fraction(head["radius"]), Fraction("1e-20"))

    def test_quantities_belong_together(self):
        iv.dps = 50
        _, records = self.records()
        for record in records:
            q = {name: [iv.mpf([x["lo"], x["hi"]]) for x in values] for name, values in record["quantities"].items()}

            def meet(a, b):
                self.assertTrue(a.a <= b.b and b.a <= a.b, (record["t"], a, b))

            mean_square = sum(r * r for r in q["residual"]) / 3
            meet(mean_square, q["residual_norm"][0] ** 2)
            meet(mean_square / 2, q["risk"][0])
            meet(sum(q["gram"][i] for i in (0, 4, 8)), sum(q["gram_eigenvalues"]))
            meet(sum(g * g for g in q["gram"]), sum(x * x for x in q["gram_eigenvalues"]))
            meet(q["gram"][1], q["gram"][3])
            for name in ("limit", "initial"):
                for parts in zip(q["residual"], q["linear_" + name], q["deviation_" + name]):
                    meet(parts[0], parts[1] + parts[2])
            if record["t"] == "0":
                for name in ("displacement", "gram_change", "deviation_limit", "deviation_initial"):
                    for x in q[name]:
                        meet(x, iv.mpf(0))

    def test_the_whole_sphere(self):
        iv.dps = 50
        run = RUN.replace('quantities = ["residual", "residual_norm", "risk", "displacement", "radius", "gram", "gram_eigenvalues",',
                          'degrees = "1,3"\nquantities = ["population_residual", "degree_driver", "degree_residual",')
        run = run.replace('"gram_change", "linear_limit", "linear_initial", "deviation_limit", "deviation_initial"]', '"degree_deviation", "population_deviation"]')
        lines = self.good("flow", self.write("run.toml", run)).splitlines()
        names = [f"degree_{name}/{k}" for name in ("driver", "residual", "deviation") for k in (1, 3)]
        for record in map(json.loads, lines[1:-1]):
            self.assertEqual(list(record["quantities"]), ["population_residual", *names, "population_deviation"])
            q = {name: iv.mpf([v[0]["lo"], v[0]["hi"]]) for name, v in record["quantities"].items()}
            self.assertTrue(all(x.b >= 0 for x in q.values()))
            self.assertGreaterEqual(q["population_residual"].b ** 2, sum(max(q[f"degree_residual/{k}"].a, 0) ** 2 for k in (1, 3)))
            if record["t"] == "0":
                # f_0 = 0 and f* = 0.1 P_1: its norm is 0.1/sqrt 3.
                wanted = (iv.mpf(1) / 10 / iv.sqrt(3)).mid
                self.assertIn(wanted, q["degree_residual/1"])
                self.assertLess(q["degree_residual/1"].delta, 1e-15)
                self.assertIn(wanted, q["population_residual"])
                for name in ("degree_residual/3", "degree_deviation/1", "degree_deviation/3", "population_deviation"):
                    self.assertTrue(q[name].a <= 0 and q[name].b < 1e-15, (name, q[name]))
        self.bad(65, "flow", self.write("relu.toml", run.replace('activation = "tanh"', 'activation = "relu"')),
                 says=["relu", "three bounded derivatives"])

    def test_learning_times(self):
        iv.dps = 30
        run = re.sub("quantities = .*", 'degrees = "0..1"\nshares = ["0.9", "1/1000"]\n'
                     'quantities = ["degree_learning_time", "degree_residual"]', RUN, flags=re.DOTALL)
        lines = self.good("flow", self.write("run.toml", run)).splitlines()
        self.assertEqual(json.loads(lines[0])["shares"], "0.9 1/1000")
        records = [json.loads(line) for line in lines[1:-1]]
        self.assertEqual([record["t"] for record in records if "degree_learning_time/1" in record["quantities"]],
                         [records[-1]["t"]])
        q = records[-1]["quantities"]
        soon, late = [[Fraction(x["lo"]), x["hi"]] for x in q["degree_learning_time/1"]]
        self.assertEqual(late, [Fraction(records[-1]["t"]), "inf"])
        self.assertLess(Fraction(soon[1]) - soon[0], Fraction(1, 10 ** 9))
        self.assertEqual([[x["lo"], x["hi"]] for x in q["degree_learning_time/0"]], [["0", "inf"]] * 2)
        # A run that records those two times has norms on either side of 9/10 there.
        beside = re.sub("times = .*", f'times = [0, "{q["degree_learning_time/1"][0]["lo"]}", "{soon[1]}"]', run)
        norms = {Fraction(record["t"]): iv.mpf([record["quantities"]["degree_residual/1"][0][end] for end in ("lo", "hi")])
                 for record in map(json.loads, self.good("flow", self.write("beside.toml", beside)).splitlines()[1:-1])}
        for time, side in (soon[0], 1), (Fraction(soon[1]), -1):
            self.assertGreater((side * (norms[time] - norms[0] * 9 / 10)).b, 0)
        limit = iv.mpf([q["degree_learning_time_limit/1"][0][end] for end in ("lo", "hi")])
        table = json.loads(self.good("eigenvalues", "--activation", "tanh", "--dim", "3", "--degrees", "1", "--digits", "12",
                                     "--format", "json"))["eigenvalues"][0]
        wanted = -iv.log(iv.mpf(9) / 10) / iv.mpf([table["lo"], table["hi"]])
        self.assertTrue(limit.a <= wanted.b and wanted.a <= limit.b)
        csv = self.good("flow", self.write("run.toml", run), "--format", "csv")
        self.assertIn(",degree_learning_time/1,1,", csv)
        self.bad(65, "flow", self.write("run.toml", run.replace('shares = ["0.9", "1/1000"]\n', "")), says=["needs shares"])

    def test_csv_has_the_same_numbers(self):
        _, records = self.records()
        lines = self.good("flow", self.path("run.toml"), "--format", "csv").splitlines()
        rows = list(csv.reader(line for line in lines if not line.startswith("#")))
        self.assertEqual(rows[0], ["t", "quantity", "index", "lo", "hi", "since"])
        expected = [[record["t"], name, str(i), x["lo"], x["hi"], record["t"]]
                    for record in records for name, values in record["quantities"].items() for i, x in enumerate(values)]
        self.assertEqual(rows[1:], expected)
        _, records = self.parts(self.good("flow", self.write("double.toml", self.DOUBLE)))
        lines = self.good("flow", self.path("double.toml"), "--format", "csv").splitlines()
        expected = [[record["t"], name, str(i), x["lo"], x["hi"], since]
                    for record in records for part, since in (("quantities", record["t"]), ("throughout", record.get("since")))
                    for name, values in record.get(part, {}).items() for i, x in enumerate(values)]
        self.assertEqual(list(csv.reader(line for line in lines if not line.startswith("#")))[1:], expected)

    def test_precisions_overlap(self):
        _, low = self.records("--precision", "140")
        _, high = self.records("--precision", "300")
        by_time = {record["t"]: record["quantities"] for record in high}
        for record in low:
            for name, values in record["quantities"].items():
                if record["t"] in ("0", "1/3", "0.7", "2") and name != "radius":
                    for a, b in zip(values, by_time[record["t"]][name]):
                        self.assertTrue(Fraction(a["lo"]) <= Fraction(b["hi"]) and Fraction(b["lo"]) <= Fraction(a["hi"]))

    def test_equal_points(self):
        points = self.write("points.csv", "1,2,3\n0.5,1,1.5\n1,0,0\n")
        run = self.write("run.toml", RUN.replace("samples = 3\nseed = 2", f'points = "{points}"'))
        done = self.call("flow", run)
        self.one_line(done.stderr, ["points 1 and 2 are equal", "eigenvalue 0"])
        for line in done.stdout.splitlines()[1:-1]:
            self.assertEqual(json.loads(line)["quantities"]["gram_eigenvalues"][0], {"lo": "0", "hi": "0"})

    def test_too_small_a_budget(self):
        run = self.write("run.toml", RUN)
        done = self.call("flow", run, "--precision", "64", code=5)
        self.one_line(done.stderr, ["run.toml", "radius", "64 bits", "larger precision"])
        self.assertGreater(len(done.stdout.splitlines()), 4)

    DOUBLE = RUN.replace("tolerance = 1e-20", 'tier = "double"\ntolerance = 1e-10')

    def test_the_double_tier_agrees_with_the_ball_tier(self):
        balls = self.write("balls.toml", RUN)
        doubles = self.write("doubles.toml", self.DOUBLE)
        head, wide = self.parts(self.good("flow", doubles))
        exact_head, thin = self.parts(self.good("flow", balls))
        self.assertEqual((head["tier"], exact_head["tier"]), ("double", "ball"))
        self.assertLess(Fraction(head["radius"]), Fraction("1e-10"))
        exact = {record["t"]: record["quantities"] for record in thin}
        compared = 0
        for record in wide:
            for name, values in record["quantities"].items():
                if record["t"] in ("0", "1/3", "0.7", "2") and name != "radius":
                    for a, b in zip(values, exact[record["t"]][name]):
                        self.assertTrue(Fraction(a["lo"]) <= Fraction(b["lo"]) and Fraction(b["hi"]) <= Fraction(a["hi"]),
                                        (name, a, b))
                        compared += 1
        self.assertGreater(compared, 90)
        self.check_whole_steps(wide, thin)
        self.assertEqual(*(self.good("flow", doubles, "--jobs", jobs).split("\n", 1)[1] for jobs in ("1", "3")))

    def check_whole_steps(self, records, exact):
        """The steps cover the horizon; what holds throughout one holds at every time of it that the other tier speaks of."""
        steps = [record for record in records if "since" in record]
        self.assertEqual([steps[0]["since"], *(s["t"] for s in steps)], [*(s["since"] for s in steps), "2"])
        compared = 0
        for step in steps:
            self.assertEqual(list(step["throughout"]), list(step["quantities"]))
            begin, end = Fraction(step["since"]), Fraction(step["t"])
            for record in exact:
                if begin <= Fraction(record["t"]) <= end:
                    for name, values in step["throughout"].items():
                        for a, b in zip(values, record["quantities"][name]):
                            if name != "radius":
                                self.assertTrue(Fraction(a["lo"]) <= Fraction(b["lo"]) and Fraction(b["hi"]) <= Fraction(a["hi"]),
                                                (name, a, b))
                                compared += 1
        self.assertGreater(compared, 200)

    def test_the_double_tier_says_what_it_cannot_reach(self):
        done = self.call("flow", self.write("run.toml", self.DOUBLE.replace("1e-10", "2e-16")), code=5)
        self.one_line(done.stderr, ["run.toml", "up to t = ", "radius", 'tier "ball" can', "1/5000000000000000"])
        for change, says in ((("1e-10", "1e-17"), [":15:13:", '"double" reaches 1e-16', '"ball" reaches any']),
                             (('"tanh"', '"sigmoid"'), [":14:8:", "'sigmoid'", "tanh, erf, softplus and gelu"]),
                             (("1e-10", "1e-10\nprecision = 100"), [":16:13:", "no precision to choose"])):
            self.bad(65, "flow", self.write("run.toml", self.DOUBLE.replace(*change)), says=["run.toml", *says])
        self.bad(64, "flow", self.write("run.toml", self.DOUBLE), "--precision", "100", says=["--precision", '"double"'])
        huge = self.DOUBLE.replace("coefficient = 0.1", 'coefficient = "1e400"')
        self.bad(64, "flow", self.write("run.toml", huge), says=["beyond the range of double"])

    def interrupted(self, run, result, checkpoint):
        """Kills the flow once it has a checkpoint; the checkpoint's content."""
        process = subprocess.Popen([PROGRAM, "flow", run, "-o", result, "--checkpoint", checkpoint, "--checkpoint-every", "0"],
                                   stderr=subprocess.PIPE)
        until = time.monotonic() + 30
        while not os.path.exists(checkpoint) and time.monotonic() < until:
            time.sleep(0.001)
        process.kill()
        process.communicate(timeout=10)
        self.assertEqual(process.returncode, -signal.SIGKILL)
        self.assertFalse(os.path.exists(result))
        return json.loads(pathlib.Path(checkpoint).read_text())

    LONG = DOUBLE.replace("horizon = 2", "horizon = 400").replace('"gram", "gram_eigenvalues",', "")

    def test_a_resumed_flow_is_the_same_bit_for_bit(self):
        run = self.write("run.toml", self.LONG)
        result, checkpoint = self.path("result.ndjson"), self.path("checkpoint.json")
        arguments = "flow", run, "-o", result, "--checkpoint", checkpoint, "--checkpoint-every", "0"
        self.good(*arguments)
        self.assertFalse(os.path.exists(checkpoint))
        whole = pathlib.Path(result).read_text()
        os.remove(result)
        steps = int(json.loads(whole.splitlines()[-1])["end"]["steps"])
        kept = self.interrupted(run, result, checkpoint)
        self.assertTrue(0 < int(kept["steps"]) < steps, (kept["steps"], steps))
        # To standard output, all of it once more.
        self.interrupted(run, result, checkpoint)
        self.assertEqual(self.good(*(a for a in arguments if a not in ("-o", result)), "--resume"), whole)
        self.interrupted(run, result, checkpoint)
        self.good(*arguments, "--resume", "--jobs", "2")
        self.assertEqual(pathlib.Path(result).read_text(), whole)
        self.assertEqual(sorted(f for f in os.listdir(self.folder.name) if ".tmp" not in f), ["result.ndjson", "run.toml"])

    def test_a_resumed_flow_with_a_basis_for_several_steps(self):
        run = self.write("run.toml", self.DOUBLE.replace("horizon = 2", "horizon = 100").replace("samples = 3", "samples = 16"))
        result, checkpoint = self.path("result.ndjson"), self.path("checkpoint.json")
        whole = self.good("flow", run)
        for _ in range(3):
            self.interrupted(run, result, checkpoint)
            self.assertEqual(self.good("flow", run, "--checkpoint", checkpoint, "--checkpoint-every", "0", "--resume").split("\n", 1)[1],
                             whole.split("\n", 1)[1])

    def test_a_resumed_flow_finds_the_same_learning_times(self):
        run = self.write("run.toml", re.sub("quantities = .*", 'degrees = "0..1"\nshares = ["0.9", "0.5", "1/1000"]\n'
                                            'quantities = ["degree_learning_time"]', self.LONG, flags=re.DOTALL))
        result, checkpoint = self.path("result.ndjson"), self.path("checkpoint.json")
        whole = self.good("flow", run)
        self.interrupted(run, result, checkpoint)
        self.assertEqual(self.good("flow", run, "--checkpoint", checkpoint, "--checkpoint-every", "0", "--resume").split("\n", 1)[1],
                         whole.split("\n", 1)[1])

    def test_records_leave_while_the_flow_goes_on(self):
        run = self.write("run.toml", self.LONG.replace("horizon = 400", "horizon = 40000"))
        process = subprocess.Popen([PROGRAM, "flow", run], stdout=subprocess.PIPE)
        lines = [json.loads(process.stdout.readline()) for _ in range(4)]
        self.assertIsNone(process.poll())
        process.kill()
        process.communicate(timeout=10)
        self.assertEqual([line.get("since") for line in lines][:2], [None, None])
        self.assertEqual(lines[0]["tier"], "double")
        self.assertEqual(lines[1]["t"], "0")

    def test_what_cannot_be_resumed(self):
        run = self.write("run.toml", self.LONG)
        checkpoint = self.path("checkpoint.json")
        resume = "--checkpoint", checkpoint, "--resume"
        kept = self.interrupted(run, self.path("result.ndjson"), checkpoint)
        text = pathlib.Path(checkpoint).read_text()
        other = self.write("other.toml", self.LONG + "\n")
        hashes = [hashlib.sha256((hashlib.sha256(pathlib.Path(f).read_bytes()).hexdigest() + "\n").encode()).hexdigest()
                  for f in (run, other)]
        self.bad(65, "flow", other, *resume, says=["checkpoint.json", "another run", *hashes])
        self.bad(65, "flow", run, *resume, "--format", "csv", says=["another format", "ndjson", "csv"])
        pathlib.Path(checkpoint).write_text(text.replace(kept["version"], "0.0.1 abc"))
        self.bad(65, "flow", run, *resume, says=["another version", "0.0.1 abc", kept["version"]])
        pathlib.Path(checkpoint).write_text(text.replace('"displacement": ["', '"displacement": ["-'))
        self.bad(65, "flow", run, *resume, says=["checkpoint.json", "damaged"])
        pathlib.Path(checkpoint).write_text(text)
        records = pathlib.Path(checkpoint + ".records")
        for other_records in (records.read_text().replace("0.", "1.", 1), "short"):
            records.write_text(other_records)
            self.bad(64, "flow", run, *resume, says=["checkpoint.json.records", "not the records"])
        os.remove(records)
        self.bad(74, "flow", run, *resume, says=["checkpoint.json.records", "No such file"])
        self.bad(65, "flow", run, "--checkpoint", self.path("none.json"), "--resume", says=["none.json", "No such file"])
        self.bad(64, "flow", run, "--resume", says=["--resume", "--checkpoint FILE is missing"])
        self.bad(64, "flow", run, "--checkpoint", checkpoint, "--checkpoint-every", "-1", says=["--checkpoint-every -1"])
        self.bad(64, "flow", self.write("balls.toml", RUN), *resume, says=["--checkpoint", '"ball" has none'])
        self.bad(74, "flow", run, "--checkpoint", self.path("missing/file"), says=["missing/file", "No such file"])

    def test_a_full_disk_leaves_the_old_checkpoint(self):
        run = self.write("run.toml", self.LONG)
        checkpoint = self.path("checkpoint.json")
        self.interrupted(run, self.path("result.ndjson"), checkpoint)
        old = pathlib.Path(checkpoint).read_text()

        def full_disk():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))

        done = subprocess.run([PROGRAM, "flow", run, "--checkpoint", checkpoint, "--checkpoint-every", "0", "--resume"],
                              capture_output=True, text=True, preexec_fn=full_disk)
        self.assertEqual(done.returncode, 74)
        self.one_line(done.stderr, ["checkpoint.json", "File too large"])
        self.assertEqual(pathlib.Path(checkpoint).read_text(), old)

    def test_bad_input(self):
        def bad(old, new, *says):
            self.assertIn(old, RUN)
            self.bad(65, "flow", self.write("run.toml", RUN.replace(old, new, 1)), says=["run.toml", *says])

        self.bad(65, "flow", self.path("none.toml"), says=["none.toml", "No such file"])
        bad("[flow]", "[flow", ":12:")
        bad("width = 4", "widht = 4", ":4:1: unknown key", "'widht'", "nearest is 'width'")
        bad("width = 4", "width = 5", ":4:9:", "5", "even")
        bad("dim = 3", "dim = 1", ":5:7:", "1", "2 to")
        bad('"tanh"', '"tahn"', ":3:14:", "tahn", "tanh")
        bad('"tanh"', '"relu"', ":3:14:", "relu")
        bad("samples = 3", "samples = 0", ":8:11:", "0", "1 to")
        bad("horizon = 2", "horizon = 0", ":13:11:", "0", "> 0")
        bad("horizon = 2", 'horizon = "abc"', ":13:11:", "abc", "1/3")
        bad('[1, "1/3", 1e-400]', "[0, 0, 0]", ":11:", "direction 0")
        bad("[0, ", "[3, ", ":16:10:", "time 3", "horizon 2")
        bad('"risk"', '"population_residual"', "quantity 'population_residual' needs degrees", "[output]")
        bad('"risk"', '"rsik"', "unknown quantity 'rsik'", "accepted are residual", "nearest is 'risk'")


class Check(CommandLine):
    TRUE = '"a-priori/displacement", "damped-deviation/limit/identity"'
    FALSE = '"must-fail/doubled-damping", "must-fail/dropped-horizon", "must-fail/halved-exponent"'

    def suite(self, theorems, more=""):
        return self.write("suite.toml", f"""schema = "ntkcert/claims/1"
[runs.small]
network = {{ activation = "tanh", width = 4, dim = 2, outer = "sign", seed = 1 }}
data = {{ samples = 3, seed = 11 }}
flow = {{ horizon = 2 }}
target = {{ terms = [{{ degree = 1, coefficient = 1, direction = [1, 2] }}] }}
[[claim]]
theorem = [{theorems}]
run = "small"
{more}""")

    def test_verdicts(self):
        self.assertIn("1 proved, 0 refuted, 0 inconclusive", self.good("check", self.suite(self.TRUE)))
        claims = json.loads(self.good("check", self.suite(self.TRUE), "--format", "json"))["claims"]
        self.assertEqual([claim["verdict"] for claim in claims], ["proved", "consistent"])

    def test_false_claims_are_refuted_at_a_named_time(self):
        for line, options in (('expect = "refuted"', ()), ("", ("--expect", "refuted"))):
            claims = json.loads(self.good("check", self.suite(self.FALSE, line), *options, "--format", "json"))["claims"]
            self.assertEqual([claim["verdict"] for claim in claims], ["refuted"] * 3)
            for claim in claims:
                self.assertTrue(0 < Fraction(claim["t"]) <= 2)
                self.assertGreater(Fraction(claim["lhs_lo"]), Fraction(claim["rhs_hi"]))
        self.call("check", self.suite(self.FALSE), code=10)
        self.call("check", self.suite(self.TRUE, 'expect = "refuted"'), code=10)

    def test_some_claims_alone(self):
        for part, verdicts in (("displace", ["proved"]), ("small", ["proved", "consistent"])):
            claims = json.loads(self.good("check", self.suite(self.TRUE), "--only", part, "--format", "json"))["claims"]
            self.assertEqual([claim["verdict"] for claim in claims], verdicts)
        self.bad(64, "check", self.suite(self.TRUE), "--only", "none", says=["--only 'none'", "--list"])

    SPHERE = '"damped-deviation/population/projected", "damped-deviation/population/integral", ' \
             '"damped-deviation/population/square-integral", "underparameterized/projected", "underparameterized/degree", ' \
             '"underparameterized/no-amplification"'

    def on_sphere(self, theorems, **changes):
        text = pathlib.Path(self.suite(theorems)).read_text()
        for old, new in {"[[claim]]": '[runs.small.output]\ndegrees = "0..3"\n[[claim]]', **changes}.items():
            self.assertIn(old, text)
            text = text.replace(old, new, 1)
        return self.write("sphere.toml", text)

    def test_the_whole_sphere(self):
        claims = json.loads(self.good("check", self.on_sphere(self.SPHERE), "--format", "json"))["claims"]
        self.assertEqual([claim["verdict"] for claim in claims], ["proved"] * 6)
        false = '"must-fail/population-wrong-degree"'
        self.good("check", self.on_sphere(false), "--expect", "refuted")
        self.bad(65, "check", self.suite(self.SPHERE), says=["suite.toml:8:", "whole sphere", "degrees"])

    def test_an_unmet_hypothesis_is_named(self):
        theorem = '"underparameterized/projected"'
        for old, new, words in (('outer = "sign"', 'outer = "gaussian"', "|a_l(0)| = A"),
                                ('outer = "sign"', 'outer = "sign", init = "independent"', "doubled"),
                                ('"tanh"', '"softplus"', "bounded activation"), ("seed = 11", "seed = 1", "both have seed 1")):
            done = self.call("check", self.on_sphere(theorem, **{old: new}), code=5)
            self.assertIn("inconclusive", done.stdout)
            self.assertIn(words, done.stdout)

    def test_precision_does_not_turn_a_verdict(self):
        for theorems in (self.TRUE, self.FALSE):
            suite = self.suite(theorems)
            found = []
            for bits in ("64", "128", "256"):
                done = subprocess.run([PROGRAM, "check", suite, "--format", "json", "--precision", bits],
                                      capture_output=True, text=True)
                found.append([claim["verdict"] for claim in json.loads(done.stdout)["claims"]])
            for verdicts in zip(*found):
                self.assertLessEqual(len(set(verdicts) - {"inconclusive"}), 1, verdicts)

    def test_certificates_are_confirmed_unless_changed(self):
        folder = self.path("certificates")
        os.mkdir(folder)
        self.good("check", self.suite(self.TRUE), "--certificate", folder)
        paths = sorted(os.path.join(folder, name) for name in os.listdir(folder))
        self.assertEqual(len(paths), 2)
        self.assertIn("2 of 2 certificates confirmed", self.good("replay", *paths))
        for path in paths:
            text = pathlib.Path(path).read_text()
            for member, other in (("verdict", "refuted"), ("horizon", "3")):
                changed = re.sub(rf'"{member}":"[^"]*"', f'"{member}":"{other}"', text, count=1)
                self.assertIn("NOT", self.call("replay", self.write("changed.json", changed), code=10).stdout)
        self.bad(65, "replay", self.write("cut.json", text[:len(text) // 2]), says=["cut.json"])

    def test_bad_input(self):
        self.bad(64, "check", says=["no claims file"])
        self.bad(64, "replay", says=["CERTIFICATE is required"])
        self.bad(65, "check", self.path("none.toml"), says=["none.toml", "No such file"])
        self.bad(65, "check", self.suite('"a-priori/enrgy"'), says=["suite.toml:8:12", "a-priori/enrgy", "'a-priori/energy'"])
        self.bad(65, "check", self.suite(self.TRUE, "epxect = 1"), says=["suite.toml:10:1", "'epxect'", "'expect'"])
        self.bad(74, "check", self.suite(self.TRUE), "--certificate", self.path("none"), says=["none"])


class Report(CommandLine):
    SUITE = """schema = "ntkcert/claims/1"
[runs.small]
network = { activation = "tanh", width = 4, dim = 2, seed = 1 }
data = { samples = 3, seed = 2 }
flow = { horizon = 1, tolerance = "1e-18" }
target = { terms = [{ degree = 1, coefficient = 1, direction = [1, 2] }] }
[[claim]]
theorem = "damped-deviation/limit/unprojected"
run = "small"
"""

    def page(self, *results):
        """The data of the page that a report makes."""
        text = self.good("report", *results)
        self.assertTrue(text.startswith("<!DOCTYPE html>"))
        self.assertIn("The MIT License", text)
        self.assertIsNone(re.search(r'(src|href)="?https?:|@import|url\(', text))
        data = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL).group(1)
        self.assertNotIn("<", data)
        return json.loads(data)

    def covers(self, curve, index, lo, hi):
        self.assertLessEqual(Fraction(curve["lo"][index]), lo)
        self.assertGreaterEqual(Fraction(curve["hi"][index]), hi)

    def test_eigenvalues_stay_enclosed(self):
        table = self.path("table.json")
        self.good("eigenvalues", "--activation", "relu", "--dim", "3", "--degrees", "0..5", "--digits", "25", "--format",
                  "json", "-o", table)
        spectrum, = self.page(table)["spectra"]
        rows = json.loads(pathlib.Path(table).read_text())["eigenvalues"]
        self.assertEqual(spectrum["k"], [0, 1, 2, 3, 4, 5])
        for i, row in enumerate(rows):
            self.covers(spectrum["values"], i, Fraction(row["lo"]), Fraction(row["hi"]))

    def test_learning_by_degree(self):
        run = self.write("run.toml", re.sub("quantities = .*", 'degrees = "0..2"\nquantities = ["degree_residual"]', RUN,
                                            flags=re.DOTALL))
        records = self.path("flow.ndjson")
        self.good("flow", run, "-o", records)
        flow, = self.page(records)["flows"]
        lines = [json.loads(line) for line in pathlib.Path(records).read_text().splitlines()[1:-1]]
        degree, = flow["degrees"]  # the target has degree 1 alone, and f_0 = 0
        self.assertEqual((degree["degree"], flow["silent"]), (1, [0, 2]))
        self.assertTrue(flow["drawn"])
        late = self.write("late.toml", pathlib.Path(run).read_text().replace("times = [0, ", "times = ["))
        self.good("flow", late, "-o", records + ".late")
        self.assertFalse(self.page(records + ".late")["flows"][0]["drawn"])
        norms = [[Fraction(line["quantities"]["degree_residual/1"][0][end]) for end in ("lo", "hi")] for line in lines]
        for i, (lo, hi) in enumerate(norms):
            self.covers(degree["share"], i, lo / norms[0][1], hi / norms[0][0])
        table = json.loads(self.good("eigenvalues", "--activation", "tanh", "--dim", "3", "--degrees", "1", "--digits",
                                     "8", "--format", "json"))
        eigenvalue = iv.mpf([table["eigenvalues"][0]["lo"], table["eigenvalues"][0]["hi"]])
        for i, line in enumerate(lines):
            rate = iv.exp(-eigenvalue * iv.mpf(Fraction(line["t"]).numerator) / Fraction(line["t"]).denominator)
            shown = iv.mpf([degree["rate"]["lo"][i], degree["rate"]["hi"][i]])
            self.assertTrue(shown.a <= rate.b and rate.a <= shown.b)

    def test_learning_times_on_the_page(self):
        run = self.write("run.toml", re.sub("quantities = .*", 'degrees = "0..1"\nshares = ["0.9"]\n'
                                            'quantities = ["degree_learning_time"]', RUN, flags=re.DOTALL))
        records = self.path("flow.ndjson")
        self.good("flow", run, "-o", records)
        last = json.loads(pathlib.Path(records).read_text().splitlines()[-2])["quantities"]
        self.assertEqual(self.page(records)["flows"][0]["learning"],
                         [{"degree": k, "share": "0.9", "time": last["degree_learning_time/" + k][0],
                           "limit": last["degree_learning_time_limit/" + k][0]} for k in ("0", "1")])
        broken = self.write("broken.ndjson", pathlib.Path(records).read_text().replace('"shares": "0.9"', '"shares": ""'))
        self.bad(65, "report", broken, "-o", self.path("page.html"), says=["1 learning times", "0 shares"])

    def test_bounds_and_verdicts(self):
        suite = self.write("suite.toml", self.SUITE)
        verdicts = self.path("verdicts.json")
        os.mkdir(self.path("certificates"))
        self.good("check", suite, "--format", "json", "--certificate", self.path("certificates"), "-o", verdicts)
        certificate, = pathlib.Path(self.path("certificates")).iterdir()
        data = self.page(verdicts, str(certificate))
        self.assertEqual([v["verdict"] for v in data["verdicts"]], ["proved"])
        bound, = data["bounds"]
        rows = json.loads(certificate.read_text())["instances"][0]["rows"]
        instance = bound["instances"][0]
        self.assertEqual(len(instance["t"]), len(rows))
        exact = lambda text: Fraction(int(text.partition("p")[0], 16)) * Fraction(2) ** int(text.partition("p")[2] or 0)
        for i, row in enumerate(rows):
            for side in "lhs", "rhs":
                self.covers(instance[side], i, exact(row[side][0]), exact(row[side][1]))

    def test_bad_input(self):
        self.bad(64, "report", says=["RESULT"])
        self.bad(65, "report", self.path("none.json"), says=["none.json", "No such file"])
        self.bad(65, "report", self.write("run.toml", RUN), says=["run.toml:1:", "JSON"])
        self.bad(65, "report", self.write("other.json", '{"schema": "other/1"}'), says=["other.json:1:", "other/1", "accepted"])
        self.bad(65, "report", self.write("empty.json", '{"schema": "ntkcert/flow/1", "tool": ""}\n{"t": 0}'),
                 says=["empty.json", "quantities"])


class Files(CommandLine):
    EIGENVALUES = ("eigenvalues", "--activation", "tanh", "--dim", "3", "--degrees", "0..4", "--format", "json")

    def test_output_goes_to_a_file(self):
        path = self.path("table.json")
        self.assertEqual(self.good(*self.EIGENVALUES, "-o", path), "")
        self.assertEqual(len(json.loads(pathlib.Path(path).read_text())["eigenvalues"]), 5)
        self.assertEqual(os.listdir(self.folder.name), ["table.json"])

    def test_what_cannot_be_written(self):
        self.bad(74, *self.EIGENVALUES, "-o", self.path("missing/table"), says=["missing/table", "No such file"])
        self.bad(74, *self.EIGENVALUES, "-o", self.folder.name, says=["directory"])
        with open("/dev/full", "w") as full:
            done = subprocess.run([PROGRAM, *self.EIGENVALUES], stdout=full, stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 74)
        self.one_line(done.stderr, ["standard output"])

    def test_interruption_leaves_no_file(self):
        run = self.write("run.toml", RUN.replace("horizon = 2", "horizon = 100000").replace("width = 4", "width = 400"))
        result = self.write("result.ndjson", "old")
        for ending in (signal.SIGINT, signal.SIGTERM):
            process = subprocess.Popen([PROGRAM, "flow", run, "-o", result], stderr=subprocess.PIPE)
            time.sleep(0.3)
            process.send_signal(ending)
            process.communicate(timeout=10)
            self.assertEqual(process.returncode, -ending)
            self.assertEqual(pathlib.Path(result).read_text(), "old")
            self.assertEqual(sorted(os.listdir(self.folder.name)), ["result.ndjson", "run.toml"])

    def test_the_command_line_can_be_run_again(self):
        folder = self.path("a folder")
        os.mkdir(folder)
        run = os.path.join(folder, "it's a run.toml")
        pathlib.Path(run).write_text(RUN)
        first = self.good("flow", run)
        command = json.loads(first.splitlines()[0])["command_line"]
        again = subprocess.run(command.replace("ntkcert", PROGRAM, 1), shell=True, capture_output=True, text=True, check=True)
        self.assertEqual(again.stdout, first)

    def test_progress_only_on_a_terminal(self):
        run = self.write("run.toml", RUN)
        self.assertEqual(self.call("flow", run).stderr, "")
        self.assertEqual(self.call("flow", run, "--progress", "never").stderr, "")
        self.bad(64, "flow", run, "--progress", "always", says=["'always'", "auto, never"])


if __name__ == "__main__":
    unittest.main()
