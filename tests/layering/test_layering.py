"""The layering check must fail on every kind of breach: made-up trees and archives, each with one fault."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import layering

COMPILER = sys.argv[1]

CLEAN = {
    "solvers/core/errors/bad_input.hpp": "#pragma once\n",
    "solvers/core/parallel/sum.hpp": '#include <mpi.h>\n#include "core/errors/bad_input.hpp"\n',
    "solvers/core/record/file.cpp": '#include <hdf5.h>\n#include "core/parallel/sum.hpp"\n',
    "solvers/core/simd/lanes.hpp": "#include <hwy/highway.h>\n",
    "solvers/planet/body.cpp": '#include "planet/body.hpp"\n#include "core/errors/bad_input.hpp"\n',
    "solvers/planet/body.hpp": "#include <vector>\n",
    "solvers/lbl/line.hpp": "#pragma once\n",
    "solvers/raytrace/solve.cpp": '#include "planet/body.hpp"\n// MPI_Init() is not called here\n',
    "solvers/raytrace/solve.hpp": "#pragma once\n",
    "drivers/shell/program.cpp": '#include <mpi.h>\n#include <CLI/CLI.hpp>\nint x = MPI_Init(nullptr, nullptr);\n',
    "drivers/shell/options.hpp": '#include "core/errors/bad_input.hpp"\n',
    "drivers/raytrace/main.cpp": '#include "shell/options.hpp"\n#include "raytrace/solve.hpp"\n#include "planet/body.hpp"\n',
    "uws-wrapper/http/server.cpp": '#include <boost/asio.hpp>\n#include "http/server.hpp"\n',
    "uws-wrapper/http/server.hpp": "#include <string>\n",
    "tests/solvers/core/record/file_test.cpp": "",
    "tests/solvers/core/parallel/sum_test.cpp": "",
    "tests/solvers/planet/body/body_test.cpp": '#include <mpi.h>\n#include <iostream>\n',
    "tests/solvers/raytrace/solve_test.cpp": "",
    "tests/drivers/shell/program_test.cpp": "",
    "tests/drivers/raytrace/main_test.cpp": "",
    "tests/uws-wrapper/http/server_test.cpp": "",
}

# A file that is added to the clean tree, its text, and a part of the one complaint that must follow.
SOURCE_FAULTS = [
    ("solvers/core/units/a.hpp", '#include "planet/body.hpp"', "core may not know planet"),
    ("solvers/core/units/a.hpp", '#include "../../planet/body.hpp"', "core may not know planet"),
    ("solvers/planet/a.hpp", '#include "raytrace/solve.hpp"', "planet may not know raytrace"),
    ("solvers/raytrace/a.hpp", '#include "lbl/line.hpp"', "raytrace may not know lbl"),
    ("solvers/lbl/a.hpp", '#include "planet/body.hpp"', "lbl may not know planet"),
    ("solvers/mulumesc/a.hpp", '#include "lbl/line.hpp"', "mulumesc may not know lbl"),
    ("solvers/raytrace/a.hpp", '#include "shell/options.hpp"', "raytrace may not know drivers/shell"),
    ("solvers/novelty/a.hpp", "", "no rule says what solvers/novelty may use"),
    ("drivers/shell/a.hpp", '#include "raytrace/solve.hpp"', "drivers/shell may not know raytrace"),
    ("drivers/shell/a.hpp", '#include "planet/body.hpp"', "drivers/shell may not know planet"),
    ("drivers/raytrace/a.hpp", '#include "lbl/line.hpp"', "drivers/raytrace may not know lbl"),
    ("uws-wrapper/http/a.hpp", '#include "core/errors/bad_input.hpp"', "uws-wrapper may not know core"),
    ("uws-wrapper/http/a.hpp", '#include "shell/options.hpp"', "uws-wrapper may not know drivers/shell"),
    ("uws-wrapper/http/a.hpp", "#include <mpi.h>", "includes <mpi.h>"),
    ("uws-wrapper/http/a.hpp", "#include <hdf5.h>", "includes <hdf5.h>"),
    ("uws-wrapper/http/a.hpp", "#include <petscksp.h>", "includes <petscksp.h>, which only solvers may"),
    ("solvers/planet/a.hpp", "#include <mpi.h>", "includes <mpi.h>"),
    ("solvers/planet/a.hpp", "  #  include <mpi.h>", "includes <mpi.h>"),
    ("drivers/raytrace/a.hpp", "#include <mpi.h>", "includes <mpi.h>"),
    ("solvers/core/parallel/a.hpp", "#include <H5Fpublic.h>", "includes <H5Fpublic.h>"),
    ("drivers/raytrace/a.hpp", "#include <hdf5.h>", "includes <hdf5.h>"),
    ("solvers/planet/a.hpp", "#include <hwy/highway.h>", "includes <hwy/highway.h>"),
    ("drivers/raytrace/a.hpp", "#include <CLI/CLI.hpp>", "includes <CLI/CLI.hpp>"),
    ("drivers/raytrace/a.hpp", "#include <toml++/toml.h>", "includes <toml++/toml.h>"),
    ("solvers/raytrace/a.hpp", "#include <petscksp.h>", "PETSc stays inside a .cpp file"),
    ("solvers/planet/a.hpp", "#include <iostream>", "includes <iostream>"),
    ("drivers/raytrace/a.hpp", "inline int f() { return MPI_Init(nullptr, nullptr); }", "calls MPI_Init"),
    ("solvers/core/parallel/a.hpp", "inline int f() { return MPI_Abort(w, 1); }", "calls MPI_Abort"),
    ("solvers/core/errors/a.hpp", '#include "core/parallel/sum.hpp"', "needs itself through"),
    ("solvers/planet/a.hpp", "\n" * 401, "has 402 lines, more than 400"),
    ("tests/solvers/core/nothing/a_test.cpp", "", "there is no solvers/core/nothing that it could test"),
    ("solvers/core/numerics/a.cpp", "", "solvers/core/numerics: has no tests"),
    ("solvers/lbl/a.cpp", "", "solvers/lbl: has no tests"),
    ("drivers/lbl/main.cpp", "", "drivers/lbl: has no tests"),
]

# Source folder of an archive, its C++ text beside that of the clean archives, and a part of the complaint.
ARCHIVE_FAULTS = [
    ("solvers/lbl", "#include <cstdlib>\nvoid leave() { std::exit(3); }", "needs exit"),
    ("solvers/lbl", "#include <cstdlib>\nchar* look() { return std::getenv(\"HOME\"); }", "needs getenv"),
    ("solvers/lbl", "#include <cstdio>\nvoid say(int n) { std::printf(\"%d\", n); }", "printf"),
    ("solvers/lbl", "#include <cstdio>\nvoid say() { std::fputs(\"x\", stderr); }", "needs stderr"),
    ("solvers/lbl", "#include <iostream>\nvoid say() { std::cout << 1; }", "needs _ZSt4cout"),
    ("solvers/lbl", "#include <iostream>\nvoid say() { std::cerr << 1; }", "needs _ZSt4cerr"),
    ("solvers/lbl", 'extern "C" int MPI_Init(int*, char***);\nint f() { return MPI_Init(0, 0); }', "needs MPI_Init"),
    ("solvers/lbl", "double planet_radius();\ndouble f() { return planet_radius(); }", "of planet"),
    ("solvers/core/units", "double planet_radius();\ndouble f() { return planet_radius(); }", "of planet"),
    ("drivers/shell", "double planet_radius();\ndouble f() { return planet_radius(); }", "of planet"),
    ("uws-wrapper/http", "int core_sum();\nint f() { return core_sum(); }", "of core"),
    ("uws-wrapper/http", 'extern "C" int MPI_Barrier(int);\nint f() { return MPI_Barrier(0); }', "needs MPI_Barrier"),
    ("uws-wrapper/http", 'extern "C" int H5Fopen(int);\nint f() { return H5Fopen(0); }', "needs H5Fopen"),
]


class Tree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="vespa-layering-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def write(self, name, text):
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text + "\n", encoding="utf-8")

    def archive(self, name, text):
        self.write(f"{name}.cpp", text)
        made = self.root / f"{name}.a"
        subprocess.run([COMPILER, "-std=c++20", "-c", f"{name}.cpp", "-o", f"{name}.o"], cwd=self.root, check=True)
        subprocess.run(["ar", "qc", made, f"{name}.o"], cwd=self.root, check=True)
        return str(made)


class Sources(Tree):
    def setUp(self):
        super().setUp()
        for name, text in CLEAN.items():
            self.write(name, text)

    def test_a_clean_tree_passes(self):
        self.assertEqual(list(layering.source_breaches(self.root)), [])

    def test_every_breach_is_found(self):
        for name, text, complaint in SOURCE_FAULTS:
            with self.subTest(file=name, text=text[:60]):
                self.write(name, text)
                breaches = list(layering.source_breaches(self.root))
                (self.root / name).unlink()
                self.assertTrue(any(complaint in breach for breach in breaches), breaches)
                # a circle is told for each of its members
                self.assertLessEqual(len(breaches), 2, breaches)
        self.assertEqual(list(layering.source_breaches(self.root)), [])

    def test_the_exit_code_tells(self):
        check = [sys.executable, layering.__file__, "sources", self.root]
        self.assertEqual(subprocess.run(check, capture_output=True, check=False).returncode, 0)
        self.write("solvers/planet/a.hpp", "#include <mpi.h>")
        result = subprocess.run(check, capture_output=True, text=True, check=False)
        self.assertEqual((result.returncode, result.stdout.count("\n")), (1, 1))


class Archives(Tree):
    def setUp(self):
        super().setUp()
        self.clean = [
            (self.archive("core", "int core_sum() { return 1; }"), "solvers/core/parallel"),
            (self.archive("planet", "int core_sum();\ndouble planet_radius() { return core_sum(); }"), "solvers/planet"),
            (self.archive("trace", "double planet_radius();\ndouble trace() { return planet_radius(); }"), "solvers/raytrace"),
            (self.archive("web", "#include <iostream>\nvoid serve() { std::cout << 1; }"), "uws-wrapper/web"),
        ]

    def test_clean_archives_pass(self):
        self.assertEqual(list(layering.archive_breaches(self.clean)), [])

    def test_every_breach_is_found(self):
        for folder, text, complaint in ARCHIVE_FAULTS:
            with self.subTest(folder=folder, text=text[-60:]):
                made = self.archive("faulty", text)
                breaches = list(layering.archive_breaches([*self.clean, (made, folder)]))
                os.remove(made)
                self.assertTrue(any(complaint in breach and breach.startswith(folder) for breach in breaches), breaches)

    def test_a_missing_archive_is_told(self):
        self.assertIn("is not built", "".join(layering.archive_breaches([("/no/such.a", "solvers/lbl")])))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[2:], verbosity=2)
