"""Sliders for the simulators, and a table where there are none."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from partnership_evaluation import figures
from partnership_workshop.simulators.worlds import DANGERS, known, misses, simulate

STEPS, SHOWN, DRAWS = 20, 4, 40


@cache
def table(danger: str) -> figures.Table:
    """Tabulate a danger over its range, for paper and slides.

    Parameters
    ----------
    danger : str
        One of the dangers.

    Returns
    -------
    partnership_evaluation.exhibits.Table
        One row a value of the setting: the truth, and what is found in the mean of some draws.

    Raises
    ------
    ValueError
        When there is no such danger.
    """
    chosen = known(danger)
    rows = []
    for value in np.linspace(chosen.low, chosen.high, SHOWN):
        draws = [simulate(danger, value=float(value), seed=seed) for seed in range(DRAWS)]
        numbers = [value, draws[0].truth]
        for method in ("alone", "compared"):
            made = [getattr(found, method) for found in draws]
            missed = sum(misses(found, each.truth) for found, each in zip(made, draws, strict=True))
            numbers += [np.mean([found.estimate for found in made]), missed / DRAWS]
        rows.append([round(float(number), 2) for number in numbers])
    methods = ("this group alone", "with comparison")
    columns = [chosen.setting.replace("_", " "), "truth"]
    columns += [words for each in methods for words in (each, f"{each}: share that miss")]
    return figures.Table(
        pd.DataFrame(rows, columns=columns),
        f"{chosen.question}: gains in standard deviations, and the share of 95% intervals that "
        f"miss the truth. Simulated, mean of {DRAWS} draws.",
    )


class Explorer:
    """A simulator with sliders where the notebook can show them, and a table beside it.

    Attributes
    ----------
    danger : str
        Which danger is explored.
    """

    def __init__(self, danger: str) -> None:
        """Look the danger up.

        Parameters
        ----------
        danger : str
            One of the dangers.
        """
        known(danger)
        self.danger = danger

    def sliders(self) -> object:
        """Make the sliders: the setting, the people, the draw.

        Returns
        -------
        ipywidgets.interactive
            Redraws when a slider is let go.

        Raises
        ------
        ImportError
            When ipywidgets is not installed.
        """
        import ipywidgets  # only where there is a notebook to show it

        chosen = DANGERS[self.danger]
        wide = {"style": {"description_width": "initial"}, "continuous_update": False}
        step = (chosen.high - chosen.low) / STEPS
        fewest = max(12, 2 * chosen.world.class_size)
        return ipywidgets.interactive(
            lambda value, people, draw: simulate(
                self.danger, value=value, people=people, seed=draw
            ).figure(),
            {"auto_display": True},
            value=ipywidgets.FloatSlider(
                value=chosen.usual, min=chosen.low, max=chosen.high, step=step,
                description=chosen.setting.replace("_", " "), **wide,
            ),
            people=ipywidgets.IntSlider(
                value=chosen.world.people, min=fewest, max=240, step=12,
                description="people", **wide,
            ),
            draw=ipywidgets.IntSlider(value=1, min=1, max=30, description="draw", **wide),
        )  # fmt: skip

    def _ipython_display_(self):
        from IPython.display import display

        try:
            display(self.sliders())
        except ImportError:
            display(simulate(self.danger, seed=1).figure())
        display(table(self.danger))

    def __repr__(self):
        """The table."""
        return repr(table(self.danger))


def explore(danger: str) -> Explorer:
    """Explore a danger with sliders.

    Parameters
    ----------
    danger : str
        One of the dangers.

    Returns
    -------
    Explorer
        Sliders with a figure, and a table that stays on paper.

    Raises
    ------
    ValueError
        When there is no such danger.
    """
    return Explorer(danger)
