"""Estimates and the findings of an audit as a report hands them over."""

from partnership_evaluation.plain_data import infinite, plain, records


def estimate(name, result, *, unit):
    """Write an estimate with its interval as plain data.

    Parameters
    ----------
    name : str
        What was estimated.
    result : object
        Anything with ``estimate``, ``low``, ``high``, ``n`` and ``method``. A number that is
        infinite becomes missing, and the method says so.
    unit : str
        Unit of the estimate.

    Returns
    -------
    dict
        ``name``, ``n``, ``unit``, ``method``, ``estimate``, ``low``, ``high``.

    Examples
    --------
    >>> from partnership_evaluation import proportions
    >>> estimate("share", proportions.interval(6, n=12), unit="share")["estimate"]
    0.5
    """
    given = {key: getattr(result, key) for key in ("estimate", "low", "high")}
    endless = infinite(given)
    method = f"{result.method} ({' and '.join(endless)} infinite)" if endless else result.method
    record = {"name": name, "n": plain(result.n), "unit": unit, "method": method}
    return record | {key: plain(value) for key, value in given.items()}


def audited(found, verdicts):
    """Write what an audit found as plain data.

    Parameters
    ----------
    found : pandas.DataFrame or None
        What :func:`partnership_evaluation.consistency.audit` returned; None when none was made.
    verdicts : pandas.DataFrame
        The printed numbers with their ``claim`` and ``locator``.

    Returns
    -------
    list of dict
        ``claim``, ``case``, ``locator``, ``printed``, ``correction``, ``severity``,
        ``explanation``.

    Examples
    --------
    >>> audited(None, None)
    []
    """
    if found is None:
        return []
    places = verdicts.set_index("claim")["locator"]
    columns = ["claim", "case", "locator", "printed", "correction", "severity", "explanation"]
    return records(found.assign(locator=found["claim"].map(places))[columns])
