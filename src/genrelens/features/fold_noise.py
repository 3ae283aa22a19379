"""Say how sure a mean over cross-validation folds is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["corrected_error", "mean_interval"]


def corrected_error(values: ArrayLike, *, test_share: float) -> float:
    r"""Give the standard error of a mean over folds whose training parts overlap.

    ``sqrt((1 / n_folds + n_test / n_train) * variance)``: the plain standard
    error is too small, because the folds' models share most of their tracks.

    Parameters
    ----------
    values : array of float, shape (n_folds,), n_folds >= 2
        One figure a fold, e.g. differences of two scores.
    test_share : float
        Share of the tracks that one fold tests, ``n_test / (n_test + n_train)``.

    Returns
    -------
    float

    References
    ----------
    Nadeau & Bengio (2003), Inference for the generalization error. Machine
    Learning 52, 239-281.

    Examples
    --------
    >>> round(corrected_error([0.0, 1.0, 2.0], test_share=0.5), 4)
    1.1547
    """
    figures = np.asarray(values, dtype=np.float64)
    ratio = test_share / (1.0 - test_share)
    variance = float(np.var(figures, ddof=1))
    return float(np.sqrt((1.0 / len(figures) + ratio) * variance))


def mean_interval(
    values: ArrayLike, *, test_share: float, level: float = 0.95
) -> tuple[float, float, float]:
    """Give the mean over folds with its interval, by Student's t.

    Parameters
    ----------
    values : array of float, shape (n_folds,), n_folds >= 2
    test_share : float
        As for `corrected_error`.
    level : float, default 0.95

    Returns
    -------
    mean, low, high : float
    """
    figures = np.asarray(values, dtype=np.float64)
    mean = float(figures.mean())
    error = corrected_error(figures, test_share=test_share)
    reach = float(stats.t.ppf(0.5 + level / 2, len(figures) - 1)) * error
    return mean, mean - reach, mean + reach
