"""The check of the layers finds what is planted in a copy of the sources."""
import pathlib
import shutil
import tempfile
import unittest

import check_layers

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Layers(unittest.TestCase):
    def planted(self, path, include):
        """The complaints about a copy of the repository in which `path` includes `include` as well."""
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder)
            for part in ("lib", "proofs_check"):
                shutil.copytree(ROOT / part, copy / part)
            file = copy / path
            file.write_text(f'#include "{include}"\n' + (file.read_text() if file.exists() else ""))
            return list(check_layers.wrong_includes(copy))

    def test_the_repository_is_clean(self):
        self.assertEqual(list(check_layers.wrong_includes(ROOT)), [])

    def test_every_layer_is_known(self):
        folders = {p.name for p in (ROOT / "lib/ntkcert").iterdir() if p.is_dir() and any(p.glob("*.cpp"))}
        self.assertLessEqual(folders, set(check_layers.layers(ROOT)))

    def test_wrong_includes_are_found(self):
        for path, include in [
            ("lib/ntkcert/ball/ball.hpp", "ntkcert/kernel/kernel.hpp"),
            ("lib/ntkcert/network/network.cpp", "ntkcert/flow/problem.hpp"),
            ("lib/ntkcert/matrix/matrix.cpp", "ntkcert/sphere/gegenbauer.hpp"),
            ("lib/ntkcert/activation/tanh.cpp", "files/run_file.hpp"),
            ("proofs_check/files/run_file.cpp", "commands/command.hpp"),
        ]:
            with self.subTest(path=path):
                self.assertEqual(len(self.planted(path, include)), 1)

    def test_right_includes_are_not(self):
        self.assertEqual(self.planted("lib/ntkcert/flow/problem.hpp", "ntkcert/ball/ball.hpp"), [])
        self.assertEqual(self.planted("proofs_check/commands/version.cpp", "files/run_file.hpp"), [])


if __name__ == "__main__":
    unittest.main()
