"""Makes the published tables of eigenvalues: python3 data/tables/make_tables.py [NAME...], from the project's root, with
build/ntkcert built from a clean checkout. Each table is the program's own output; its head says how it was made."""

import subprocess
import sys
from pathlib import Path

PROGRAM = "build/ntkcert"
FOLDER = Path("data/tables")
DIMENSIONS = (2, 3, 5, 10, 50, 100, 784)
#: (activation, preset, depth)
KERNELS = [("relu", "he", depth) for depth in range(1, 6)] + [
    (activation, "paper", 1) for activation in ("erf", "tanh", "gelu", "softplus", "silu")]
DEGREES = "0..100"
DIGITS = 50


def tables():
    """Name and options of each table."""
    for activation, preset, depth in KERNELS:
        for dim in DIMENSIONS:
            yield f"{activation}-{preset}-depth{depth}-dim{dim}", [
                "--activation", activation, "--preset", preset, "--depth", str(depth), "--dim", str(dim)]


def main(names):
    known = dict(tables())
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.exit(f"unknown table {unknown[0]}: accepted are {', '.join(known)}")
    for name in names or known:
        subprocess.run([PROGRAM, "eigenvalues", *known[name], "--degrees", DEGREES, "--digits", str(DIGITS),
                        "--format", "csv", "-o", str(FOLDER / f"{name}.csv")], check=True)
        print(name, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
