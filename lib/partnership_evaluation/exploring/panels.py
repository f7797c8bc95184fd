"""Controls before a question, for the keyboard as for the mouse; the answer follows each move."""

import html

from partnership_evaluation.exploring.answers import MOST
from partnership_evaluation.rounding import ROUNDINGS

NO_KERNEL = (
    "Nothing runs behind this page, so there are no sliders: open it with <code>make lab</code>. "
    "Below stands the answer to the values that they begin with."
)


def controls(function):
    """Put a labelled control before each value of a question, and its answer below.

    Parameters
    ----------
    function : callable
        :func:`behind_a_mean`, :func:`behind_a_percentage` or :func:`nothing_happened`.

    Returns
    -------
    ipywidgets.VBox
        Each control can be reached and moved with the keyboard; the answer changes with every
        move. Where a value is refused, the reason stands in its place.

    Examples
    --------
    >>> from partnership_evaluation.exploring import nothing_happened
    >>> panel = controls(nothing_happened)
    >>> [control.description for control in panel.children[:-1]][:2]
    ['People (n)', 'Reliability']
    """
    import ipywidgets as widgets  # only whoever has a browser open needs it

    style = {"style": {"description_width": "10em"}, "layout": widgets.Layout(width="32em")}
    made = {name: build(widgets, style) for name, build in CONTROLS[function.__name__].items()}
    shown = widgets.HTML()

    def answer(_=None):
        try:
            shown.value = function(**{k: c.value for k, c in made.items()})._repr_html_()
        except ValueError as problem:
            shown.value = f'<p role="alert">{html.escape(str(problem))}</p>'

    for control in made.values():
        control.observe(answer, names="value")
    answer()

    class Panel(widgets.VBox):
        def _repr_mimebundle_(self, **kwargs):
            bundle = super()._repr_mimebundle_(**kwargs)
            # A page without a program behind it shows this instead of the controls.
            return bundle | {"text/html": f"<p>{NO_KERNEL}</p>{shown.value}"}

    return Panel([*made.values(), shown])


def _text(value):
    return lambda w, s: w.Text(value=value, description="Printed as", **s)


def _whole(value, least, most, words):
    return lambda w, s: w.IntSlider(value=value, min=least, max=most, description=words, **s)


def _share(value, least, most, words):
    return lambda w, s: w.FloatSlider(
        value=value, min=least, max=most, step=0.01, description=words, **s
    )


def _rule(w, s):
    options = [(name.replace("_", " "), name) for name in ROUNDINGS]
    return w.Dropdown(options=options, value="half_up", description="Rounded", **s)


PEOPLE, LEVEL = _whole(12, 2, MOST, "People (n)"), _share(0.95, 0.5, 0.99, "Confidence level")
CONTROLS = {
    "behind_a_mean": {
        "printed": _text("1.83"), "n": PEOPLE, "low": _whole(1, 0, 1, "Scale from"),
        "high": _whole(4, 2, 10, "Scale to"), "rounding": _rule, "confidence_level": LEVEL,
    },
    "behind_a_percentage": {
        "printed": _text("67"), "n": PEOPLE, "rounding": _rule, "confidence_level": LEVEL,
    },
    "nothing_happened": {
        "n": PEOPLE, "reliability": _share(0.6, 0.0, 1.0, "Reliability"),
        "selected": _share(0.3, 0.05, 1.0, "Share selected"), "confidence_level": LEVEL,
    },
}  # fmt: skip
