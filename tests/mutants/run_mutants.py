"""Plants each error of mutants.toml in a copy of the sources, builds, and runs the tests named there: they must fail,
and must pass without it.

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
JOBS = str(len(os.sched_getaffinity(0)))


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


def checked(*command):
    result = run(*command)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{result.stdout}{result.stderr}")


def compile_tests(build, tests):
    """The test program of the module that the pattern names, or everything if it is no module's."""
    target = "test_" + tests.split("/")[0]
    known = f"build {target}: " in (build / "build.ninja").read_text()
    checked("ninja", "-C", str(build), "-j", JOBS, target if known else "all")


def failing(build, tests):
    """Whether one of the tests fails; the first that does ends the run."""
    result = run("ctest", "--test-dir", str(build), "--no-tests=error", "--stop-on-failure", "-j", JOBS, "-LE", "nightly",
                 "-R", "^" + tests)
    if result.returncode != 0 and "tests failed" not in result.stdout:
        sys.exit(f"ctest -R ^{tests}\n{result.stdout}{result.stderr}")
    return result.returncode != 0


def survives(mutant, tree, build):
    path = tree / mutant["file"]
    original = path.read_text()
    if original.count(mutant["find"]) != 1:
        return f"{mutant['file']} holds the text to replace {original.count(mutant['find'])} times"
    path.write_text(original.replace(mutant["find"], mutant["replace"]))
    try:
        # A mutant must compile; a warning about something it left unused is no matter.
        compile_tests(build, mutant["tests"])
        return None if failing(build, mutant["tests"]) else "no test failed"
    finally:
        path.write_text(original)


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
        # Without unity files a mutant costs the compilation of one source; optimisation costs more than it saves.
        checked("cmake", "--preset", "release", "-S", str(tree), "-B", str(build), "-DNTKCERT_TESTS=ON",
                "-DCMAKE_UNITY_BUILD=OFF", "-DCMAKE_CXX_FLAGS=-w", "-DCMAKE_CXX_FLAGS_RELEASE=-O1")
        for tests in sorted({m["tests"] for m in mutants}):
            compile_tests(build, tests)
            if failing(build, tests):
                sys.exit(f"the tests {tests} fail without a planted error")
        for mutant in sorted(mutants, key=lambda m: m["file"]):
            why = survives(mutant, tree, build)
            survivors += why is not None
            print(f"{'killed  ' if why is None else 'SURVIVED'}  {mutant['name']}" + (f": {why}" if why else ""), flush=True)
    print(f"{len(mutants) - survivors} of {len(mutants)} mutants killed")
    return 1 if survivors or not mutants else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
