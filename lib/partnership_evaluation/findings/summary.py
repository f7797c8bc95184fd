"""A report on one page: what a reader takes away who reads nothing else."""

from dataclasses import asdict, dataclass

from partnership_evaluation.findings.words import FindingError

MOST_WORDS = 10


@dataclass(frozen=True)
class Summary:
    """The title and the few lines that stand at the head of a report.

    Attributes
    ----------
    title : str
        The result in at most ten words, with a verb.
    number : str
        The main number, with what it counts.
    interval : str
        How far it may be off, in plain words; why that is not known, where it is not.
    next_step : str
        What a school that wants to know more does next.
    people : str, default ""
        How many people stand behind it; those of the case study when empty.

    Raises
    ------
    FindingError
        When a part is missing, or the title is longer than ten words.

    Examples
    --------
    >>> Summary("6 of 12 teachers moved up", "50% moved up", "21% to 79%", "Ask again.").title
    '6 of 12 teachers moved up'
    """

    title: str
    number: str
    interval: str
    next_step: str
    people: str = ""

    def __post_init__(self):
        """Refuse a page that leaves something out or says too much."""
        missing = [name for name in ("title", "number", "interval", "next_step") if not self[name]]
        if missing:
            raise FindingError(
                "A report on one page must have a title, a number, its interval and a next step; "
                f"found no {', '.join(missing)}. Say in words why there is none."
            )
        if len(self.title.split()) > MOST_WORDS:
            raise FindingError(
                f"The title of a report on one page must have at most {MOST_WORDS} words; found "
                f"{len(self.title.split())} in {self.title!r}. Shorten it."
            )

    def __getitem__(self, part):
        """Return one part by its name."""
        return str(getattr(self, part)).strip()

    def held(self, check):
        """Hold every part to the design.

        Parameters
        ----------
        check : callable
            Raises an error when a text says too much; takes the text and what it is.

        Returns
        -------
        Summary
            The same.
        """
        for part, text in asdict(self).items():
            check(text, f"The {part.replace('_', ' ')} of the summary")
        return self

    def as_data(self, *, people, strength):
        """Write it as plain data.

        Parameters
        ----------
        people : str
            Those of the case study.
        strength : str
            The line of the report on its strength.

        Returns
        -------
        dict of str to str
            The attributes and ``sure``.
        """
        sure = strength.partition(": ")[2] or strength
        return asdict(self) | {"people": self.people or people, "sure": sure[:1].upper() + sure[1:]}


def title(*candidates):
    """Choose the first title that is short enough.

    Parameters
    ----------
    *candidates : str
        The fullest first.

    Returns
    -------
    str
        The last where all are too long; the summary then says so.

    Examples
    --------
    >>> title("one two three four five six seven eight nine ten eleven", "short")
    'short'
    """
    return next((text for text in candidates if len(text.split()) <= MOST_WORDS), candidates[-1])


def plain_interval(low, high, *, level, what="the share"):
    """Say an interval in plain words.

    Parameters
    ----------
    low, high : str
        Its ends as they are printed.
    level : str
        Its level as it is printed.
    what : str, default "the share"
        What it is an interval of.

    Returns
    -------
    str

    Examples
    --------
    >>> plain_interval("21%", "79%", level="95%")
    'Among many more people like these, the share could be anything from 21% to 79% (95% interval).'
    """
    return (
        f"Among many more people like these, {what} could be anything from {low} to {high} "
        f"({level} interval)."
    )
