"""The findings of a finished report, handed over as data."""

import re

from partnership_evaluation import citations, own_words

MIME_TYPE = "application/vnd.partnership-evaluation.findings+json"


class Published:
    """The findings of a finished report, with the words to cite it by.

    Parameters
    ----------
    payload : dict
        The findings as plain data.
    sources : pandas.DataFrame
        The rows of ``sources`` of the documents.

    Examples
    --------
    >>> import pandas as pd
    >>> Published({"title": "Did grades move?", "library_version": "0.1.0"},
    ...     pd.DataFrame([{"authors": "A. Author", "year": 2015, "title": "T", "publisher": "P"}]))
    Cite the document: A. Author (2015). T. P.
    Cite this report: School partnership evaluation notebooks 0.1.0. "Did grades move?"
    """

    def __init__(self, payload, sources):
        """Keep the findings and the sources."""
        self.payload, self.sources = payload, sources

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {
            "text/plain": repr(self),
            # Two blanks before the end of a line keep the line; paragraphs need none.
            "text/markdown": re.sub(r"(?<!\n)\n(?!\n)", "  \n", repr(self)),
            MIME_TYPE: self.payload,
        }

    def __repr__(self):
        documents = [citations.in_full(row) for _, row in self.sources.iterrows()]
        strength = self.payload.get("strength")
        return own_words.told(
            f"{strength}\n\n"
            * bool(strength)
            + f"Cite the document{'s' * (len(documents) > 1)}: {' '.join(documents)}\n"
            "Cite this report: School partnership evaluation notebooks "
            f'{self.payload["library_version"]}. "{self.payload["title"]}"'
        )
