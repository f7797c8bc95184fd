"""An estimate as a report hands it over."""

from partnership_evaluation.plain_data import infinite, plain


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
