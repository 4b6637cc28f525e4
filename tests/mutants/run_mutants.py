"""Plants each error of mutants.toml in a copy of the sources, builds, and runs the tests named there: they must fail.

Arguments: words that a mutant's name must contain (all mutants if none). Exit code 1 if a mutant survives."""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: What a build needs.
SOURCES = ("CMakeLists.txt", "CMakePresets.json", "cmake", "lib", "proofs_check", "tests", "data", "docs", "README.md")


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


def checked(*command):
    result = run(*command)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{result.stdout}{result.stderr}")


def targets(build, tests):
    """The test programs of the modules that the pattern names."""
    modules = {"test_" + tests.split("/")[0]}
    return [t for t in modules if (build / "build.ninja").read_text().find(f"build {t}: ") >= 0] or ["all"]


def survives(mutant, tree, build):
    path = tree / mutant["file"]
    original = path.read_text()
    if original.count(mutant["find"]) != 1:
        return f"{mutant['file']} holds the text to replace {original.count(mutant['find'])} times"
    path.write_text(original.replace(mutant["find"], mutant["replace"]))
    try:
        # A mutant must compile; a warning about something it left unused is no matter.
        checked("ninja", "-C", str(build), *targets(build, mutant["tests"]))
        tests = run("ctest", "--test-dir", str(build), "--no-tests=error", "-j", str(os.cpu_count()), "-LE", "nightly",
                    "-R", "^" + mutant["tests"])
    finally:
        path.write_text(original)
    return None if tests.returncode != 0 and "tests failed" in tests.stdout else "no test failed"


def main(words):
    mutants = [m for m in tomllib.loads((Path(__file__).parent / "mutants.toml").read_text())["mutant"]
               if all(word in m["name"] for word in words)]
    survivors = 0
    with tempfile.TemporaryDirectory() as scratch:
        tree, build = Path(scratch, "tree"), Path(scratch, "build")
        tree.mkdir()
        for name in SOURCES:
            source = ROOT / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, tree / name)
        checked("cmake", "--preset", "release", "-S", str(tree), "-B", str(build), "-DNTKCERT_TESTS=ON",
                "-DCMAKE_CXX_FLAGS=-Wno-error")
        for mutant in mutants:
            why = survives(mutant, tree, build)
            survivors += why is not None
            print(f"{'killed  ' if why is None else 'SURVIVED'}  {mutant['name']}" + (f": {why}" if why else ""), flush=True)
    print(f"{len(mutants) - survivors} of {len(mutants)} mutants killed")
    return 1 if survivors or not mutants else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
