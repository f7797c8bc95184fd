"""What every module under lib/ keeps to: floors, sizes, docstrings, and no trace of a machine."""

import ast
import re
import subprocess
from fnmatch import fnmatch
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LIBRARY, RUNNER, LESSONS = "partnership_evaluation", "report_runner", "partnership_workshop"
MODULES = {
    ".".join(path.relative_to(ROOT / "lib").with_suffix("").parts).removesuffix(".__init__"): path
    for package in (LIBRARY, RUNNER, LESSONS, "classroom")
    for path in sorted((ROOT / "lib" / package).rglob("*.py"))
    if path.parent.name != package or path.stem != "__init__"
}
LONGEST_MODULE, LONGEST_FUNCTION = 350, 40
# From the ground up; a room holds the modules whose names fit its patterns. Modules of one room may
# import each other; a room may import any room on a lower floor.
FLOORS = (
    {  # the shapes and words in which everything comes back
        "shapes": ["estimates", "exhibits", "plain_data", "integer_moments"],
        "words": ["wording", "rounding", "sentences", "own_words"],
        "parameters": ["parameters", "places"],
    },
    {  # tables, numbers, findings
        "tables": ["tables", "tables_problems"],
        "files": ["files"],
        "proportions": ["proportions"],
        "consistency": ["consistency"],
        "feasible": ["feasible"],
        "disclosure": ["disclosure"],
        "findings": ["findings", "verdicts", "citations"],
        "figures": ["figures"],
    },
    {  # scales, pairs, ratings, factors
        "measures": ["measures", "scales"],
        "intake": ["intake"],
        "released": ["released"],
        "paired": ["paired"],
        "progress": ["progress", "gains"],
        "ratings": ["ratings"],
        "factors": ["factors"],
        "null_twin": ["null_twin"],
        "tipping": ["tipping"],
        "effects": ["effects"],
        "power": ["power"],
        "national": ["national"],
        "school_effects": ["school_effects"],
        "trials": ["trials"],
        "linked": ["linked"],
    },
    {
        "questions": ["questions"],  # one room for what each notebook asks
        "exploring": ["exploring"],  # and one for what a reader asks with a slider
    },
)
SIDEWAYS = {
    ("shapes", "words"): "a number is written the same in a table and in a sentence",
    ("findings", "tables"): "a report looks up its case and its source",
    ("findings", "consistency"): "a claim's verdict is that of the audit",
    ("feasible", "consistency"): "the samples behind a mean and SD are those the tests allow",
    ("progress", "measures"): "points and sub-levels are converted in one place",
    ("ratings", "paired"): "items rated by the same people are pairs",
    (
        "intake",
        "measures",
    ): "a sheet is held to the scales and the dates on which they were in force",
    ("released", "intake"): "an instrument says what the tables of a school hold",
    ("released", "measures"): "whoever moved did so on a scale",
    ("tipping", "null_twin"): "a conclusion tips where the twins look as good",
    ("power", "paired"): "the power of a test is that of the test used",
    ("linked", "paired"): "the tests of answers given twice are those of pairs",
    ("power", "effects"): "the error of a standardised difference is worked out once",
}
MAY_BE_RUN_BY_THE_RUNNER = {
    *("consistency", "findings", "intake", "own_words", "parameters", "released", "sentences"),
}
MADE_UP = {"tests/runner/test_tidy.py": "invented paths that must be scrubbed from a report"}
TRACES = {
    "a folder of somebody's machine": r"/hom[e]/\w|/Use[r]s/\w|/roo[t]/\w|\b[A-Z]:\\\\?Use[r]s",
    "a package index": r"pyp[i]\.org|pythonhoste[d]\.org|anacond[a]\.org|--index-url[ =]\S",
}


@cache
def tree(name):
    """Parse a module."""
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def imported(name):
    """List the modules of lib/ that a module imports, wherever in the file."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            full = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            names = [full[a] if full[a] in MODULES else node.module for a in full]
        else:
            continue
        yield from (found for found in names if found in MODULES)


def room_of(module):
    """Return floor and room of a module of the library; None when it has none or several."""
    found = [
        (floor, room)
        for floor, rooms in enumerate(FLOORS)
        for room, patterns in rooms.items()
        if any(fnmatch(module, pattern) for pattern in patterns)
    ]
    exact = [(f, r) for f, r in found if module in FLOORS[f][r]]
    return next(iter(exact or found), None) if len(exact or found) == 1 else None


# Floors --------------------------------------------------------------------------------------

OF_LIBRARY = [name for name in MODULES if name.startswith(f"{LIBRARY}.")]


def test_there_are_modules_to_look_at():
    """The rules below would pass over an empty folder."""
    assert len(OF_LIBRARY) > 10 and len(MODULES) > len(OF_LIBRARY)


def test_every_module_lives_in_one_room():
    """A new module is added to a room above, which says what it may import."""
    assert [name for name in OF_LIBRARY if room_of(name.split(".")[1]) is None] == []


def test_every_module_imports_only_downwards():
    """From its own room, from a lower floor, or sideways where that is listed with a reason."""
    wrong = []
    for name in OF_LIBRARY:
        floor, room = room_of(name.split(".")[1]) or (len(FLOORS), None)
        for other in set(imported(name)):
            other_floor, other_room = room_of(other.split(".")[1]) or (0, None)
            allowed = other_room == room or other_floor < floor or (room, other_room) in SIDEWAYS
            wrong += [] if allowed else [f"{name}: {other} ({other_room}, floor {other_floor})"]
    assert wrong == []


def test_no_modules_import_each_other_in_a_circle():
    """Every module can be understood from those below it."""
    graph = {name: set(imported(name)) - {name} for name in MODULES}
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)


def test_the_library_knows_neither_the_runner_nor_any_notebook():
    """One direction, no way back; the lessons are no part of it either."""
    # A table may have the name of the question that it answers.
    tables = {path.stem for path in (ROOT / "data").rglob("*.csv")}
    stems = {path.stem for path in (ROOT / "notebooks").rglob("*.ipynb")}
    assert stems - tables
    words = [RUNNER, LESSONS, *(rf"\b{re.escape(stem)}\b" for stem in sorted(stems - tables))]
    known = re.compile("|".join(words))
    found = {name: known.findall(MODULES[name].read_text(encoding="utf-8")) for name in OF_LIBRARY}
    assert {name: words for name, words in found.items() if words} == {}


def test_the_runner_uses_of_the_library_only_what_is_listed():
    """Parameters, sentences, findings, the audit and the intake; nothing that estimates."""
    used = {
        (name, other)
        for name in MODULES
        if name.startswith(f"{RUNNER}.")
        for other in imported(name)
        if other.startswith(f"{LIBRARY}.") and other.split(".")[1] not in MAY_BE_RUN_BY_THE_RUNNER
    }
    assert not used


# Sizes ---------------------------------------------------------------------------------------


def functions(name):
    """List every function and method of a module, nested ones included."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return [node for node in ast.walk(tree(name)) if isinstance(node, kinds)]


def lines_of_code(function, lines):
    """Count the lines of a function without docstring, empty lines and comments."""
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    skipped = range(first.lineno, first.end_lineno + 1) if documented else range(0)
    return sum(
        1
        for number in range(function.lineno, function.end_lineno + 1)
        if number not in skipped and re.match(r"\s*[^#\s]", lines[number - 1])
    )


def test_every_module_and_its_functions_can_be_read_in_one_go():
    """At most 350 lines a module and 40 lines of code a function."""
    long = {}
    for name, path in MODULES.items():
        lines = path.read_text(encoding="utf-8").splitlines()
        long |= {name: len(lines)} if len(lines) > LONGEST_MODULE else {}
        for function in functions(name):
            count = lines_of_code(function, lines)
            long |= {f"{name}.{function.name}": count} if count > LONGEST_FUNCTION else {}
    assert long == {}


def test_nothing_is_checked_by_a_bare_assert():
    """Asserts vanish when Python is run with -O, and say neither rule nor what to do."""
    found = [
        (name, node.lineno)
        for name in MODULES
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Assert)
    ]
    assert found == []


# Docstrings ----------------------------------------------------------------------------------


def public(name):
    """List what a module offers: name, node, and whether it stands at the top of the module."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    for node in tree(name).body:
        if isinstance(node, kinds) and not node.name.startswith("_"):
            yield node.name, node, True
            members = node.body if isinstance(node, ast.ClassDef) else []
            for member in members:
                if isinstance(member, kinds) and not member.name.startswith("_"):
                    yield f"{node.name}.{member.name}", member, False


def sections(text):
    """Split a NumPy docstring into its sections."""
    parts = re.split(r"^[ ]*(\w[\w ]*)\n[ ]*-{3,}[ ]*$", text or "", flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def arguments_of(node):
    """Name the arguments of a function, or the fields and arguments of a class."""
    if isinstance(node, ast.ClassDef):
        made = [m for m in node.body if isinstance(m, ast.FunctionDef) and m.name == "__init__"]
        fields = [m.target.id for m in node.body if isinstance(m, ast.AnnAssign)]
        return [field for field in fields if not field.startswith("_")] + [
            argument for init in made for argument in arguments_of(init)
        ]
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    every += [extra for extra in (node.args.vararg, node.args.kwarg) if extra]
    return [argument.arg for argument in every if argument.arg not in ("self", "cls")]


def is_property(node):
    """Say whether a method is read like an attribute."""
    return any("property" in ast.unparse(decorator) for decorator in node.decorator_list)


def returns_nothing(node):
    """Say whether a function is annotated as one that only does something."""
    return isinstance(node.returns, ast.Constant) and node.returns.value is None


def docstring_problems(name):
    """List what is missing from the docstrings of a module."""
    for title, node, at_top in public(name):
        text = ast.get_docstring(node)
        if not text:
            yield f"{title}: no docstring"
            continue
        found, is_class = sections(text), isinstance(node, ast.ClassDef)
        described = found.get("Parameters", "") + found.get("Attributes", "")
        missing = [a for a in arguments_of(node) if not re.search(rf"\b{a}\b", described)]
        if missing:
            yield f"{title}: not described: {', '.join(missing)}"
        silent = not {"Returns", "Yields", "Raises", "Attributes"} & set(found)
        if silent and not is_class and not is_property(node) and not returns_nothing(node):
            yield f"{title}: neither Returns nor Raises"
        if (
            at_top
            and not is_class
            and name in OF_LIBRARY
            and not name.startswith(f"{LIBRARY}.questions.")  # their notebook is the example
            and ">>>" not in found.get("Examples", "")
        ):
            yield f"{title}: no example"


def test_everything_public_is_described():
    """NumPy sections: each argument, what comes back or is raised, and an example that runs."""
    assert [name for name in MODULES if not ast.get_docstring(tree(name))] == []
    problems = {name: list(docstring_problems(name)) for name in MODULES}
    assert {name: found for name, found in problems.items() if found} == {}


# Traces of a machine -------------------------------------------------------------------------


@cache
def texts():
    """List the text files that are or may be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    paths = [ROOT / name for name in listed.stdout.splitlines()]
    found = {}
    for path in filter(Path.is_file, paths):
        data = path.read_bytes()
        if b"\0" not in data:
            found[path.relative_to(ROOT).as_posix()] = data.decode("utf-8", errors="replace")
    return found


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is not a checkout")
@pytest.mark.parametrize("trace", TRACES)
def test_no_text_file_names_a_machine_or_a_package_index(trace):
    """What is committed is the same wherever it was written."""
    assert texts()
    found = {
        name: match[0]
        for name, text in texts().items()
        if name not in MADE_UP and (match := re.search(TRACES[trace], text))
    }
    assert not found
