"""The page of `ntkcert report` in a headless browser: every figure is drawn, the table is filled, nothing fails."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["NTKCERT"]
BROWSER = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync", "--enable-logging=stderr", "--virtual-time-budget=5000"]
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
terms = [{degree = 1, coefficient = 1, direction = [1, 2, 2]}]
[flow]
horizon = 1
[output]
times = [0]
degrees = "0..2"
shares = ["0.9"]
quantities = ["degree_residual", "degree_learning_time"]
"""
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


class Page(unittest.TestCase):
    def test_everything_is_drawn(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "run.toml").write_text(RUN)
            (folder / "suite.toml").write_text(SUITE)
            (folder / "certificates").mkdir()

            def call(*arguments):
                subprocess.run([PROGRAM, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)

            call("eigenvalues", "--activation", "erf", "--dim", "3", "--degrees", "0..9", "--digits", "9", "--format", "json",
                 "-o", "erf.json")
            call("flow", "run.toml", "-o", "flow.ndjson")
            call("check", "suite.toml", "--format", "json", "--certificate", "certificates", "-o", "verdicts.json")
            call("report", "erf.json", "flow.ndjson", "verdicts.json",
                 *[str(path) for path in (folder / "certificates").iterdir()], "-o", "report.html")
            done = subprocess.run([*BROWSER, f"--user-data-dir={folder / 'profile'}", "--dump-dom",
                                   (folder / "report.html").as_uri()], capture_output=True, text=True, timeout=120)
        page = done.stdout
        self.assertNotIn("CONSOLE", done.stderr)
        self.assertEqual(page.count("<canvas"), 3)
        for section in "flows", "spectra", "bounds", "verdicts":
            self.assertRegex(page, f'<section id="{section}">')
        self.assertRegex(page, r'<td class="word proved">proved</td>')
        self.assertEqual(page.count('<table class="learning">'), 1)
        self.assertIn("k = 0, 2.", re.sub(r"\s+", " ", page))


if __name__ == "__main__":
    unittest.main()
