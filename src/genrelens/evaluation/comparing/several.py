"""Judge several differences at once, so that a tie is called a tie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.comparing.results import Judgement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from genrelens.evaluation.comparing.paired import Difference

__all__ = ["BANDS", "LEVEL", "holm", "judge"]

BANDS = {"accuracy": 0.01, "macro_auc_ovr": 0.005}
"""Differences up to this size count as none in practice."""

LEVEL = 0.05
"""Largest adjusted p-value at which a difference counts as sure."""


def holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """Adjust p-values for being looked at together, by Holm's method.

    The smallest is multiplied by their number, the next by one less, and so on;
    none becomes smaller than one before it, or larger than 1. Claiming what is
    then at most 0.05, the chance of even one false claim is at most 5 %.

    Parameters
    ----------
    p_values : array-like of float, shape (n_tests,)
        Between 0 and 1; NaN, for a test that could not be made, stays NaN and
        counts as none.

    Returns
    -------
    ndarray of float64, shape (n_tests,)

    References
    ----------
    S. Holm (1979), A simple sequentially rejective multiple test procedure,
    Scandinavian Journal of Statistics 6.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    array([0.03, 0.06, 0.06])
    """
    given = np.asarray(p_values, dtype=np.float64)
    adjusted = np.full(given.shape, np.nan)
    made = np.flatnonzero(np.isfinite(given))
    order = made[np.argsort(given[made], kind="stable")]
    factors = np.arange(len(order), 0, -1)
    raised = np.maximum.accumulate(given[order] * factors)
    adjusted[order] = np.minimum(raised, 1.0)
    return adjusted


def judge(
    differences: Sequence[tuple[str, str, Difference]],
    *,
    bands: Mapping[str, float] = BANDS,
) -> tuple[Judgement, ...]:
    """Say of each difference what it amounts to.

    - ``practically equal``: the whole interval lies within the band, so that the
      difference, sure or not, is too small to matter;
    - ``better`` or ``worse``: else, if the p-value, adjusted for all differences
      given, is at most 0.05;
    - ``undecided``: else; the data can tell neither a difference nor a tie.

    Parameters
    ----------
    differences : sequence of (key, title, Difference)
        What was set against the reference, and its score minus the reference's.
        The scores must be such that higher is better.
    bands : mapping of str to float
        Half the width of the band of practical equality of each score.

    Returns
    -------
    tuple of Judgement
        In the order given.

    References
    ----------
    A. Benavoli, G. Corani, J. Demsar and M. Zaffalon (2017), Time for a change: a
    tutorial for comparing multiple classifiers, Journal of Machine Learning
    Research 18, for the band.
    """
    adjusted = holm([difference.p_value for _, _, difference in differences])
    return tuple(
        Judgement(
            key=key,
            title=title,
            difference=difference,
            adjusted_p=float(p_value),
            band=bands[difference.metric],
            verdict=_verdict(difference, float(p_value), bands[difference.metric]),
        )
        for (key, title, difference), p_value in zip(differences, adjusted, strict=True)
    )


def _verdict(difference: Difference, adjusted_p: float, band: float) -> str:
    if -band <= difference.low and difference.high <= band:
        return "practically equal"
    if adjusted_p > LEVEL:
        return "undecided"
    return "better" if difference.value > 0 else "worse"
