"""For whom a school's report is made: the file ``parameters/disclosure.yml`` of its folder."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from partnership_evaluation.disclosure import DisclosureError, read_policy
from partnership_evaluation.disclosure.policies import AUDIENCES
from partnership_evaluation.estimates import choice_problems, refuse

FILE = "parameters/disclosure.yml"
_TEXT = """\
# Who will read the reports of this folder. A policy follows from it: which counts are too small to
# be shown, and how closely nobody may be able to place them.
audience: {audience}  # staff, governors or public

# A policy by its name, or a YAML file of your own with the same fields, instead of the usual one.
# policy: my_policy.yml

# Earlier reports on the same people that these readers have: the file release/release.json of each,
# kept from the time. The new report is then attacked together with them.
# previous: [last_term.json]
"""


@dataclass(frozen=True)
class Settings:
    """For whom a report is made.

    Attributes
    ----------
    audience : {"staff", "governors", "public"}
        Who will read it.
    policy : partnership_evaluation.disclosure.Policy or None
        A policy that was chosen; None for the usual one of the audience.
    previous : tuple of dict
        Records of earlier reports.
    """

    audience: str = "staff"
    policy: object = None
    previous: tuple = field(default=(), repr=False)


def settings_text(audience="staff"):
    """Write the file, with comments.

    Parameters
    ----------
    audience : {"staff", "governors", "public"}
        Who will read the reports.

    Returns
    -------
    str

    Examples
    --------
    >>> yaml.safe_load(settings_text("governors"))
    {'audience': 'governors'}
    """
    refuse(choice_problems(audience, AUDIENCES, name="audience"))
    return _TEXT.format(audience=audience)


def read_settings(folder):
    """Read for whom the reports of a folder are made.

    Parameters
    ----------
    folder : path
        A folder made by ``evaluate new``.

    Returns
    -------
    Settings
        For staff where the folder has no such file.

    Raises
    ------
    partnership_evaluation.disclosure.DisclosureError
        When the file says something else.

    Examples
    --------
    >>> read_settings("no/such/folder").audience
    'staff'
    """
    folder = Path(folder)
    file = folder / FILE
    if not file.is_file():
        return Settings()
    try:
        values = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        return _settings(values, folder)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, AttributeError):
        raise DisclosureError(
            f"{FILE} must be a list of settings: found something else; write audience: staff."
        ) from None
    except ValueError as error:
        raise DisclosureError(f"{FILE}: {error}") from None


def _settings(values, folder):
    problems = [
        text
        for key in values
        for text in choice_problems(key, ("audience", "policy", "previous"), name="setting")
    ]
    audience = values.get("audience", "staff")
    refuse([*problems, *choice_problems(audience, AUDIENCES, name="audience")])
    chosen = values.get("policy")
    if chosen and str(chosen).endswith((".yml", ".yaml")):
        chosen = folder / "parameters" / chosen
    policy = read_policy(chosen) if chosen else None
    if policy is not None and policy.audience != audience:
        refuse(
            [
                f"A policy is that of the audience: found audience {audience!r} and a policy for "
                f"{policy.audience!r}; change one of them."
            ]
        )
    listed = values.get("previous") or []
    listed = listed if isinstance(listed, list) else [listed]
    return Settings(audience, policy, tuple(_record(folder, name) for name in listed))


def _record(folder, name):
    for place in (folder / "parameters", folder):
        if (place / str(name)).is_file():
            try:
                return json.loads((place / str(name)).read_text(encoding="utf-8"))
            except ValueError:
                break
    raise ValueError(
        f"An earlier report is given by its release.json: found no such file {Path(name).name!r} "
        "beside the settings; copy it there."
    )
