"""The parameters of the notebooks: one meaning and one rule for each name.

A notebook declares its parameters as annotated literals in the one cell tagged ``parameters``; the
rules they must keep are in ``parameters.yml`` beside this module. The same check runs before a
report is started and inside the notebook, so that a value changed by hand in JupyterLab is held to
the same rule.
"""

import re
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import yaml

from partnership_evaluation import places

TYPES = {"str": str, "int": int, "float": float, "bool": bool}


class ParameterError(ValueError):
    """A parameter has an unknown name or a value that its rule does not allow."""


class Settings(SimpleNamespace):
    """The checked parameters of one report, read as attributes; they stay as they are."""

    def __setattr__(self, name, value):
        """Refuse: derived values would go stale."""
        raise ParameterError(
            f"The settings of a report are fixed once checked; found an attempt to set {name!r} to "
            f"{value!r}. Change the parameters cell or the parameters file and run again."
        )

    def __delattr__(self, name):
        """Refuse: whatever reads the value later would stop."""
        raise ParameterError(
            f"The settings of a report are fixed once checked; found an attempt to delete {name!r}."
            " Leave the parameter out of the parameters cell and run again."
        )


@cache
def dictionary():
    """Return the rule of every parameter.

    Returns
    -------
    dict of str to dict
        For each name: ``type``, ``help`` and, where they apply, ``minimum``, ``maximum``,
        ``choices``, ``pattern``; ``get`` for the name of a file: where to get it.

    Examples
    --------
    >>> dictionary()["confidence_level"]["maximum"]
    0.999
    """
    text = Path(__file__).with_name("parameters.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


def problems(values):
    """List every problem of a set of parameters.

    Parameters
    ----------
    values : mapping of str to object
        Parameter names and the values given for them.

    Returns
    -------
    list of str
        One sentence a problem: the rule, what was found, what to do. Empty when all is well.

    Examples
    --------
    >>> problems({"confidence_level": 95})[0]
    'confidence_level must be at most 0.999; found 95. Give a value from 0.5 to 0.999.'
    >>> problems({"confidence_level": 0.9, "case": "sutton"})
    []
    """
    return [text for name, value in values.items() for text in _problems_of(name, value)]


def missing(values):
    """List the files that parameters name and that are not there.

    Parameters
    ----------
    values : mapping of str to object
        Parameter names and the values given for them.

    Returns
    -------
    list of str
        One sentence a file: its name, and where to get it. Empty when all are there.

    Examples
    --------
    >>> missing({"case": "sutton", "schools_file": "invented"})
    []
    >>> missing({"schools_file": "downloads/schools.csv"})[0][:54]
    'schools_file: downloads/schools.csv is missing. Downlo'
    """
    rules = dictionary()
    return [
        f"{name}: {value} is missing. {rules[name]['get']}"
        for name, value in values.items()
        if "get" in rules.get(name, {}) and isinstance(value, str) and not places.is_there(value)
    ]


def validated(**values):
    """Check the parameters of a report and return them as one read-only object.

    Parameters
    ----------
    **values
        Every parameter of the notebook by name.

    Returns
    -------
    Settings
        The same values as attributes; whole numbers given for a ``float`` become floats.

    Raises
    ------
    ParameterError
        When any name is unknown or any value breaks its rule; all problems are listed.

    Examples
    --------
    >>> validated(case="sutton", confidence_level=0.9).confidence_level
    0.9
    """
    found = problems(values)
    if found:
        raise ParameterError("\n".join(found))
    return Settings(**{name: _converted(name, value) for name, value in values.items()})


def _converted(name, value):
    return float(value) if dictionary()[name]["type"] == "float" else value


def _problems_of(name, value):
    rules = dictionary()
    if name not in rules:
        near = get_close_matches(name, rules, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(sorted(rules))}."
        return [f"A parameter must be in the dictionary of parameters; found {name!r}. {hint}"]
    rule = rules[name]
    if not _is_of_type(value, rule["type"]):
        kind = type(value).__name__
        return [f"{name} must be of type {rule['type']}; found {value!r} ({kind}). {_advice(rule)}"]
    return [f"{name} must {text}; found {value!r}. {_advice(rule, value)}"
            for text in _broken(rule, value)]  # fmt: skip


def _is_of_type(value, type_name):
    if type_name == "float":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if type_name == "int":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[type_name])


def _broken(rule, value):
    if "minimum" in rule and not value >= rule["minimum"]:
        yield f"be at least {rule['minimum']}"
    if "maximum" in rule and value > rule["maximum"]:
        yield f"be at most {rule['maximum']}"
    if "choices" in rule and value not in rule["choices"]:
        yield "be one of its choices"
    if "pattern" in rule and not re.fullmatch(rule["pattern"], value):
        yield "be written in lower case with digits and hyphens"


def _advice(rule, value=None):
    if "choices" in rule:
        near = get_close_matches(str(value), rule["choices"], n=1)
        hint = f"Did you mean {near[0]!r}? " if near else ""
        return f"{hint}Choices: {', '.join(rule['choices'])}."
    if "minimum" in rule:
        return f"Give a value from {rule['minimum']} to {rule['maximum']}."
    return f"It is {rule['help']}."
