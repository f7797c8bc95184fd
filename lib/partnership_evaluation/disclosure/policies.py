"""Disclosure policies: how small a number may be before it points at somebody."""

import dataclasses
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pandas as pd
import yaml

from partnership_evaluation.estimates import choice_problems, is_whole, refuse

AUDIENCES = ("staff", "governors", "public")
ZEROS = ("shown", "protected")
#: Smallest and largest value of each whole number of a policy.
LIMITS = {
    "threshold": (1, 100),
    "rounding": (2, 100),
    "minimum_n_mean": (1, 1000),
    "minimum_n_percentage": (1, 1000),
    "width": (1, 100),
    "percentage_decimals": (0, 3),
    "mean_decimals": (0, 4),
}


@dataclass(frozen=True)
class Policy:
    """What may be published for whom; every number is checked when the policy is made.

    Attributes
    ----------
    name : str
        How the policy is called in the legend and the log.
    audience : {"staff", "governors", "public"}
        Who will read the report.
    threshold : int
        The smallest count above zero that may be published; 1 hides no count for being small.
    minimum_n_mean : int
        The fewest people behind a published mean.
    minimum_n_percentage : int
        The fewest people that a published percentage may be of.
    width : int
        A reader must not be able to place a protected count in an interval with ``high - low``
        below this.
    zeros : {"shown", "protected"}
        Whether a count of zero (and so a share of 0% or 100%) is published or protected.
    rounding : int or None
        Counts are published to the nearest multiple of this, halves up; None leaves them exact.
    percentage_decimals : int
        Decimals of percentages, at most.
    mean_decimals : int
        Decimals of means, at most.
    mean_width : float
        A reader must not be able to place the mean of a group that is too small in an interval
        narrower than this share of the scale.
    insiders : tuple of str
        Dimensions whose every level is taken to know its own counts ("school"); those that a
        report does not have are passed over.
    source : str
        Whose rule the policy follows.

    Raises
    ------
    ValueError
        Every problem at once: a value that is not allowed, or a set that no suppression could meet.

    Examples
    --------
    >>> Policy(name="ours", audience="staff", threshold=2, minimum_n_mean=5,
    ...        minimum_n_percentage=5, width=1)
    Traceback (most recent call last):
    ...
    ValueError: policy 'ours': the width must be reachable: found width 1, but a hidden count is
    known to lie from 1 to 1; raise the threshold or lower the width.
    """

    name: str
    audience: str
    threshold: int
    minimum_n_mean: int
    minimum_n_percentage: int
    width: int
    zeros: str = "shown"
    rounding: int | None = None
    percentage_decimals: int = 0
    mean_decimals: int = 1
    mean_width: float = 0.1
    insiders: tuple[str, ...] = ()
    source: str = field(default="", compare=False)

    def __post_init__(self):
        """Refuse a policy that is not one."""
        object.__setattr__(self, "insiders", tuple(self.insiders))
        refuse([f"policy {self.name!r}: {problem}" for problem in _problems(self)])

    @property
    def protected_below(self):
        """The count below which a number is protected: the threshold, or the rounding base."""
        return self.threshold if self.threshold > 1 else (self.rounding or 1)

    @property
    def fewest(self):
        """The fewest people of whom a share, a mean or anything made of them is published."""
        return max(self.minimum_n_percentage, self.minimum_n_mean, self.threshold)

    @property
    def hidden_range(self):
        """Smallest and largest count that a symbol for a small number can stand for."""
        lowest = 0 if self.zeros == "protected" else 1
        if self.threshold > 1:
            return lowest, self.threshold - 1
        return lowest, (self.rounding - 1) // 2 if self.rounding else lowest

    def is_protected(self, value):
        """Say whether a count must not be found out.

        Parameters
        ----------
        value : int
            The count.

        Returns
        -------
        bool
        """
        if value == 0:
            return self.zeros == "protected"
        return 0 < value < self.protected_below


def _problems(policy):
    found = [
        *choice_problems(policy.audience, AUDIENCES, name="audience"),
        *choice_problems(policy.zeros, ZEROS, name="zeros"),
    ]
    for name, (low, high) in LIMITS.items():
        value = getattr(policy, name)
        if name == "rounding" and value is None:
            continue
        if not is_whole(value) or not low <= value <= high:
            found.append(
                f"{name} is a whole number from {low} to {high}: found {value!r}; give one such."
            )
    if not isinstance(policy.mean_width, int | float) or not 0 < policy.mean_width <= 1:
        found.append(
            f"mean_width is a share of the scale above 0 and at most 1: found "
            f"{policy.mean_width!r}; give 0.1, say."
        )
    return found or list(_unreachable(policy))


def _unreachable(policy):
    low, high = policy.hidden_range
    if policy.protected_below > 1 and high - low < policy.width:
        yield (
            f"the width must be reachable: found width {policy.width}, but a hidden count is known "
            f"to lie from {low} to {high}; raise the threshold or lower the width."
        )
    if policy.protected_below <= 1 and policy.zeros == "protected":
        yield (
            "zeros can be protected only among other hidden counts: found threshold 1 and no "
            "rounding; raise the threshold or show zeros."
        )


@cache
def _named():
    text = Path(__file__).with_name("policies.yml").read_text(encoding="utf-8")
    return {name: from_mapping(rules, name=name) for name, rules in yaml.safe_load(text).items()}


def from_mapping(rules, *, name):
    """Make a policy of plain data.

    Parameters
    ----------
    rules : mapping of str to object
        The fields of :class:`Policy`.
    name : str
        Its name, unless the rules hold one.

    Returns
    -------
    Policy

    Raises
    ------
    ValueError
        When a field is unknown or missing, or a value is not allowed.

    Examples
    --------
    >>> from_mapping({"treshold": 5}, name="ours")
    Traceback (most recent call last):
    ...
    ValueError: policy 'ours': field is one of 'name', 'audience', 'threshold', 'minimum_n_mean',
    'minimum_n_percentage', 'width', 'zeros', 'rounding', 'percentage_decimals', 'mean_decimals',
    'mean_width', 'insiders', 'source': found 'treshold'; did you mean 'threshold'?
    policy 'ours': a policy states audience, threshold, minimum_n_mean, minimum_n_percentage, width:
    found none of audience, threshold, minimum_n_mean, minimum_n_percentage, width; add them.
    """
    fields = {item.name: item for item in dataclasses.fields(Policy)}
    needed = [key for key, item in fields.items() if item.default is dataclasses.MISSING][1:]
    if not isinstance(rules, dict):
        refuse([f"policy {name!r}: a policy is a list of fields: found {rules!r}; see policies()."])
    problems = [text for key in rules for text in choice_problems(key, fields, name="field")]
    missing = [key for key in needed if key not in rules]
    if missing:
        problems.append(
            f"a policy states {', '.join(needed)}: found none of {', '.join(missing)}; add them."
        )
    insiders = rules.get("insiders", ())
    if not isinstance(insiders, list | tuple) or not all(isinstance(i, str) for i in insiders):
        problems.append(f"insiders is a list of names: found {insiders!r}; write [school].")
    refuse([f"policy {name!r}: {problem}" for problem in problems])
    return Policy(**{"name": name} | rules)


def read_policy(source):
    """Look up a named policy, or read one from a file.

    Parameters
    ----------
    source : str or pathlib.Path
        The name of a policy of :func:`policies`, or the path of a YAML file (``.yml``, ``.yaml``)
        with the fields of :class:`Policy`.

    Returns
    -------
    Policy

    Raises
    ------
    ValueError
        When there is no such policy, or the file holds something else; every problem at once.

    Examples
    --------
    >>> read_policy("pupils_staff").threshold
    5
    >>> read_policy("pupils_stuff")
    Traceback (most recent call last):
    ...
    ValueError: policy is one of 'adults_staff', 'adults_governors', 'adults_public',
    'pupils_staff', 'pupils_governors', 'pupils_public', 'pupils_with_needs_public',
    'pupils_public_rounded': found 'pupils_stuff'; did you mean 'pupils_staff'?
    """
    path = Path(source)
    if path.suffix not in (".yml", ".yaml"):
        refuse(choice_problems(str(source), _named(), name="policy"))
        return _named()[str(source)]
    try:
        rules = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = getattr(error, "strerror", None) or "not valid YAML text"
        raise ValueError(
            f"A policy file must be readable: found {path.name} ({reason}); check the file."
        ) from None
    return from_mapping(rules, name=path.stem)


def policies():
    """List the named policies.

    Returns
    -------
    pandas.DataFrame
        One row a policy: its fields, with the source of the rule.

    Examples
    --------
    >>> policies().query("threshold == 10")["name"].tolist()
    ['pupils_public', 'pupils_with_needs_public']
    """
    return pd.DataFrame([dataclasses.asdict(policy) for policy in _named().values()])
