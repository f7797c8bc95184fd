"""What must be made, and why: what a report rests on, then and now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from report_runner import reasons
from report_runner.basis import Basis
from report_runner.checks import CheckedJob
from report_runner.dependencies import Read, Surroundings, doubts
from report_runner.digests import ABSENT, Digests, digest_of
from report_runner.document_sources import sources_of
from report_runner.inputs import Inputs, cell_digests
from report_runner.jobs import Job, case_names, neighbours
from report_runner.provenance import provenance
from report_runner.report_folder import SUFFIXES, path
from report_runner.store import Store, record_name

KEEP, PUT_BACK, DOCUMENTS, RENDER, RUN = "keep", "put back", "documents", "render", "run"


@dataclass(frozen=True)
class Decision:
    """What is to be done about one report.

    Attributes
    ----------
    checked : CheckedJob
        The report.
    action : str
        ``keep``; ``put back`` (its files are in the store); ``documents`` (its page is, its
        documents are not); ``render`` (its executed notebook is in the store); ``run``.
    reasons : tuple of str
        Clauses that say why; for ``keep``, that nothing has changed.
    inputs : Inputs
        What it rests on.
    reads : tuple of Read
        What the run that is used read, as it is now; empty for ``run``.
    executed, page, documents : str
        Digest of its executed notebook, what its page is found by and what its documents are found
        by; empty for ``run``, the last also where it has none.
    files, document_files : dict
        Digest of each file of the page, and of each document, by suffix, where they are known.
    doubts : frozenset of str
        What must be known before it can be kept, see `report_runner.dependencies.doubts`.
    is_news : bool
        Whether what is remembered of the report differs from this.
    """

    checked: CheckedJob
    action: str
    reasons: tuple[str, ...]
    inputs: Inputs
    reads: tuple[Read, ...] = ()
    executed: str = ""
    page: str = ""
    documents: str = ""
    files: dict[str, str] = field(default_factory=dict)
    document_files: dict[str, str] = field(default_factory=dict)
    doubts: frozenset[str] = frozenset()
    is_news: bool = False

    @property
    def job(self) -> Job:
        """The report."""
        return self.checked.job

    @property
    def all_files(self) -> dict[str, str]:
        """Digest of every file by suffix."""
        return {**self.files, **self.document_files}


class Staleness:
    """Decides which reports of one folder must be made.

    Parameters
    ----------
    project, output : Path
        The project, and its folder of reports.
    store : Store
        Where finished work is kept.
    basis : Basis
        Code, interpreter and packages, as they are now.
    digests : Digests
        Where digests of files come from.
    """

    def __init__(
        self, project: Path, output: Path, *, store: Store, basis: Basis, digests: Digests
    ) -> None:
        self.project, self.output = project, output
        self.store, self.basis, self.digests = store, basis, digests
        self.around = Surroundings(project, digests)
        self._notebooks: dict[Path, tuple[list[str], dict[str, str]]] = {}

    def decide(self, checked: CheckedJob, *, force: bool = False) -> Decision:
        """Decide about one report.

        Parameters
        ----------
        checked : CheckedJob
            A report without problems.
        force : bool
            Whether it is to be made in any case.

        Returns
        -------
        Decision
            What to do, and why.
        """
        inputs = self.inputs(checked)
        if force:
            return Decision(checked, RUN, ("this was asked for (--force)",), inputs)
        record = self.record(checked.job)
        why = self._why(record, inputs)
        if not why:
            return self._about_page(checked, inputs, why, record, record)
        other = self._other_run(inputs)
        if not other:
            return Decision(checked, RUN, tuple(why), inputs)
        return self._about_page(checked, inputs, why, record, other)

    def inputs(self, checked: CheckedJob) -> Inputs:
        """Collect what is known of a report before it runs.

        Parameters
        ----------
        checked : CheckedJob
            The report.

        Returns
        -------
        Inputs
            Read once for each notebook; see `look_again`.
        """
        file = checked.job.notebook_file
        if file not in self._notebooks:
            modules = {
                each.name: self.digests.of(each) for each in sorted(file.parent.glob("*.py"))
            }
            self._notebooks[file] = (cell_digests(file), modules)
        cells, beside = self._notebooks[file]
        return Inputs(cells, beside, checked.values, self.basis.key)

    def look_again(self, checked: CheckedJob) -> None:
        """Forget the notebook of a report, so that it is read again.

        Parameters
        ----------
        checked : CheckedJob
            The report.
        """
        self._notebooks.pop(checked.job.notebook_file, None)

    def record(self, job: Job) -> dict[str, Any]:
        """Say how a report was last made.

        Parameters
        ----------
        job : Job
            The report.

        Returns
        -------
        dict
            As `report_runner.report` writes it; empty where it was never made, or where the
            record is damaged.
        """
        found = self.store.get("records", record_name(job))
        return found if isinstance(found, dict) else {}

    def page_key(self, checked: CheckedJob, executed: str, reads: Iterable[Read] | None) -> str:
        """Say what a page is found by.

        Parameters
        ----------
        checked : CheckedJob
            The report.
        executed : str
            Digest of its executed notebook.
        reads : iterable of Read, or None
            What its run read, where that is known.

        Returns
        -------
        str
            Digest of all that the page rests on.
        """
        beside = [(name, self.case_names.get(name)) for name in neighbours(checked.job)]
        shown = [*self._shown(checked, reads), beside, sorted(self.case_names)]
        return digest_of([executed, self.basis.page_key, checked.job.with_documents, *shown])

    def documents_key(
        self, checked: CheckedJob, executed: str, reads: Iterable[Read] | None
    ) -> str:
        """Say what the documents of a report are found by.

        Parameters
        ----------
        checked, executed, reads
            As for `page_key`.

        Returns
        -------
        str
            Digest of all that they rest on; empty where there are to be none.
        """
        if not checked.job.with_documents:
            return ""
        sources = sources_of(self.project, checked.job.case)
        shown = self._shown(checked, reads)
        return digest_of([executed, self.basis.documents_key, sources, *shown])

    def provenance(self, checked: CheckedJob, reads: Iterable[Read] | None) -> dict[str, Any]:
        """Say what a report is made from.

        Parameters
        ----------
        checked, reads
            As for `page_key`.

        Returns
        -------
        dict
            As `report_runner.provenance.provenance` gives it.
        """
        inputs = self.inputs(checked)
        return provenance(checked, inputs, reads=reads, basis=self.basis, digests=self.digests)

    def _shown(self, checked: CheckedJob, reads: Iterable[Read] | None) -> list[Any]:
        """List what a page or a document says of the report besides what was executed."""
        job = checked.job
        named = [job.notebook, job.name, job.case, self.case_name(job), job.settings]
        return [list(checked.values.items()), named, self.provenance(checked, reads)]

    def case_name(self, job: Job) -> str:
        """Say what the case of a report is called in full.

        Parameters
        ----------
        job : Job
            The report.

        Returns
        -------
        str
            Its short name where no table says more.
        """
        return self.case_names.get(job.case, job.case)

    @cached_property
    def case_names(self) -> Mapping[str, str]:
        """What the cases are called in full, by their short names."""
        return case_names(self.project)

    def _why(self, record: Mapping[str, Any], inputs: Inputs) -> list[str]:
        """List what has changed since the last run; empty when nothing has."""
        if not record:
            return ["it was never made"]
        if record.get("failed"):
            return ["its last run failed"]
        if record.get("untraceable"):
            return [str(record["untraceable"])]
        found = []
        if record.get("key") != inputs.key:
            found = reasons.of_inputs(record, inputs, self.store, self.basis)
        return found + reasons.of_reads(self._changed(_reads(record.get("reads"))))

    def _changed(self, reads: Iterable[Read]) -> list[tuple[Read, Read]]:
        pairs = ((read, self.around.now(read)) for read in reads)
        return [(read, now) for read, now in pairs if read.digest != now.digest]

    def _other_run(self, inputs: Inputs) -> dict[str, Any]:
        """Find an earlier run on what there is now, as after going back to an older state."""
        for reads, executed in self.store.runs(inputs.key):
            if not self._changed(_reads(reads)):
                return {"reads": reads, "executed": executed}
        return {}

    def _about_page(
        self,
        checked: CheckedJob,
        inputs: Inputs,
        why: list[str],
        record: Mapping[str, Any],
        run: Mapping[str, Any],
    ) -> Decision:
        """Decide about a report whose executed notebook need not be made anew."""
        reads = _reads(run["reads"])
        today = tuple(map(self.around.now, reads))
        page = self.page_key(checked, run["executed"], today)
        same_page = record.get("page") == page
        files = (record["files"] if same_page else self.store.get("pages", page)) or {}
        documents = self.documents_key(checked, run["executed"], today)
        document_files = self._document_files(record, documents)
        found: dict[str, Any] = {
            "inputs": inputs,
            "reads": today,
            "executed": run["executed"],
            "page": page,
            "documents": documents,
            "files": files,
            "document_files": document_files,
            "doubts": self._doubts(reads),
            "is_news": (record.get("page"), record.get("documents")) != (page, documents)
            or today != tuple(reads),
        }
        why = why or ([] if same_page else reasons.of_page(record, self.basis, self.store))
        if not files:
            return Decision(checked, RENDER, tuple(why), **found)
        if documents and not document_files:
            why = why or reasons.of_documents(record, self.basis, self.store)
            return Decision(checked, DOCUMENTS, tuple(why), **found)
        wrong = self._wrong_files(checked.job, {**files, **document_files})
        if wrong:
            return Decision(checked, PUT_BACK, tuple(why or wrong), **found)
        same = "its own rows have not changed" if found["doubts"] else "nothing has changed"
        return Decision(checked, KEEP, (same,), **found)

    def _document_files(self, record: Mapping[str, Any], documents: str) -> dict[str, str]:
        known = record.get("document_files") if record.get("documents") == documents else None
        return (known or self.store.get("documents", documents) or {}) if documents else {}

    def _doubts(self, reads: Iterable[Read]) -> frozenset[str]:
        needed = set()
        for read in reads:
            description = self.around.file(read.path).parent / "datapackage.json"
            proof = doubts(read, self.around.now(read), self.digests.of(description))
            if proof and not self.store.has("proofs", proof):
                needed.add(proof)
        return frozenset(needed)

    def _wrong_files(self, job: Job, files: Mapping[str, str]) -> list[str]:
        wrong = []
        for suffix in SUFFIXES:
            file = path(self.output, job, suffix)
            there, expected = self.digests.of(file), files.get(suffix, ABSENT)
            if there != expected:
                what = "is missing" if there == ABSENT else "is not what was made"
                wrong.append(f"{file.name} {what}")
        return wrong


def _reads(data: Iterable[Iterable[str]] | None) -> list[Read]:
    return [Read(*each) for each in data or ()]
