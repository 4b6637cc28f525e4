"""Includes may only point up the list of layers: lib/ntkcert/CMakeLists.txt says which layer may use which.

    check_layers.py ROOT    lists every wrong include, one a line, and exits 1 if there is one
"""
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)
LAYER = re.compile(r"^ntkcert_layer\(([^)]*)\)", re.MULTILINE)

# The program's folders, lowest first: one may use those before it. The library uses none of them.
PROGRAM = ["files", "theorems", "must_fail", "report", "commands"]


def layers(root):
    """Layer -> the layers it may include, itself among them. A dependency must have been named before."""
    allowed = {}
    for name, *dependencies in (m.split() for m in LAYER.findall((root / "lib/ntkcert/CMakeLists.txt").read_text())):
        own = [d.removeprefix("ntkcert_") for d in dependencies if d.startswith("ntkcert_")]
        unknown = [d for d in own if d not in allowed]
        if unknown:
            raise SystemExit(f"lib/ntkcert/CMakeLists.txt: layer {name} depends on {unknown[0]}, which is not above it")
        allowed[name] = {name}.union(*(allowed[d] for d in own))
    return allowed


def sources(folder):
    return sorted(p for p in folder.rglob("*") if p.suffix in (".hpp", ".cpp", ".in"))


def wrong_includes(root):
    allowed = layers(root)
    for path in sources(root / "lib/ntkcert"):
        layer = path.relative_to(root / "lib/ntkcert").parts[0]
        for include in INCLUDE.findall(path.read_text()):
            parts = include.split("/")
            if parts[0] == "ntkcert" and parts[1] not in allowed.get(layer, ()):
                yield f"{path.relative_to(root)}: layer {layer} may not include {include}"
            elif parts[0] in ["proofs_check", "tests", *PROGRAM]:
                yield f"{path.relative_to(root)}: the library may not include {include}"
    for rank, folder in enumerate(PROGRAM):
        for path in sources(root / "proofs_check" / folder):
            for include in INCLUDE.findall(path.read_text()):
                if include.split("/")[0] in ["tests", *PROGRAM[rank + 1:]]:
                    yield f"{path.relative_to(root)}: {folder} may not include {include}"


def main():
    found = list(wrong_includes(pathlib.Path(sys.argv[1])))
    print("\n".join(found) or "no wrong include")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
