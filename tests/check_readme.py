"""Runs the blocks of README.md that are fenced as ```sh run, in one folder that has the program at build/ntkcert and the
repository's data. A block fenced as ```text right after it is what it must print; a line ... stands for any lines."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```sh run\n(.*?)^```\n(?:\n*```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)


def matches(expected, printed):
    """Whether the text is the expected one, line by line."""
    pattern = "".join(r"(?:.*\n)*" if line == "..." else re.escape(line) + r" *\n" for line in expected.splitlines())
    return re.fullmatch(pattern, printed) is not None


def main():
    blocks = BLOCK.findall((ROOT / "README.md").read_text())
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(f"{folder}/build")
        os.symlink(os.path.abspath(os.environ["NTKCERT"]), f"{folder}/build/ntkcert")
        os.symlink(ROOT / "data", f"{folder}/data")
        for commands, expected in blocks:
            done = subprocess.run(["bash", "-euo", "pipefail", "-c", commands], cwd=folder, capture_output=True, text=True)
            if done.returncode != 0 or (expected and not matches(expected, done.stdout)):
                failed += 1
                print(f"$ {commands}exit {done.returncode}, printed:\n{done.stdout}{done.stderr}expected:\n{expected}")
    print(f"{len(blocks) - failed} passed, {failed} failed")
    sys.exit(1 if failed or not blocks else 0)


if __name__ == "__main__":
    main()
