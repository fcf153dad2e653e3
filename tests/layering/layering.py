"""Who may know whom: checks the sources' includes and the built archives against the plan of the house.

    layering.py sources ROOT            includes, places of tests, lengths of files
    layering.py archives LIST           LIST: lines "archive|source folder relative to the root"

Prints every breach, one a line, and ends with 1 if there is one.
"""

import pathlib
import re
import subprocess
import sys

LONGEST_FILE = 400
TREES = ("solvers", "drivers", "uws-wrapper", "tests", "benchmarks")

# A part of solvers/ and the other parts it may use.
MAY_USE = {
    "core": set(),
    "planet": {"core"},
    "raytrace": {"core", "planet"},
    "occultation": {"core", "planet", "raytrace"},
    "expres": {"core", "planet"},
    "magfield": {"core", "planet"},
    "lbl": {"core"},
    "mulumesc": {"core"},
    "retrieval": {"core", "lbl"},
}

# Headers of the system, and where alone they may be included; tests and benchmarks may look where they like.
ONLY_IN = [
    (r"mpi\.h", ("solvers/core/parallel", "solvers/core/record", "drivers/shell")),
    (r"hdf5\.h|hdf5_hl\.h|H5\w*\.h", ("solvers/core/record",)),
    (r"fitsio\.h", ("solvers/core/record", "solvers/mulumesc/ingest")),
    (r"hwy/.*", ("solvers/core/simd",)),
    (r"CLI/.*", ("drivers/shell",)),
    (r"toml\+\+/.*", ("drivers/shell", "uws-wrapper/settings")),
    (r"petsc\w*\.h", ("solvers",)),
    (r"iostream", ("drivers", "uws-wrapper")),
    (r"boost/.*|sqlite3\.h|libpq-fe\.h", ("uws-wrapper",)),
]

# Functions that start or end MPI, and where alone they may be called.
MPI_ENDS = re.compile(r"\bMPI_(Init|Init_thread|Finalize|Abort)\s*\(")
MPI_ENDS_IN = ("drivers/shell",)

# What the archive of a solver may not ask for: it neither ends the process, nor prints, nor reads the environment.
FORBIDDEN_SYMBOLS = {
    "MPI_Init", "MPI_Init_thread", "MPI_Finalize", "MPI_Abort", "exit", "_exit", "_Exit", "quick_exit", "getenv",
    "secure_getenv", "setenv", "printf", "vprintf", "puts", "putchar", "fprintf", "vfprintf", "perror", "stdout", "stderr",
    "__printf_chk", "__fprintf_chk", "__vfprintf_chk", "system", "popen", "fork", "signal", "sigaction",
    "_ZSt4cout", "_ZSt4cerr", "_ZSt4clog", "_ZNSt8ios_base4InitC1Ev",
}
FOREIGN_TO_THE_WRAPPER = re.compile(r"(MPI_|PMPI_|ompi_|H5[A-Z]|Petsc)")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


def part_of(path):
    """The part that a file or folder, given relative to the root, belongs to: "core", "drivers/shell", "uws-wrapper"."""
    pieces = pathlib.PurePosixPath(path).parts
    if pieces[0] == "solvers":
        return pieces[1] if len(pieces) > 1 else "solvers"
    if pieces[0] == "drivers":
        return "/".join(pieces[:2])
    return pieces[0]


def may_use(user, used):
    """Whether part `user` may know part `used`."""
    if user == used or user in ("tests", "benchmarks"):
        return True
    if user in MAY_USE:
        return used in MAY_USE[user]
    if user == "drivers/shell":
        return used == "core"
    if user == "drivers/radio":
        return used in {"core", "planet", "raytrace", "drivers/shell"}
    if user.startswith("drivers/"):
        solver = user.split("/")[1]
        return used in {"core", "drivers/shell", "drivers/radio", solver} | MAY_USE.get(solver, set())
    return False


def is_within(path, folders):
    return any(path == folder or path.startswith(folder + "/") for folder in folders)


def sources(root):
    """Every C++ file under the trees, relative to the root, sorted."""
    found = []
    for tree in TREES:
        found += [file.relative_to(root).as_posix() for file in (root / tree).rglob("*") if file.suffix in (".cpp", ".hpp")]
    return sorted(found)


def target_of(root, file, name):
    """The file of the tree that `#include "name"` in `file` means, or None if it is none of the tree's."""
    places = [pathlib.PurePosixPath(file).parent.as_posix(), "solvers", "drivers", "uws-wrapper", "tests", "."]
    for place in places:
        candidate = (root / place / name).resolve()
        if candidate.is_file():
            return candidate.relative_to(root.resolve()).as_posix()
    return None


def include_breaches(root):
    for file in sources(root):
        text = (root / file).read_text(encoding="utf-8")
        user = part_of(file)
        if file.startswith("solvers/") and user not in MAY_USE:
            yield f"{file}: no rule says what solvers/{user} may use"
        for bracket, name in INCLUDE.findall(text):
            used = target_of(root, file, name) if bracket == '"' else None
            if used and not may_use(user, part_of(used)):
                yield f"{file}: includes {used}, but {user} may not know {part_of(used)}"
            if not used and user not in ("tests", "benchmarks"):
                yield from system_breaches(file, name)
        code = COMMENT.sub("", text)
        if user not in ("tests", "benchmarks") and not is_within(file, MPI_ENDS_IN):
            for call in MPI_ENDS.findall(code):
                yield f"{file}: calls MPI_{call}, which only {' and '.join(MPI_ENDS_IN)} may"


def system_breaches(file, name):
    for pattern, folders in ONLY_IN:
        if re.fullmatch(pattern, name) and not is_within(file, folders):
            yield f"{file}: includes <{name}>, which only {' and '.join(folders)} may"
    if re.fullmatch(r"petsc\w*\.h", name) and file.endswith(".hpp"):
        yield f"{file}: includes <{name}>; PETSc stays inside a .cpp file"


def cycle_breaches(root):
    """Folders of solvers/core must not need each other in a circle."""
    needs = {}
    for file in sources(root):
        if not file.startswith("solvers/core/"):
            continue
        folder = file.split("/")[2]
        for bracket, name in INCLUDE.findall((root / file).read_text(encoding="utf-8")):
            used = target_of(root, file, name) if bracket == '"' else None
            if used and used.startswith("solvers/core/") and used.split("/")[2] != folder:
                needs.setdefault(folder, set()).add(used.split("/")[2])

    def reached(start):
        seen, front = set(), set(needs.get(start, ()))
        while front:
            seen |= front
            front = {after for folder in front for after in needs.get(folder, ())} - seen
        return seen

    for folder in sorted(needs):
        if folder in reached(folder):
            yield f"solvers/core/{folder}: needs itself through {', '.join(sorted(needs[folder]))}"


def length_breaches(root):
    for file in sources(root):
        lines = (root / file).read_text(encoding="utf-8").count("\n")
        if lines > LONGEST_FILE:
            yield f"{file}: has {lines} lines, more than {LONGEST_FILE}"


def mirror_breaches(root):
    """Tests lie where the tested lies, and every library of solvers/ and drivers/ has tests."""
    tested = set()
    for file in sources(root):
        if not file.startswith(("tests/solvers/", "tests/drivers/", "tests/uws-wrapper/")):
            continue
        folder = pathlib.PurePosixPath(file).parent.relative_to("tests").as_posix()
        tested.add(folder)
        mirrored = root / folder
        if not mirrored.is_dir() and not any(mirrored.with_suffix(end).is_file() for end in (".hpp", ".cpp")):
            yield f"{file}: there is no {folder} that it could test"
    for file in sources(root):
        if file.startswith(("solvers/", "drivers/")) and file.endswith(".cpp"):
            depth = 3 if file.startswith("solvers/core/") else 2
            library = "/".join(file.split("/")[:depth])
            if not any(is_within(folder, (library,)) for folder in tested):
                tested.add(library)  # one complaint is enough
                yield f"{library}: has no tests in tests/{library}"


def symbols_of(archive):
    """Names that the archive needs from elsewhere and names that it defines for others, both as the linker sees them."""
    listing = subprocess.run(["nm", "--format=posix", "--extern-only", archive], capture_output=True, text=True, check=True)
    undefined, defined = set(), set()
    for line in listing.stdout.splitlines():
        words = line.split()
        if len(words) >= 2 and len(words[1]) == 1:
            (undefined if words[1] in "Uwv" else defined).add(words[0])
    return undefined - defined, defined


def archive_breaches(archives):
    """Breaches of the archives, given as pairs of archive and source folder."""
    needed, provider = {}, {}
    for archive, folder in archives:
        if not pathlib.Path(archive).is_file():
            yield f"{archive}: is not built"
            continue
        undefined, defined = symbols_of(archive)
        needed.setdefault(folder, set()).update(undefined)
        for symbol in defined:
            provider.setdefault(symbol, set()).add(part_of(folder))
    for folder, symbols in sorted(needed.items()):
        user = part_of(folder)
        for symbol in sorted(symbols):
            if folder.startswith("solvers/") and symbol in FORBIDDEN_SYMBOLS:
                yield f"{folder}: its archive needs {symbol}"
            if user == "uws-wrapper" and FOREIGN_TO_THE_WRAPPER.match(symbol):
                yield f"{folder}: its archive needs {symbol}"
            parts = provider.get(symbol, set())
            if parts and not any(may_use(user, part) for part in parts):
                yield f"{folder}: its archive needs {symbol} of {' and '.join(sorted(parts))}"


def source_breaches(root):
    root = pathlib.Path(root)
    for check in (include_breaches, cycle_breaches, length_breaches, mirror_breaches):
        yield from check(root)


def main(arguments):
    if len(arguments) != 2 or arguments[0] not in ("sources", "archives"):
        print(__doc__, file=sys.stderr)
        return 64
    if arguments[0] == "sources":
        breaches = list(source_breaches(arguments[1]))
    else:
        lines = pathlib.Path(arguments[1]).read_text(encoding="utf-8").split()
        breaches = list(archive_breaches([tuple(line.split("|")) for line in lines]))
    for breach in breaches:
        print(breach)
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
