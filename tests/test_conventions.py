"""What every notebook and every parameters file of the project keeps to.

Each rule is a function from a notebook to the list of its problems. It is tried on every notebook,
and on a notebook spoilt in just that way, so that no rule passes by never finding anything.
"""

import ast
import copy
import json
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from partnership_evaluation import parameters, tables
from partnership_evaluation.parameters import dictionary

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "notebooks"
NOTEBOOKS = {
    path.relative_to(FOLDER).with_suffix("").as_posix(): path
    for path in sorted(FOLDER.rglob("*.ipynb"))
    if ".ipynb_checkpoints" not in path.parts
}
PARAMETER_FILES = sorted((ROOT / "parameters").rglob("*.yml"))
CHECKED = "# NBVAL_CHECK_OUTPUT"
FEWEST_CELLS, MOST_CELLS, MOST_LINES = 15, 34, 140
NETWORK = {"aiohttp", "ftplib", "http", "httpx", "requests", "socket", "urllib", "urllib3"}
DRAWING = {"bokeh", "matplotlib", "plotly", "pylab", "seaborn"}
PLOT_METHODS = {"bar", "barh", "boxplot", "hist", "plot", "scatter", "show"}
STOPPING = {"exit", "quit", "sys.exit", "os._exit"}
SEEDING = {"np.random.seed", "numpy.random.seed", "random.seed"}
# Digits that are names rather than results, and those that only order or mark up the text.
NAMED_DIGITS = [
    r"```.*?```|`[^`]*`",  # code
    r"\]\([^)]*\)|<[^>]*>|https?://\S+",  # addresses
    r"^\s*\d+\.\s",  # the numbers of a list
    r"^#+ .*$",  # headings
    r"\b(?:19|20)\d\d\b",  # years
    r"\b(?:90|95|99)%(?= (?:confidence|interval|limits))",  # the usual levels
    r"(?i)\b(?:key stage|step|table|figure|year|grade)s? \d+(?:(?: and | or |, )\d+)*",
    r"\bKS\d\b|\b[A-Z]\d\b",  # key stages and sizes of paper
]


# Reading notebooks ---------------------------------------------------------------------------


def read(path):
    """Read a notebook as it is stored."""
    return json.loads(path.read_text(encoding="utf-8"))


def source(cell):
    """Return the text of a cell."""
    return "".join(cell["source"])


def cells(notebook, kind):
    """List the cells of one kind."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == kind]


def tagged(notebook):
    """List the cells tagged as parameters."""
    return [cell for cell in notebook["cells"] if "parameters" in cell["metadata"].get("tags", [])]


def trees(notebook):
    """Parse every code cell; a cell that is not plain Python gives None."""
    for cell in cells(notebook, "code"):
        try:
            yield ast.parse(source(cell))
        except SyntaxError:
            yield None


def nodes(notebook):
    """Walk over everything that the code cells say."""
    return [node for tree in trees(notebook) if tree for node in ast.walk(tree)]


def imports(notebook):
    """List the first part of every imported module."""
    for node in nodes(notebook):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


def declared(notebook):
    """Return the parameters that a notebook declares: name to annotation and default."""
    body = ast.parse(source(tagged(notebook)[0])).body
    return {
        line.target.id: (ast.unparse(line.annotation), ast.literal_eval(line.value))
        for line in body
        if isinstance(line, ast.AnnAssign)
    }


# Rules ---------------------------------------------------------------------------------------


def one_cell_declares_the_parameters(notebook):
    """Exactly one cell is tagged, and it is the first code cell."""
    found = tagged(notebook)
    if len(found) != 1 or cells(notebook, "code")[0] is not found[0]:
        yield f"{len(found)} cells are tagged parameters, or it is not the first code cell"


def parameters_are_annotated_literals_with_help(notebook):
    """One line each: name, type, one equals sign, a plain value, a comment."""
    for cell in tagged(notebook):
        for line in filter(str.strip, source(cell).splitlines()):
            (statement, *more) = ast.parse(line).body or [None]
            literal = isinstance(statement, ast.AnnAssign) and _is_literal(statement.value)
            if more or not literal or line.count("=") != 1 or not re.search(r"  # \S", line):
                yield f"not 'name: type = value  # help': {line}"


def _is_literal(value):
    try:
        ast.literal_eval(value)
    except (TypeError, ValueError):
        return False
    return True


def parameters_keep_the_rules_of_the_dictionary(notebook):
    """Names are known, types are those of the dictionary, defaults are within range."""
    found = declared(notebook)
    yield from parameters.problems({name: value for name, (_, value) in found.items()})
    for name, (annotation, _) in found.items():
        if name in dictionary() and dictionary()[name]["type"] != annotation:
            yield f"{name} is declared {annotation}"


def only_marked_cells_have_outputs(notebook):
    """No outputs or counts are committed; a marked cell has the text that it is held to."""
    for cell in cells(notebook, "code"):
        marked = CHECKED in map(str.strip, source(cell).splitlines())
        count = 1 if cell["outputs"] else None
        if cell["execution_count"] != count or bool(cell["outputs"]) != marked:
            yield f"outputs {len(cell['outputs'])}, marked {marked}: {source(cell)[:60]!r}"


def code_is_plain_python(notebook):
    """No magics and no shell lines: every cell can be parsed, and none calls for IPython."""
    names = {node.id for node in nodes(notebook) if isinstance(node, ast.Name)}
    if None in trees(notebook) or "get_ipython" in names:
        yield "a code cell is not plain Python"


def nothing_is_defined(notebook):
    """Functions and classes live in the library, where they are tested."""
    for node in nodes(notebook):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield f"defines {node.name}"
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            yield f"defines {ast.unparse(node.targets[0])}"


def the_session_is_left_alone(notebook):
    """No paths are edited, nothing is installed, stopped or seeded for everybody."""
    for node in nodes(notebook):
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if name in STOPPING | SEEDING or re.search(r"\bsys\.path\b", ast.unparse(node)):
            yield ast.unparse(node)
        elif isinstance(node, ast.Constant) and re.search(r"\bpip3? install\b", str(node.value)):
            yield str(node.value)


def nothing_comes_from_the_network(notebook):
    """Neither a module that opens connections nor an address in the code."""
    yield from sorted(NETWORK & set(imports(notebook)))
    for node in nodes(notebook):
        if isinstance(node, ast.Constant) and re.match(r"(https?|ftp)://", str(node.value)):
            yield str(node.value)


def figures_are_drawn_by_the_library(notebook):
    """Only figures.* draws, so that alternative text and caption cannot be left out."""
    yield from sorted(DRAWING & set(imports(notebook)))
    for node in nodes(notebook):
        if isinstance(node, ast.Attribute) and node.attr in PLOT_METHODS:
            yield ast.unparse(node)


def headings_are_in_order(notebook):
    """The first cell begins with the one first-level heading; no level is skipped."""
    first = notebook["cells"][0]
    texts = "\n".join(source(cell) for cell in cells(notebook, "markdown"))
    plain = re.sub(r"```.*?```", "", texts, flags=re.S)
    levels = [len(marks) for marks in re.findall(r"^(#{1,6}) \S", plain, re.M)]
    if first["cell_type"] != "markdown" or not re.match(r"# \S", source(first)):
        yield "the first cell is not the title"
    if levels.count(1) != 1:
        yield f"{levels.count(1)} first-level headings"
    for before, after in zip([0, *levels], levels, strict=False):
        if after > before + 1:
            yield f"a heading of level {after} follows one of level {before}"


def a_notebook_can_be_read_in_one_sitting(notebook):
    """15 to 34 cells, and at most 140 lines of code, empty lines and comments left out."""
    lines = [
        line
        for cell in cells(notebook, "code")
        for line in source(cell).splitlines()
        if line.strip() and not line.strip().startswith("#")
    ]
    if not FEWEST_CELLS <= len(notebook["cells"]) <= MOST_CELLS or len(lines) > MOST_LINES:
        yield f"{len(notebook['cells'])} cells, {len(lines)} lines of code"


def metadata_say_nothing_about_a_machine(notebook):
    """Kernel python3, language Python; of a cell only tags, alternative text, marks of nbgrader."""
    metadata = notebook["metadata"]
    if set(metadata) != {"kernelspec", "language_info"}:
        yield f"metadata: {sorted(metadata)}"
    elif metadata["kernelspec"]["name"] != "python3" or set(metadata["language_info"]) != {"name"}:
        yield f"kernel: {metadata}"
    for cell in notebook["cells"]:
        if not set(cell["metadata"]) <= {"tags", "alt", "nbgrader"}:
            yield f"metadata of a cell: {sorted(cell['metadata'])}"


def numbers_in_prose_are_computed(notebook):
    """No digit stands in a markdown cell, except where it is part of a name.

    Names are years (1900 to 2099), key stages, school years, single grades, numbers of tables,
    figures and steps, and the usual levels before the word interval, confidence or limits.
    Headings, the numbers of a list, code and addresses are left out. Percentages, counts and
    points are results or settings: they belong into a cell that computes them.
    """
    for cell in cells(notebook, "markdown"):
        prose = re.sub(" *\n(?=[^\n])", "\n", source(cell))
        for pattern in NAMED_DIGITS:
            prose = re.sub(pattern, "", prose, flags=re.S | re.M if "```" in pattern else re.M)
        yield from (line.strip() for line in prose.splitlines() if re.search(r"\d", line))


def the_last_cell_publishes(notebook):
    """The findings are handed over by the last value of the last cell."""
    last = notebook["cells"][-1]
    ending = source(last).rstrip().splitlines()[-1:]
    if last["cell_type"] != "code" or not re.fullmatch(r"\w+\.publish\(\)", "".join(ending)):
        yield f"the last cell ends in {ending}"


RULES = [
    one_cell_declares_the_parameters,
    parameters_are_annotated_literals_with_help,
    parameters_keep_the_rules_of_the_dictionary,
    only_marked_cells_have_outputs,
    code_is_plain_python,
    nothing_is_defined,
    the_session_is_left_alone,
    nothing_comes_from_the_network,
    figures_are_drawn_by_the_library,
    headings_are_in_order,
    a_notebook_can_be_read_in_one_sitting,
    metadata_say_nothing_about_a_machine,
    numbers_in_prose_are_computed,
    the_last_cell_publishes,
]

#: What only a notebook that makes reports must keep.
RULES_OF_REPORTS = {
    one_cell_declares_the_parameters,
    parameters_are_annotated_literals_with_help,
    parameters_keep_the_rules_of_the_dictionary,
    the_last_cell_publishes,
}
WITHOUT_REPORTS = ("methods/", "workshop/", "explore/")


# The rules themselves ------------------------------------------------------------------------


def markdown(text):
    """Write a markdown cell."""
    return {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)}


def code(text, tags=()):
    """Write a code cell."""
    cell = markdown(text) | {"cell_type": "code", "execution_count": None, "outputs": []}
    return cell | {"metadata": {"tags": list(tags)} if tags else {}}


KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
GOOD = {
    "metadata": {"kernelspec": KERNEL, "language_info": {"name": "python"}},
    "cells": [
        markdown("# Did the grades move?\n\nFrom key stages 1 and 2 of 2012, with 95% intervals."),
        code('case: str = "sutton"  # the case study', tags=["parameters"]),
        *[markdown("## Part\n\n1. First of a list; `n = 12` is code.")] * 12,
        code("report.publish()"),
    ],
}


def with_cell(cell):
    """Put a cell before the last one of the good notebook."""
    return GOOD | {"cells": [*GOOD["cells"][:-1], cell, GOOD["cells"][-1]]}


def with_parameters(text):
    """Exchange the parameters of the good notebook."""
    new = code(text, tags=["parameters"])
    return GOOD | {"cells": [GOOD["cells"][0], new, *GOOD["cells"][2:]]}


SPOILT = [
    (one_cell_declares_the_parameters, with_cell(code("case: str = 'x'  # x", ["parameters"]))),
    (one_cell_declares_the_parameters, GOOD | {"cells": GOOD["cells"][2:]}),
    (parameters_are_annotated_literals_with_help, with_parameters("case = 'sutton'  # the case")),
    (parameters_are_annotated_literals_with_help, with_parameters("case: str = 'sutton'")),
    (parameters_are_annotated_literals_with_help, with_parameters("seed: int = 2 * 3  # start")),
    (parameters_are_annotated_literals_with_help, with_parameters("seed: int = 2  # seed = 2")),
    (parameters_keep_the_rules_of_the_dictionary, with_parameters("kase: str = 'x'  # the case")),
    (parameters_keep_the_rules_of_the_dictionary, with_parameters("seed: int = -1  # the start")),
    (parameters_keep_the_rules_of_the_dictionary, with_parameters("seed: float = 1  # the start")),
    (only_marked_cells_have_outputs, with_cell(code("2") | {"execution_count": 3})),
    (only_marked_cells_have_outputs, with_cell(code("2") | {"outputs": [{}]})),
    (only_marked_cells_have_outputs, with_cell(code(f"{CHECKED}\n2"))),
    (code_is_plain_python, with_cell(code("%matplotlib inline"))),
    (code_is_plain_python, with_cell(code("!pip install pandas"))),
    (code_is_plain_python, with_cell(code("get_ipython().run_line_magic('time', '1')"))),
    (nothing_is_defined, with_cell(code("def add(a, b):\n    return a + b"))),
    (nothing_is_defined, with_cell(code("add = lambda a, b: a + b"))),
    (the_session_is_left_alone, with_cell(code("sys.path.insert(0, '..')"))),
    (the_session_is_left_alone, with_cell(code("sys.exit(0)"))),
    (the_session_is_left_alone, with_cell(code("np.random.seed(1)"))),
    (the_session_is_left_alone, with_cell(code("os.system('pip install pandas')"))),
    (nothing_comes_from_the_network, with_cell(code("from urllib.request import urlopen"))),
    (nothing_comes_from_the_network, with_cell(code("pd.read_csv('https://example.org/a.csv')"))),
    (figures_are_drawn_by_the_library, with_cell(code("import matplotlib.pyplot as plt"))),
    (figures_are_drawn_by_the_library, with_cell(code("table.plot()"))),
    (headings_are_in_order, GOOD | {"cells": GOOD["cells"][1:]}),
    (headings_are_in_order, with_cell(markdown("# A second title"))),
    (headings_are_in_order, with_cell(markdown("#### Too deep"))),
    (a_notebook_can_be_read_in_one_sitting, GOOD | {"cells": GOOD["cells"][:10]}),
    (a_notebook_can_be_read_in_one_sitting, with_cell(code("1\n" * 140))),
    (metadata_say_nothing_about_a_machine, GOOD | {"metadata": {}}),
    (
        metadata_say_nothing_about_a_machine,
        with_cell(code("1") | {"metadata": {"collapsed": True}}),
    ),
    (numbers_in_prose_are_computed, with_cell(markdown("Six of 12 moved up."))),
    (numbers_in_prose_are_computed, with_cell(markdown("The share is 64%."))),
    (numbers_in_prose_are_computed, with_cell(markdown("Expected were 3 points a year."))),
    (the_last_cell_publishes, GOOD | {"cells": GOOD["cells"][:-1]}),
]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_nothing_in_a_notebook_that_keeps_to_it(rule):
    """One small notebook keeps to all of them."""
    assert list(rule(copy.deepcopy(GOOD))) == []


@pytest.mark.parametrize(("rule", "notebook"), SPOILT)
def test_a_rule_finds_what_it_is_there_to_find(rule, notebook):
    """The same notebook, spoilt in one way."""
    assert list(rule(copy.deepcopy(notebook)))


def test_every_rule_has_been_seen_to_find_something():
    """No rule is without a spoilt notebook."""
    assert {rule for rule, _ in SPOILT} == set(RULES)


# The notebooks -------------------------------------------------------------------------------


def each_rule_on_each_notebook():
    """Pair notebooks and rules; those that explain or teach make no reports."""
    for name in NOTEBOOKS:
        for rule in RULES:
            if name.startswith(WITHOUT_REPORTS) and rule in RULES_OF_REPORTS:
                continue
            # A page of sliders and a page of links are shorter than an analysis.
            if name.startswith("explore/") and rule is a_notebook_can_be_read_in_one_sitting:
                continue
            yield pytest.param(name, rule, id=f"{name}-{rule.__name__}")


def test_there_is_a_notebook_to_look_at():
    """The rules below would pass over an empty folder."""
    assert NOTEBOOKS


@pytest.mark.parametrize(("name", "rule"), list(each_rule_on_each_notebook()))
def test_the_notebook_keeps_to_the_rule(name, rule):
    """Nothing is found."""
    assert list(rule(read(NOTEBOOKS[name]))) == []


# The parameters files ------------------------------------------------------------------------


def test_every_notebook_has_parameters_files_and_every_file_a_notebook():
    """A report is a notebook with one file; those that explain or teach do without."""
    folders = {path.parent.relative_to(ROOT / "parameters").as_posix() for path in PARAMETER_FILES}
    empty = [path for path in (ROOT / "parameters").iterdir() if not list(path.rglob("*.yml"))]
    needed = {name for name in NOTEBOOKS if not name.startswith(WITHOUT_REPORTS)}
    assert not empty
    assert needed <= folders <= set(NOTEBOOKS)


@pytest.mark.parametrize(
    "path", PARAMETER_FILES, ids=lambda path: path.relative_to(ROOT / "parameters").as_posix()
)
def test_a_parameters_file_names_declared_parameters_with_legal_values(path):
    """Names as the notebook declares them; types and ranges as the dictionary has them."""
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    notebook = path.parent.relative_to(ROOT / "parameters").as_posix()
    assert set(values) <= set(declared(read(NOTEBOOKS[notebook])))
    assert parameters.problems(values) == []


@pytest.mark.parametrize(
    "path", PARAMETER_FILES, ids=lambda path: path.relative_to(ROOT / "parameters").as_posix()
)
def test_a_parameters_file_is_about_a_case_study_and_its_claims(path):
    """The file is named for its case, and each pattern of claims finds at least one."""
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert path.stem == values["case"] or path.stem.startswith(f"{values['case']}-")
    patterns = [pattern for pattern in values.get("claims", "").split(", ") if pattern]
    known = tables.claims(values["case"])["claim"] if patterns else []
    for pattern in patterns:
        assert any(fnmatch(claim, pattern) for claim in known), pattern
