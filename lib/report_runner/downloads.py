"""What a reader can take away from a report besides its page, and the words that offer it."""

from __future__ import annotations

from report_runner.jobs import Job

#: Files that are made after the page, each in one step from the executed notebook.
DOCUMENTS = (".pdf", ".docx", ".xlsx", ".bib")
_LABELS = {
    ".pdf": "PDF (A4)",
    ".docx": "Word file",
    ".xlsx": "Spreadsheet of all tables",
    ".bib": "Citation (BibTeX)",
    ".ipynb": "Executed notebook",
    ".findings.json": "Findings as data (JSON)",
}


def offered(job: Job) -> list[tuple[str, str]]:
    """List the downloads that stand beside the page of a report.

    Parameters
    ----------
    job : Job
        The report.

    Returns
    -------
    list of (str, str)
        Suffix and label, in the order in which a reader wants them. The file is
        ``<name><suffix>``, beside the page. Where documents are not made, as by default for the
        rows of a matrix, only the executed notebook and the findings are listed.

    Examples
    --------
    >>> from pathlib import Path
    >>> job = Job("shifts", "here", "here", Path("shifts.ipynb"), Path("here.yml"))
    >>> [suffix for suffix, label in offered(job)]
    ['.pdf', '.docx', '.xlsx', '.bib', '.ipynb', '.findings.json']
    """
    return [
        (suffix, label)
        for suffix, label in _LABELS.items()
        if job.with_documents or suffix not in DOCUMENTS
    ]
