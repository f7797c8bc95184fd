"""What every report rests on besides its notebook and its settings: code, interpreter, packages."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from report_runner import warm_kernels
from report_runner.digests import Digests, digest_of

# Modules that shape no report. Whatever is not named in these two lists is taken to shape the
# executed notebook, so that a module that is forgotten here costs time and never a wrong report.
BESIDE_REPORTS = {
    *("__init__", "__main__", "cli", "jobs", "told", "progress", "messages", "worker", "pool"),
    *(
        "pool_process",
        "finished_run",
        "cluster",
        "cluster_bundle",
        "cluster_station",
        "cluster_worker",
    ),
    *("audit_command", "audit_text", "numbers_file", "numbers_problems", "normalise"),
    *("check_command", "new_command", "own_data", "own_folder", "own_release"),
    *("batch", "batch_command", "batch_manifest", "own_sheet"),
    *(
        "collection",
        "digests",
        "inputs",
        "memory",
        "planning",
        "reasons",
        "staleness",
        "store",
        "sweep",
    ),
    *("catalogue", "index_filters", "report_folder", "site", "verdict_words"),
    *("search_index", "site_audit", "site_entries", "site_index", "site_methods", "site_pages"),
    *("site_summary",),
    *("matrix", "matrix_file", "matrix_page", "needed_files"),
    *("crate", "crate_command", "findings_schema", "verify", "verify_command", "verify_compare"),
}
# Modules that only read the executed notebook and write the page and its findings.
AFTER_THE_RUN = {
    *("checks", "declared", "parameters_file", "value_types"),
    *("downloads", "failure", "findings_file", "headings", "html_tables"),
    *("glossary", "number_links", "page_exporter", "page_frame", "page_head", "page_numbers"),
    "page_pictures",
    *("page_prose", "render", "source_places"),
    *("number_places", "passages", "provenance", "sentence_checks"),
}
# Modules that write the documents that can be taken away; and those of the above that they rest on.
OF_DOCUMENTS = ("document", "spreadsheet", "templates/documents/")
_WITH_DOCUMENTS = {"checks", "declared", "findings_file", "headings", "provenance", "value_types"}
_LIBRARY, _RUNNER = "partnership_evaluation", "report_runner"
_VARIABLES = ("PARTNERSHIP_", "PYTHON", "MPL", "MATPLOTLIB", "TZ")
_WITHOUT_EFFECT = {  # because each kernel has its own, or because they only change how Python talks
    *("PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "PYTHONUTF8", "PYTHONSTARTUP", "MPLBACKEND"),
    *("PYTHONUNBUFFERED", "PYTHONFAULTHANDLER", "PYTHONIOENCODING", "PYTHONPYCACHEPREFIX"),
    warm_kernels.ADDRESS,
}


@dataclass(frozen=True)
class Basis:
    """What reports of one project rest on together.

    Attributes
    ----------
    library : dict
        Digest of each file of the library, by name.
    running : dict
        The same for the files of the runner that shape an executed notebook.
    finishing : dict
        The same for those that turn it into a page and its findings.
    documents : dict
        The same for those that write the documents beside the page.
    environment : dict
        Interpreter, machine, lock file, version of each installed package, and variables of the
        environment that change what Python or the library reads.
    site : str
        Digest of the whole runner, for pages about all reports.
    """

    library: dict[str, str]
    running: dict[str, str]
    finishing: dict[str, str]
    environment: dict[str, str]
    site: str
    documents: dict[str, str] = field(default_factory=dict)

    @cached_property
    def key(self) -> str:
        """Digest of what an executed notebook rests on."""
        return digest_of([self.library, self.running, self.environment])

    @cached_property
    def page_key(self) -> str:
        """Digest of what a page rests on, given the executed notebook."""
        return digest_of([self.library, self.finishing, self.environment])

    @cached_property
    def documents_key(self) -> str:
        """Digest of what documents rest on, given the executed notebook."""
        return digest_of([self.documents, self.environment])

    @cached_property
    def digest(self) -> str:
        """Digest of the whole."""
        return digest_of(asdict(self))


def read_basis(project: Path, digests: Digests) -> Basis:
    """Look at the code, the interpreter and the packages as they are now.

    Parameters
    ----------
    project : Path
        The project folder; its ``requirements.lock`` counts where there is one.
    digests : Digests
        Where digests of files come from.

    Returns
    -------
    Basis
        The same for the same files and packages, wherever they lie.
    """
    runner = _sources(_RUNNER, digests)
    documents = {n: v for n, v in runner.items() if n.startswith(OF_DOCUMENTS)}
    after = {n: v for n, v in runner.items() if _is_after_the_run(n) and n not in documents}
    beside = {name for name in runner if _stem(name) in BESIDE_REPORTS}
    beside |= {name for name in runner if name.startswith("templates/pages/")}
    return Basis(
        library=_sources(_LIBRARY, digests),
        running={n: v for n, v in runner.items() if n not in {*after, *beside, *documents}},
        finishing={n: v for n, v in after.items() if n not in beside},
        environment=_environment(project, digests),
        site=digest_of(runner),
        documents=documents | {n: v for n, v in after.items() if _stem(n) in _WITH_DOCUMENTS},
    )


def _stem(name: str) -> str:
    return name.partition("/")[0].removesuffix(".py")


def _is_after_the_run(name: str) -> bool:
    return _stem(name) in AFTER_THE_RUN or name.startswith(("templates/", "static/"))


def _sources(package: str, digests: Digests) -> dict[str, str]:
    found: dict[str, str] = {}
    for folder in _folders(package):
        for place, folders, files in os.walk(folder):
            folders[:] = sorted(name for name in folders if not name.startswith((".", "__pycache")))
            for file in sorted(name for name in files if not name.startswith(".")):
                path = Path(place, file)
                found[path.relative_to(folder).as_posix()] = digests.of(path)
    return found


def _folders(package: str) -> Iterable[str]:
    spec = find_spec(package)
    return spec.submodule_search_locations or () if spec else ()


def variables() -> dict[str, str]:
    """List what the environment holds that changes what Python or the library reads.

    Returns
    -------
    dict
        Value by name.
    """
    return {
        name: value
        for name, value in sorted(os.environ.items())
        if name.startswith(_VARIABLES) and name not in _WITHOUT_EFFECT
    }


def data_folder() -> Path | None:
    """Find the folder of tables that the library reads.

    Returns
    -------
    Path or None
        That which the environment names, or else that of the project which the library was
        installed from; None where there is no such folder.
    """
    chosen = os.environ.get("PARTNERSHIP_DATA")
    beside = [Path(folder).resolve().parents[1] / "data" for folder in _folders(_LIBRARY)]
    found = Path(chosen).resolve() if chosen else next(iter(beside), None)
    return found if found and found.is_dir() else None


def _environment(project: Path, digests: Digests) -> dict[str, str]:
    given = {
        name: _without_paths(value.replace(str(project), "."))
        for name, value in variables().items()
    }
    return {
        "the interpreter": f"{platform.python_implementation()} {sys.version}",
        "the machine": f"{sys.platform} {platform.machine()}",
        "requirements.lock": digests.of(project / "requirements.lock"),
        **{f"the variable {name}": value for name, value in given.items()},
        **{f"the package {name}": version for name, version in _packages()},
    }


def _without_paths(value: str) -> str:
    """Write a value that names a place on this machine as its digest: it need only be compared."""
    return f"digest {digest_of(value)[:16]}" if os.sep in value.removeprefix("./") else value


def _packages() -> list[tuple[str, str]]:
    """Read names and versions from the names of folders: opening each would take longer."""
    found: dict[str, str] = {}
    for folder in dict.fromkeys(sys.path):
        if folder.endswith("_vendor"):  # setuptools adds what it carries once it is imported
            continue
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        for name in names:
            stem, dot, ending = name.rpartition(".")
            if dot and ending in {"dist-info", "egg-info"}:
                package, _, version = stem.partition("-")
                found.setdefault(package, version)  # the first on the path is the one imported
    return sorted(found.items())
