"""What a report states, as plain data: verdicts, estimates, cautions, and the sentences about them.

A report collects its findings while its notebook runs and hands them over in the last cell. The
words are fixed: a printed number is *reproduced*, *reproduced with another rounding*, *not
reproducible* or *cannot be checked*; a conclusion is *supported* (true in every data set that fits
what was printed), *contradicted* (true in none) or *undetermined*.
"""

import pandas as pd
from IPython.display import Markdown, display

from partnership_evaluation import __version__, citations, tables
from partnership_evaluation.exhibits import Table
from partnership_evaluation.plain_data import infinite, plain, records
from partnership_evaluation.verdicts import VERDICTS as CLAIM_VERDICTS

MIME_TYPE = "application/vnd.partnership-evaluation.findings+json"
CONCLUSION_VERDICTS = ("supported", "contradicted", "undetermined")

LIMITS = {
    "single_group_once": (
        "One group was asked once: the numbers describe it and cannot show a change."
    ),
    "before_after_unpaired": (
        "There was no comparison group and answers were not linked person to person: the numbers "
        "describe two moments and cannot show why they differ."
    ),
    "before_after_paired": (
        "There was no comparison group: the numbers can show that something changed, not why."
    ),
    "two_groups": (
        "Two groups stand side by side that were not formed by chance: a difference between them "
        "may have been there before, and the numbers cannot show what made it."
    ),
    "randomised": (
        "Chance decided who was in which group: beyond the play of chance, which the intervals "
        "measure, a difference is owed to what the groups did, for people and schools like these "
        "and if few dropped out; whether it would hold elsewhere the numbers cannot show."
    ),
    "case_description": "The document describes; it has no numbers that could show an effect.",
}
COLLECTION = "all"
LIMITS_OF_COLLECTION = (
    "{} case studies from {} documents stand side by side: none of them has a comparison group, "
    "and that several say the same is not a test of it."
)


class FindingError(ValueError):
    """A finding that cannot be stated: a verdict is missing or is not one of the fixed words."""


class Report:
    """The findings of one report, collected while its notebook runs.

    Parameters
    ----------
    title : str
        The question of the report.
    case : str
        The case study, or ``"all"`` for the whole collection: its design is then
        ``case_description`` and its source all documents.

    Raises
    ------
    FindingError
        When the case study is not in ``cases``.

    Examples
    --------
    >>> report = Report(title="Did lesson grades move?", case="sutton")
    >>> report.design
    'before_after_paired'
    """

    def __init__(self, *, title, case):
        """Look up the case study's design and source."""
        cases = tables.read("cases").set_index("case")
        if case != COLLECTION and case not in cases.index:
            raise FindingError(
                f"A report must be about a case study of cases.csv; found {case!r}. "
                f"Known: {', '.join(cases.index)}."
            )
        self.title, self.case = title, case
        chosen = cases if case == COLLECTION else cases.loc[[case]]
        self.design = "case_description" if case == COLLECTION else cases.loc[case, "design"]
        self.sources = tables.read("sources").set_index("source").loc[chosen["source"].unique()]
        self.source = self.sources.iloc[0]
        self._limits = LIMITS_OF_COLLECTION.format(len(cases), len(self.sources))
        self._brief, self._claims, self._conclusions = [], [], []
        self._estimates, self._cautions = [], []

    @property
    def limits(self):
        """What the design of the case study cannot show, in one sentence."""
        return self._limits if self.case == COLLECTION else LIMITS[self.design]

    @property
    def citation(self):
        """The document, or all documents, in the short form used in captions."""
        names = "; ".join(citations.short_name(row) for _, row in self.sources.iterrows())
        return f"Source{'s' * (len(self.sources) > 1)}: {names}"

    def say(self, text):
        """Show a paragraph whose numbers were computed.

        Parameters
        ----------
        text : str
            Markdown.

        Returns
        -------
        None
        """
        display(Markdown(text))

    def brief(self, *sentences):
        """Show the three to five sentences that a busy reader takes away.

        Parameters
        ----------
        *sentences : str
            What was claimed, what the numbers support, what they cannot show.

        Returns
        -------
        None
        """
        self._brief = list(sentences)
        self.say("\n".join(f"- {sentence}" for sentence in sentences))

    def claims(self, verdicts, *, caption):
        """Record the verdict of each printed number and show those that can be recomputed.

        Parameters
        ----------
        verdicts : pandas.DataFrame
            Columns ``claim``, ``subject``, ``locator``, ``printed``, ``recomputed``, ``verdict``,
            ``note``.
        caption : str
            Caption of the table.

        Returns
        -------
        None

        Raises
        ------
        FindingError
            When a verdict is not one of the four words.
        """
        _require_words(verdicts["verdict"], CLAIM_VERDICTS)
        columns = ["claim", "printed", "locator", "recomputed", "verdict", "note"]
        self._claims = records(verdicts[columns])
        named = {
            "subject": "What",
            "locator": "Where printed",
            "printed": "Printed",
            "recomputed": "Recomputed",
            "verdict": "Verdict",
            "note": "Remark",
        }
        shown = verdicts[list(named)].rename(columns=named)
        counted = verdicts["verdict"].value_counts()
        checked = len(verdicts) - counted.get("cannot be checked", 0)
        self.say(
            f"{len(verdicts)} printed numbers belong to this question; {checked} of them follow "
            f"from others and can be recomputed. {counted.get('reproduced', 0)} are reproduced, "
            f"{counted.get('reproduced with another rounding', 0)} with another rounding, and "
            f"{counted.get('not reproducible', 0)} are not reproducible."
        )
        open_ones = shown[shown["Verdict"].isin(CLAIM_VERDICTS[1:3])]
        if len(open_ones):
            display(Table(open_ones, "Numbers that do not follow from the others as printed."))
        if checked:
            display(Table(shown[shown["Verdict"] != "cannot be checked"], caption, folded=True))

    def conclusions(self, judged, *, caption):
        """Record the verdict of each conclusion and return them as a table.

        Parameters
        ----------
        judged : pandas.DataFrame
            What :func:`partnership_evaluation.verdicts.judge` returned.
        caption : str
            Caption of the table.

        Returns
        -------
        partnership_evaluation.exhibits.Table

        Raises
        ------
        FindingError
            When a verdict is not one of the three words.
        """
        _require_words(judged["verdict"], CONCLUSION_VERDICTS)
        texts = judged.rename(columns={"statement": "text"})
        self._conclusions = records(texts[["text", "locator", "verdict", "reason"]])
        named = {
            "statement": "The document says",
            "locator": "Where printed",
            "verdict": "Verdict",
            "reason": "Because",
        }
        return Table(judged[list(named)].rename(columns=named), caption)

    def estimate(self, name, result, *, unit):
        """Record an estimate with its interval.

        Parameters
        ----------
        name : str
            What was estimated.
        result : object
            Anything with ``estimate``, ``low``, ``high``, ``n`` and ``method``. A number that is
            infinite is recorded as missing, and the method says so.
        unit : str
            Unit of the estimate.

        Returns
        -------
        object
            The same result, so that it can be shown.
        """
        given = {key: getattr(result, key) for key in ("estimate", "low", "high")}
        endless = infinite(given)
        method = f"{result.method} ({' and '.join(endless)} infinite)" if endless else result.method
        record = {"name": name, "n": plain(result.n), "unit": unit, "method": method}
        self._estimates.append(record | {key: plain(value) for key, value in given.items()})
        return result

    def cautions(self, dangers, *, caption):
        """Record what the numbers cannot show and return it as a table.

        Parameters
        ----------
        dangers : sequence of (str, str)
            Each danger with its size, in words with numbers.
        caption : str
            Caption of the table.

        Returns
        -------
        partnership_evaluation.exhibits.Table
        """
        self._cautions = [{"danger": danger, "size": size} for danger, size in dangers]
        return Table(pd.DataFrame(dangers, columns=["Danger", "How large here"]), caption)

    def publish(self):
        """Hand over the findings; the last value of the last cell.

        Returns
        -------
        Published
            Shows how to cite the report and carries the findings as data.

        Raises
        ------
        FindingError
            When the report has no brief, or neither claims nor conclusions.
        """
        if not self._brief or not (self._claims or self._conclusions):
            raise FindingError(
                "A report must have a brief and at least one verdict; found "
                f"{len(self._brief)} sentences, {len(self._claims)} claims and "
                f"{len(self._conclusions)} conclusions. Call brief, claims or conclusions first."
            )
        return Published(self._payload(), self.sources)

    def _payload(self):
        return {
            "schema": 1,
            "title": self.title,
            "case": self.case,
            "source": "; ".join(self.sources["title"]),
            "design": self.design,
            "library_version": __version__,
            "brief": self._brief,
            "claims": self._claims,
            "conclusions": self._conclusions,
            "estimates": self._estimates,
            "cautions": self._cautions,
        }


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
            "text/markdown": repr(self).replace("\n", "  \n"),
            MIME_TYPE: self.payload,
        }

    def __repr__(self):
        documents = [
            f"{row['authors']} ({row['year']}). {row['title']}. {row['publisher']}."
            for _, row in self.sources.iterrows()
        ]
        return (
            f"Cite the document{'s' * (len(documents) > 1)}: {' '.join(documents)}\n"
            "Cite this report: School partnership evaluation notebooks "
            f'{self.payload["library_version"]}. "{self.payload["title"]}"'
        )


def _require_words(words, allowed):
    wrong = sorted(set(words) - set(allowed))
    if wrong:
        raise FindingError(
            f"A verdict must be one of: {'; '.join(allowed)}; found {', '.join(map(repr, wrong))}. "
            "Use one of the fixed words."
        )
