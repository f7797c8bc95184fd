"""How fast pupils progressed, in words."""


def rate_sentence(rates, *, weeks, expected_points_per_year):
    """Say how the largest mean gain stands to the progress that was expected.

    Parameters
    ----------
    rates : pandas.DataFrame
        From :func:`partnership_evaluation.questions.progress_tables.rate_table`.
    weeks : int
        Weeks between the two assessments.
    expected_points_per_year : float
        The progress expected in a year.

    Returns
    -------
    str
        Where all that is known are two limits with the expected progress between them, both.

    Examples
    --------
    >>> import pandas as pd
    >>> ends = pd.DataFrame({"Group": ["all pupils, at least", "all pupils, at most"],
    ...     "Mean gain (points)": [-1.07, 2.67], "Times expected": [-1.0, 2.4],
    ...     "Levels a year": [-0.5, 1.2]})
    >>> rate_sentence(ends, weeks=14, expected_points_per_year=3)[:62]
    'All pupils: the mean gain lies between -1.07 and 2.67 points, '
    """
    most = rates.loc[rates["Times expected"].idxmax()]
    least = rates.iloc[0]
    if least["Group"].endswith(", at least") and least["Times expected"] < 1:
        return (
            f"All pupils: the mean gain lies between {least['Mean gain (points)']} and "
            f"{most['Mean gain (points)']} points, which is {least['Times expected']} to "
            f"{most['Times expected']} times the progress expected in {weeks} weeks; the numbers "
            "leave open whether it was reached."
        )
    return (
        f"{most['Group'][0].upper()}{most['Group'][1:]}: {most['Mean gain (points)']} points is "
        f"{most['Times expected']} times the progress expected in {weeks} weeks. Kept up for a "
        f"year it would be {most['Levels a year']} whole levels, where "
        f"{expected_points_per_year / 6:.1f} were expected. So large a rate is a reason to look at "
        "how the levels were judged."
    )
