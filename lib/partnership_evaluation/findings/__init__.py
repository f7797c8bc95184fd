"""What a report states, as plain data: verdicts, estimates, cautions, and the sentences about them.

A report collects its findings while its notebook runs and hands them over in the last cell. The
words are fixed: a printed number is *reproduced*, *reproduced with another rounding*, *not
reproducible* or *cannot be checked*; a conclusion is *supported* (true in every data set that fits
what was printed), *contradicted* (true in none) or *undetermined*. Whatever it shows is held to the
rules of :mod:`partnership_evaluation.sentences`: a sentence that says more than the design and the
interval allow raises an error.
"""

import pandas as pd
from IPython.display import Markdown, display

from partnership_evaluation import __version__, citations, own_words, sentences
from partnership_evaluation.exhibits import Table
from partnership_evaluation.findings import audience, described, printed_numbers, recorded
from partnership_evaluation.findings.held import held
from partnership_evaluation.findings.limits import COLLECTION, LIMITS, LIMITS_OF_COLLECTION
from partnership_evaluation.findings.published import MIME_TYPE, Published
from partnership_evaluation.findings.summary import Summary
from partnership_evaluation.findings.words import (
    COMMON_READING,
    CONCLUSION_VERDICTS,
    FindingError,
    conclusion_columns,
    require,
    require_verdicts,
)
from partnership_evaluation.plain_data import plain, records
from partnership_evaluation.sentences import SentenceError
from partnership_evaluation.verdicts import VERDICTS as CLAIM_VERDICTS

__all__ = [
    "CLAIM_VERDICTS",
    "COLLECTION",
    "COMMON_READING",
    "CONCLUSION_VERDICTS",
    "LIMITS",
    "MIME_TYPE",
    "FindingError",
    "Published",
    "Report",
    "SentenceError",
    "Summary",
]


class Report:
    """The findings of one report, collected while its notebook runs.

    Parameters
    ----------
    title : str
        The question of the report.
    case : str
        The case study, or ``"all"`` for the whole collection: its design is then
        ``case_description`` and its source all documents.
    design, outcome_level : str, optional
        Those of this report, where they are not those of the case study: a feedback form in a case
        that looks before and after is of one group asked once, and of its reaction.
    source, people : dict and str, optional
        Of a report on a file that no table describes: its ``title``, ``authors``, ``publisher``
        and ``year``, and how many people or schools are in it.

    Raises
    ------
    FindingError
        When the case study is not in ``cases``.
    SentenceError
        When the title claims what the design cannot show.

    Examples
    --------
    >>> report = Report(title="Did lesson grades move?", case="sutton")
    >>> report.design
    'before_after_paired'
    """

    def __init__(self, *, title, case, design=None, outcome_level=None, source=None, people=None):
        """Look up the case study's design and source."""
        cases = described.cases(case, source=source, design=design, people=people)
        if cases.empty:
            raise FindingError(
                f"A report must be about a case study of cases.csv; found {case!r}. "
                f"Known: {', '.join(described.known())}."
            )
        self.title, self.case = title, case
        chosen = cases if case == COLLECTION else cases.loc[[case]]
        of_case = "case_description" if case == COLLECTION else cases.loc[case, "design"]
        self.design = sentences.known(design or of_case).name
        self.sources = described.sources(chosen["source"].unique(), given=source)
        self.source = self.sources.iloc[0]
        self._limits = LIMITS_OF_COLLECTION.format(len(cases), len(self.sources))
        rows = cases.loc[[case]] if case != COLLECTION else cases.head(0)
        self.outcome_level = outcome_level or next(iter(rows["outcome_level"]), None)
        self._people = next(iter(rows["people"]), f"{len(cases)} case studies")
        self._brief, self._claims, self._conclusions, self._audit = [], [], [], []
        self._estimates, self._cautions, self._numbers = [], [], []
        self._headline, self._summary, self._licensed = None, None, described.words_of(source)
        self._held(title, "The title")

    @property
    def limits(self):
        """What the design cannot show, in one sentence."""
        return self._limits if self.case == COLLECTION else LIMITS[self.design]

    @property
    def citation(self):
        """The document, or all documents, in the short form used in captions."""
        names = "; ".join(citations.short_name(row) for _, row in self.sources.iterrows())
        return f"Source{'s' * (len(self.sources) > 1)}: {names}"

    def say(self, text, *, about=None, no_change=0, better=None):
        """Show a paragraph whose numbers were computed.

        Parameters
        ----------
        text : str
            Markdown.
        about : object, optional
            The estimate whose direction the text must agree with.
        no_change, better
            As in :func:`partnership_evaluation.sentences.problems`.

        Raises
        ------
        SentenceError
            When the text says more than the design or the estimate allows.
        """
        settings = {"estimate": about, "no_change": no_change, "better": better}
        display(Markdown(own_words.told(str(self._held(text, "This paragraph", **settings)))))

    def headline(self, estimate, *, about, counted, p_values, **settings):
        """Write the first sentence in brief, and record it.

        Parameters
        ----------
        estimate, about, counted, p_values
            As in :func:`partnership_evaluation.sentences.headline`.
        **settings
            ``better``, ``no_change``, ``confidence_level`` and ``plural``, as there.

        Returns
        -------
        partnership_evaluation.sentences.Sentence
            To be handed to :meth:`brief`, before all others.

        Raises
        ------
        SentenceError
            As there, or when ``counted`` claims too much.
        """
        settings |= {"about": about, "counted": counted, "p_values": p_values}
        made = sentences.headline(estimate, design=self.design, **settings)
        self._headline = made
        self._held(made, "The headline")
        return made

    def number(self, value, *, of):
        """Record a number that a sentence needs and no table shows.

        Parameters
        ----------
        value : number
            As computed; a share as a share.
        of : str
            What it is a number of.

        Returns
        -------
        number
            The same value, so that it can stand in the sentence.
        """
        self._numbers.append({"value": plain(value), "of": of})
        return value

    def brief(self, *sentences, summary=None):
        """Show three to five sentences to take away; of own data, what is hidden from whom.

        Parameters
        ----------
        *sentences : str
            What was claimed, what the numbers support, what they cannot show.
        summary : Summary, optional
            The report on one page, which stands at its head.

        Raises
        ------
        SentenceError
            When a sentence says more than the design allows.
        """
        self._summary = summary and summary.held(self._held)
        self._brief = [str(self._held(sentence, "In brief")) for sentence in sentences]
        display(Markdown("\n".join(f"- {told}" for told in own_words.told(self._brief))))
        for exhibit in audience.shown(self.case):
            display(exhibit)

    def claims(self, verdicts, *, caption, audit=None):
        """Record the verdict of each printed number; show those that can be recomputed.

        Parameters
        ----------
        verdicts : pandas.DataFrame
            What :func:`partnership_evaluation.verdicts.of_claims` returned.
        caption : str
            Caption of the table.
        audit : pandas.DataFrame, optional
            What :func:`partnership_evaluation.consistency.audit` found among them.

        Raises
        ------
        FindingError
            When a verdict is not one of the four words.
        """
        require(verdicts["verdict"], allowed=CLAIM_VERDICTS)
        columns = ["claim", "printed", "locator", "recomputed", "verdict", "note"]
        self._claims = records(verdicts[columns])
        self._audit = recorded.audited(audit, verdicts)
        self.say(printed_numbers.sentence(verdicts["verdict"]))
        for table in printed_numbers.tables_of(verdicts, caption=caption):
            display(table)

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
        SentenceError
            When a reason says more than the design allows; the statements are the document's.
        """
        require(judged["verdict"], allowed=CONCLUSION_VERDICTS)
        for reason in judged["reason"]:
            self._held(reason, "The reason of a verdict")
        texts = judged.rename(columns={"statement": "text"})
        self._conclusions = records(texts[["text", "locator", "verdict", "reason"]])
        named = conclusion_columns(judged)
        return Table(judged[list(named)].rename(columns=named), caption)

    def estimate(self, name, result, *, unit):
        """Record an estimate with its interval.

        Parameters
        ----------
        name, result, unit
            What was estimated, the result and its unit, as ``findings.recorded`` takes them.

        Returns
        -------
        object
            The same result, so that it can be shown.
        """
        self._estimates.append(recorded.estimate(name, result, unit=unit))
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
        for text in (text for pair in dangers for text in pair):
            self._held(text, "A caution")
        self._cautions = [{"danger": danger, "size": size} for danger, size in dangers]
        return Table(pd.DataFrame(dangers, columns=["Danger", "How large here"]), caption)

    def strength(self):
        """Say in one line how much weight the report can bear, without a score.

        Returns
        -------
        str
            Of what was recorded so far; see :func:`partnership_evaluation.sentences.strength`.
        """
        return sentences.strength(
            design=self.design,
            people=self._people,
            outcome_level=self.outcome_level,
            claims=[claim["verdict"] for claim in self._claims],
            conclusions=[conclusion["verdict"] for conclusion in self._conclusions],
        )

    def publish(self):
        """Hand over the findings; the last value of the last cell.

        Returns
        -------
        Published
            Shows how to cite the report and carries the findings as data.

        Raises
        ------
        FindingError
            Without a brief, or with neither claims nor conclusions.
        """
        require_verdicts(self._brief, self._claims, self._conclusions)
        return Published(own_words.told(self._payload()), self.sources)

    def _payload(self):
        strength = self.strength()
        one_page = self._summary and self._summary.as_data(people=self._people, strength=strength)
        return {
            "schema": 1,
            "title": self.title,
            "case": self.case,
            "source": "; ".join(self.sources["title"]),
            "documents": described.cited(self.sources),
            "design": self.design,
            "library_version": __version__,
            "brief": self._brief,
            "claims": self._claims,
            "audit": self._audit,
            "conclusions": self._conclusions,
            "estimates": self._estimates,
            "cautions": self._cautions,
            "headline": None if self._headline is None else str(self._headline),
            "strength": strength,
            "summary": one_page,
            "people": self._people,
            "outcome_level": self.outcome_level,
            "numbers": self._numbers,
            "licensed": self._licensed,
        }

    def _held(self, text, what, **settings):
        """Hold a text to the design; what the case's own tables print word for word may stand."""
        if getattr(text, "licensed", False):
            self._licensed.append(str(text))
        return held(text, what=what, case=self.case, design=self.design, **settings)
