"""What is remembered of a report: how it was made, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from report_runner.checks import CheckedJob
from report_runner.dependencies import Read, proofs
from report_runner.digests import digest_of_bytes
from report_runner.staleness import Decision, Staleness
from report_runner.store import record_name


class Memory:
    """Writes into the store what `report_runner.staleness` reads from it.

    Parameters
    ----------
    now : Staleness
        What reports rest on, as it was when they were made.
    """

    def __init__(self, now: Staleness) -> None:
        self.now, self.store = now, now.store

    def keep_run(
        self,
        checked: CheckedJob,
        files: Mapping[str, str],
        *,
        reads: Iterable[Read],
        documents: Mapping[str, bytes] | None = None,
        untraceable: str = "",
        seconds: float | None = None,
    ) -> None:
        """Keep a report that was made.

        Parameters
        ----------
        checked : CheckedJob
            The report.
        files : mapping
            Text of each file by suffix.
        reads : iterable of Read
            What its run read.
        documents : mapping, optional
            Bytes of each document by suffix; None or empty where they could not be made.
        untraceable : str
            Why it is not known what it read; empty where it is. Such a run serves once.
        seconds : float, optional
            How long it took; None where it was not run.

        Raises
        ------
        OSError
            If the store cannot be written.
        """
        keep = _digest if untraceable else self.store.put_text
        digests = {name: keep(text) for name, text in files.items()}
        made = {name: keep(content) for name, content in (documents or {}).items()}
        reads, executed = tuple(reads), digests[".ipynb"]
        known = None if untraceable else reads
        record = self._record(
            checked,
            reads,
            executed=executed,
            page=self.now.page_key(checked, executed, known),
            files=digests,
            documents=self.now.documents_key(checked, executed, known),
            document_files=made,
        )
        if untraceable:
            record["untraceable"] = untraceable
        else:
            self._keep_for_others(record, reads)
        self._put(checked, record, seconds)

    def keep_decision(self, decision: Decision) -> None:
        """Keep that a report rests on what there is now, although it was not run for it.

        Parameters
        ----------
        decision : Decision
            One whose run is in the store.

        Raises
        ------
        OSError
            If the store cannot be written.
        """
        record = self._record(
            decision.checked,
            decision.reads,
            executed=decision.executed,
            page=decision.page,
            files=decision.files,
            documents=decision.documents,
            document_files=decision.document_files,
        )
        self._keep_for_others(record, decision.reads, proven=False)
        self._put(decision.checked, record, None)

    def keep_failure(self, checked: CheckedJob, summary: str, *, seconds: float | None) -> None:
        """Keep that a report failed, so that it is run again.

        Parameters
        ----------
        checked : CheckedJob
            The report.
        summary : str
            Why, in a line.
        seconds : float, optional
            How long it took.

        Raises
        ------
        OSError
            If the store cannot be written.
        """
        self._put(checked, {"failed": summary}, seconds)

    def _record(
        self,
        checked: CheckedJob,
        reads: tuple[Read, ...],
        *,
        executed: str,
        page: str,
        files: Mapping[str, str],
        documents: str,
        document_files: Mapping[str, str],
    ) -> dict[str, Any]:
        inputs = self.now.inputs(checked)
        return {
            **asdict(inputs),
            "key": inputs.key,
            "page_basis": self.now.basis.page_key,
            "reads": [read.as_json() for read in reads],
            "executed": executed,
            "page": page,
            "files": dict(files),
            "documents": documents,
            "document_files": dict(document_files),
            "documents_basis": self.now.basis.documents_key,
        }

    def _keep_for_others(
        self, record: Mapping[str, Any], reads: tuple[Read, ...], *, proven: bool = True
    ) -> None:
        basis = self.now.basis
        for key, parts in ((basis.key, ("library", "running", "environment")),
                           (basis.page_key, ("finishing",)),
                           (basis.documents_key, ("documents",))):  # fmt: skip
            if not self.store.has("bases", key):
                self.store.put("bases", key, {part: getattr(basis, part) for part in parts})
        self.store.put("pages", record["page"], record["files"])
        if record["document_files"]:
            self.store.put("documents", record["documents"], record["document_files"])
        self.store.add_run(record["key"], record["reads"], record["executed"])
        for proof in proofs(reads) if proven else ():
            if not self.store.has("proofs", proof):
                self.store.put("proofs", proof, True)

    def _put(self, checked: CheckedJob, record: dict[str, Any], seconds: float | None) -> None:
        last = self.now.record(checked.job)
        record["seconds"] = last.get("seconds") if seconds is None else round(seconds, 2)
        self.store.put("records", record_name(checked.job), record)


def _digest(text: str | bytes) -> str:
    content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return digest_of_bytes(content)
