"""Dates as English schools write them: the day first."""

import re
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?")
_PLAIN = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})( \d{1,2}:\d{2}(:\d{2})?)?")
_NAMED = re.compile(
    r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[ \-/]([a-z]{3,9})\.?,?[ \-/](\d{4}|\d{2})"
)
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_YEAR = re.compile(r"(\d{4})(?:[/-](\d{2}|\d{4}))?(?:\.0)?")
EARLIEST = date(1988, 1, 1)
LATEST = 2100


def read_date(text):
    """Read a date.

    Parameters
    ----------
    text : str
        The text of a cell: ``2014-03-01``, ``01/03/2014``, ``1.3.14``, ``1 March 2014``.

    Returns
    -------
    (datetime.date or None, str, str)
        The date; how it was read (empty, or ``"two-digit year"``); and what is wrong where there is
        no date.

    Notes
    -----
    The day comes first. A date that can only be read with the month first is not read: beside it
    may stand one that can be read both ways.

    Examples
    --------
    >>> read_date("1/3/2014")[0].isoformat(), read_date("03/25/2014")[2]
    ('2014-03-01', 'the month stands first')
    """
    plain = re.sub(r"\s+", " ", text).strip().lower()
    if match := _ISO.fullmatch(plain):
        return _made(int(match[1]), int(match[2]), int(match[3]))
    if match := _PLAIN.fullmatch(plain):
        day, month = int(match[1]), int(match[2])
        if month > 12 >= day:
            return None, "", "the month stands first"
        return _made(_year(match[3]), month, day, short=len(match[3]) == 2)
    if match := _NAMED.fullmatch(plain):
        if match[2][:3] not in _MONTHS:
            return None, "", "there is no such month"
        month = _MONTHS.index(match[2][:3]) + 1
        return _made(_year(match[3]), month, int(match[1]), short=len(match[3]) == 2)
    if _SERIAL.fullmatch(plain):
        guess = date(1899, 12, 30) + timedelta(days=int(plain.split(".")[0]))
        return None, "", f"a bare number; formatted as a date it would be {guess:%d/%m/%Y}"
    return None, "", "no date"


def read_year(text):
    """Read a year that stands alone, as printed reports have it.

    Parameters
    ----------
    text : str
        The text of a cell: ``2013``, or ``2012/13`` and ``2012-13`` for a school year.

    Returns
    -------
    tuple of datetime.date
        First and last day; empty where it is no year since 1988.

    Examples
    --------
    >>> [day.isoformat() for day in read_year("2012/13")]
    ['2012-09-01', '2013-08-31']
    """
    match = _YEAR.fullmatch(text.strip())
    if not match or not EARLIEST.year <= int(match[1]) < LATEST:
        return ()
    year = int(match[1])
    if match[2]:
        following = str(year + 1)
        good = following.endswith(match[2])
        return (date(year, 9, 1), date(year + 1, 8, 31)) if good else ()
    return date(year, 1, 1), date(year, 12, 31)


def _year(text):
    return 2000 + int(text) if len(text) == 2 else int(text)


def _made(year, month, day, *, short=False):
    try:
        return date(year, month, day), "two-digit year" if short else "", ""
    except ValueError:
        return None, "", "there is no such day"
