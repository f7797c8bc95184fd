"""Everything that a report is about to publish, registered number by number."""

from partnership_evaluation.disclosure.cells import Term, cell, exact, level_text
from partnership_evaluation.disclosure.ratios import Mean, Percentage
from partnership_evaluation.disclosure.reading import read_table
from partnership_evaluation.disclosure.register import Register
from partnership_evaluation.disclosure.statements import Difference, Statistic
from partnership_evaluation.estimates import count_problems, refuse


class Release(Register):
    """What is to be published together: tables, percentages, means, numbers in captions and prose.

    Nothing is shown before :func:`protect` has looked at everything. Each number is registered
    with the people that it counts: a mapping of dimensions to levels, ``{"school": "Sutton",
    "grade": 4}``, where a dimension that is left out is summed over. A dimension sorts every
    person of a population into exactly one level. What is recorded twice of the same people is
    two dimensions, "grade before" and "grade after".

    Parameters
    ----------
    population : str
        Who is counted unless a number says otherwise.

    Examples
    --------
    >>> import pandas as pd
    >>> grades = pd.DataFrame({"grade": ["1", "2", "3"], "n": [20, 15, 3]})
    >>> release = Release()
    >>> release.table(grades, name="Table 1", dims=["grade"])
    >>> release.count(38, of={}, name="caption of table 1")
    """

    def dimension(self, name, levels, *, population=None):
        """Say that a reader knows all levels of a dimension, listed or not.

        Parameters
        ----------
        name : str
            The dimension.
        levels : sequence
            Every level that a person can have.
        population : str, optional
            Who is sorted by it.

        Returns
        -------
        None
        """
        chosen = tuple(sorted({level_text(level) for level in levels}))
        self.levels[(population or self.population, name)] = chosen

    def table(self, frame, *, name, dims, counts="n", across=None, percentages=None, means=None,
              where=None, total="Total", population=None):  # fmt: skip
        """Register a table: one row a group, one or more columns of counts.

        Parameters
        ----------
        frame : pandas.DataFrame
            The true numbers.
        name : str
            Where it is printed, for the log and for messages.
        dims : sequence of str
            The columns that name the group of a row; the word ``total`` in them is a margin.
        counts : str or dict of str to dict
            The column of counts, or for each column of counts what its people have besides the
            levels of the row: ``{"n": {}, "good": {"grade": [1, 2]}}``.
        across : str, optional
            The dimension whose levels head all other columns, instead of ``counts``.
        percentages : dict of str to (str, str) or (str, str, int), optional
            For each column of percentages the columns of part and whole, and the decimals (0).
            What stands in the column is computed anew from the counts.
        means : dict of str to dict, optional
            For each column of means: ``whole`` (its column of counts), ``minimum`` and ``maximum``
            of the scale and, if need be, ``decimals`` and ``measure``.
        where : mapping, optional
            Levels that all rows share.
        total : str, default "Total"
            The word for a margin.
        population : str, optional
            Who is counted.

        Returns
        -------
        None

        Raises
        ------
        ValueError
            Every problem at once: a count that is none, a column of numbers that was not named, two
            different counts of the same people, a name used twice.

        Notes
        -----
        A combination of levels that a table leaves out is read as nobody, by readers and here.
        """
        self.exhibits[name] = read_table(
            self, frame, name=name, dims=dims, counts=counts, across=across,
            percentages=percentages or {}, means=means or {}, where=where or {}, total=total,
            population=population or self.population,
        )  # fmt: skip

    def count(self, value, *, of, name, population=None):
        """Register a count that stands alone: an n in a caption, a bar, a sentence.

        Parameters
        ----------
        value : int
            The true count.
        of : mapping of str to object
            Who is counted.
        name : str
            Where it is printed.
        population : str, optional
            Who is counted.

        Returns
        -------
        None

        Raises
        ------
        ValueError
            When it is no count, the name is taken, or the same people were counted differently.
        """
        found = cell(of, population=population or self.population)
        refuse([*self.name_problems(name), *self.value_problems(found, value, name)])
        self.add_count(found, value, name)
        self.numbers[name] = found

    def percentage(self, k, *, n, of, having, name, decimals=0, population=None):
        """Register a percentage.

        Parameters
        ----------
        k, n : int
            How many have the property, and of how many.
        of : mapping of str to object
            Who makes up the whole.
        having : mapping of str to object
            What the part has besides.
        name : str
            Where it is printed.
        decimals : int, default 0
            Decimals wanted; the policy may allow fewer.
        population : str, optional
            Who is counted.

        Returns
        -------
        None

        Raises
        ------
        ValueError
            When the counts are none, the name is taken, or the same people counted differently.
        """
        people = population or self.population
        whole, part = cell(of, population=people), cell({**of, **having}, population=people)
        refuse(
            [
                *self.name_problems(name),
                *count_problems(k, n),
                *self.value_problems(part, k, name),
                *self.value_problems(whole, n, name),
            ]
        )
        self.values |= {part: int(k), whole: int(n)}
        self.statements[name] = Percentage(name, part, whole, int(k), int(n), decimals)

    def mean(self, value, *, n, of, name, minimum=None, maximum=None, scores=None, decimals=1,
             measure="score", population=None):  # fmt: skip
        """Register a mean.

        Parameters
        ----------
        value : number
            The mean, unrounded.
        n : int
            Of how many people.
        of : mapping of str to object
            Which people.
        name : str
            Where it is printed.
        minimum, maximum : number
            The ends of the scale, which every reader knows.
        scores : dict of str to dict, optional
            ``{dimension: {level: score}}`` when the mean is one of a dimension that tables count
            too; minimum, maximum and measure then follow from it.
        decimals : int, default 1
            Decimals wanted; the policy may allow fewer.
        measure : str, default "score"
            What was measured: means of the same measure are attacked together.
        population : str, optional
            Who is counted.

        Returns
        -------
        None

        Raises
        ------
        ValueError
            When the count is none, the mean lies outside the scale, or the name is taken.
        """
        whole = cell(of, population=population or self.population)
        problems = [*self.name_problems(name), *self.value_problems(whole, n, name)]
        pairs = ()
        if scores:
            (dimension, by_level), *_ = scores.items()
            pairs = tuple(
                (exact(score), cell({**of, dimension: level}, population=whole.population))
                for level, score in sorted(by_level.items(), key=lambda pair: level_text(pair[0]))
            )
            minimum, maximum, measure = min(by_level.values()), max(by_level.values()), ""
        if (
            minimum is None
            or maximum is None
            or not minimum <= value <= maximum
            or minimum == maximum
        ):
            problems.append(
                f"A mean lies between the ends of its scale: found {name!r} with minimum {minimum} "
                f"and maximum {maximum}; give the lowest and highest score that exist."
            )
        refuse(problems)
        self.values[whole] = int(n)
        total = exact(value) * int(n)
        ends = exact(minimum), exact(maximum)
        self.statements[name] = Mean(name, whole, int(n), total, *ends, decimals, measure, pairs)

    def difference(self, *, name, plus, minus, population=None):
        """Register a gain in numbers: counts added and taken away.

        Parameters
        ----------
        name : str
            Where it is printed.
        plus, minus : list of (int, mapping)
            The counts, each with its people.
        population : str, optional
            Who is counted.

        Returns
        -------
        None

        Raises
        ------
        ValueError
            When a count is none, the name is taken, or the same people were counted differently.
        """
        people = population or self.population
        signed = [(1, *pair) for pair in plus] + [(-1, *pair) for pair in minus]
        named = [(sign, int(value), cell(of, population=people)) for sign, value, of in signed]
        problems = [text for _, v, c in named for text in self.value_problems(c, v, name)]
        refuse([*self.name_problems(name), *problems])
        self.values |= {found: value for _, value, found in named}
        self.statements[name] = Difference(
            name,
            tuple(Term(sign, found) for sign, _, found in named),
            sum(sign * value for sign, value, _ in named),
            tuple(value for _, value, _ in named),
        )

    def statistic(self, printed, *, counts, name, population=None):
        """Register any other number: a p-value, an interval, a median, an effect size.

        Parameters
        ----------
        printed : str
            As it is to be printed.
        counts : list of (int, mapping)
            Every count that it was computed from, each with its people.
        name : str
            Where it is printed.
        population : str, optional
            Who is counted.

        Returns
        -------
        None

        Raises
        ------
        ValueError
            When a count is none, the name is taken, or the same people were counted differently.

        Notes
        -----
        No linear programme sees through a p-value. It is therefore published only where every
        count that it came from is published, exactly, so that it tells nothing that they do not.
        """
        people = population or self.population
        named = [(int(value), cell(of, population=people)) for value, of in counts]
        problems = [text for v, c in named for text in self.value_problems(c, v, name)]
        if not named:
            problems.append(
                f"A statistic names the counts behind it: found none for {name!r}; list them."
            )
        refuse([*self.name_problems(name), *problems])
        self.values |= {found: value for value, found in named}
        self.statements[name] = Statistic(
            name, str(printed), tuple(c for _, c in named), tuple(v for v, _ in named)
        )
