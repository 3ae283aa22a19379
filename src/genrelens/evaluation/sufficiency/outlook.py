"""Say what twice the data would bring, or refuse where the curve does not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.comparing.several import BANDS
from genrelens.evaluation.comparing.wording import (
    NAMES,
    say_difference,
    say_gain,
    say_range,
)
from genrelens.evaluation.intervals import interval_about
from genrelens.evaluation.sufficiency.power_law import FEWEST_SIZES, fit_power_laws
from genrelens.evaluation.sufficiency.results import Outlook

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.comparing.paired import Difference
    from genrelens.evaluation.comparing.together import ScoredTogether
    from genrelens.evaluation.results import Estimate
    from genrelens.evaluation.sufficiency.learning_curve import TracedCurve

__all__ = ["FARTHEST", "look_ahead"]

FARTHEST = 2.0
"""Times the present size up to which a curve is extended."""


def look_ahead(traced: TracedCurve) -> tuple[Outlook, ...] | str:
    """Extend a curve in groups to twice its size, for each score.

    A curve is *rising* if the interval of all groups minus half of them lies above
    zero; only then is it extended, by an inverse power law fitted to each drawing
    of groups, whose spread about the measured curve was stretched before. It is
    *flat* if that interval lies within the band of practical equality, and
    *undecided* else.

    Parameters
    ----------
    traced : TracedCurve
        In groups.

    Returns
    -------
    tuple of Outlook, or str
        One for each score that is defined at all sizes; the reason in a sentence,
        where there are too few sizes.
    """
    n_sizes = len(traced.narrowed)
    if n_sizes < FEWEST_SIZES:
        return (
            f"The curve has {n_sizes} sizes, and {FEWEST_SIZES} are needed to "
            "extend it."
        )
    return tuple(_outlook(traced, metric) for metric in traced.scored.defined)


def _outlook(traced: TracedCurve, metric: str) -> Outlook:
    scored, sizes = traced.scored, _sizes(traced)
    last = len(sizes) - 1
    step = scored.difference(metric, last, last - 1)
    n_now, n_then = float(sizes[last]), float(FARTHEST * sizes[last])
    state = _state(step)
    expected = gain = flat_from = None
    if state == "rising":
        expected, gain = _extend(scored, metric, sizes, n_then)
    elif state == "flat":
        flat_from = _flat_from(scored, metric, sizes)
    told = _sentence(metric, state, step, (n_now, n_then), expected, gain, flat_from)
    return Outlook(metric, state, step, n_now, n_then, expected, gain, flat_from, told)


def _sizes(traced: TracedCurve) -> NDArray[np.float64]:
    return np.array([one.n_tracks for one in traced.narrowed])


def _state(step: Difference) -> str:
    if step.low > 0:
        return "rising"
    band = BANDS[step.metric]
    return "flat" if -band <= step.low and step.high <= band else "undecided"


def _extend(
    scored: ScoredTogether, metric: str, sizes: NDArray[np.float64], n_then: float
) -> tuple[Estimate, Estimate]:
    """Give the score at a larger size and the gain, each with its interval."""
    values = scored.values[metric][:, np.newaxis]
    drawings = scored.drawings[metric]
    usable = drawings[:, np.isfinite(drawings).all(axis=0)]
    spread = np.clip(values + scored.stretch * (usable - values), 0.0, 1.0)
    errors = 1.0 - np.hstack([values, spread])
    laws = fit_power_laws(sizes, errors)
    gains = laws.errors(float(sizes[-1])) - laws.errors(n_then)
    scores = 1.0 - errors[-1] + gains
    return (
        interval_about(float(scores[0]), scores[1:], stretch=1.0),
        interval_about(
            float(gains[0]), gains[1:], stretch=1.0, lowest=-np.inf, highest=np.inf
        ),
    )


def _flat_from(
    scored: ScoredTogether, metric: str, sizes: NDArray[np.float64]
) -> float:
    """Give the smallest size from which no larger one is surely better by much."""
    last = len(sizes) - 1
    found = float(sizes[last - 1])
    for position in range(last - 2, -1, -1):
        gained = scored.difference(metric, last, position)
        if gained.high > BANDS[metric]:
            break
        found = float(sizes[position])
    return found


def _sentence(
    metric: str,
    state: str,
    step: Difference,
    sizes: tuple[float, float],
    expected: Estimate | None,
    gain: Estimate | None,
    flat_from: float | None,
) -> str:
    name = NAMES[metric].capitalize() if metric == "accuracy" else "Macro AUC"
    told = f"the last doubling brought {say_difference(step)}"
    if expected is not None and gain is not None:
        return (
            f"{name} is still rising: {told}. With twice as many training rows "
            f"({sizes[1]:,.0f} instead of {sizes[0]:,.0f}), from as many more groups, "
            f"it can be expected to gain {say_gain(metric, gain)}, and to reach "
            f"{say_range(metric, expected)} (95 % intervals)."
        )
    if flat_from is not None:
        return (
            f"More of the same tracks will hardly change the {NAMES[metric]}: its "
            f"curve is flat from {flat_from:,.0f} training rows on, and {told}."
        )
    return (
        f"Whether more tracks would change the {NAMES[metric]} cannot be told from "
        f"this curve: {told}, {_why_undecided(state)}."
    )


def _why_undecided(state: str) -> str:
    return {"undecided": "which is neither surely above zero nor surely small"}[state]
