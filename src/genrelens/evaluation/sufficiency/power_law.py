"""Extend a falling error by an inverse power law, for many drawings at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["FEWEST_SIZES", "PowerLaws", "fit_power_laws"]

FEWEST_SIZES = 4
"""Sizes that a law with three unknowns needs to be checked by one more."""

_EXPONENTS = np.geomspace(0.02, 3.0, 240)


@dataclass(frozen=True, slots=True)
class PowerLaws:
    """Laws ``error = floor + scale * (n / n_last) ** -exponent``, one a drawing.

    Parameters
    ----------
    floor, scale, exponent : ndarray of float64, shape (n_drawings,)
        Floor and scale are at least 0.
    n_last : float
        The largest size that was fitted.
    """

    floor: NDArray[np.float64]
    scale: NDArray[np.float64]
    exponent: NDArray[np.float64]
    n_last: float

    def errors(self, n: float) -> NDArray[np.float64]:
        """Give the errors at a size, shape (n_drawings,)."""
        found: NDArray[np.float64] = (
            self.floor + self.scale * (n / self.n_last) ** -self.exponent
        )
        return found


def fit_power_laws(
    sizes: NDArray[np.float64], errors: NDArray[np.float64]
) -> PowerLaws:
    """Fit a law to each drawing by least squares.

    Of 240 exponents between 0.02 and 3 the best is taken; for each of them floor and
    scale are found exactly, neither below 0.

    Parameters
    ----------
    sizes : ndarray of float64, shape (n_sizes,)
        Rising, above 0; at least two.
    errors : ndarray of float64, shape (n_sizes, n_drawings)
        Finite.

    Returns
    -------
    PowerLaws

    References
    ----------
    C. Cortes, L. Jackel, S. Solla, V. Vapnik and J. Denker (1993), Learning curves:
    asymptotic values and rate of convergence, Advances in Neural Information
    Processing Systems 6.

    Examples
    --------
    >>> sizes = np.array([100.0, 200.0, 400.0, 800.0])
    >>> laws = fit_power_laws(sizes, (0.2 + 3 * sizes**-0.5)[:, np.newaxis])
    >>> laws.errors(1600.0).round(3)
    array([0.275])
    """
    n_drawings = errors.shape[1]
    least = np.full(n_drawings, np.inf)
    floor, scale = np.zeros(n_drawings), np.zeros(n_drawings)
    chosen = np.zeros(n_drawings)
    for exponent in _EXPONENTS:
        basis = (sizes / sizes[-1]) ** -exponent
        low, slope = _line(basis, errors)
        missed = ((errors - low - basis[:, np.newaxis] * slope) ** 2).sum(axis=0)
        is_better = missed < least
        least[is_better] = missed[is_better]
        floor[is_better], scale[is_better] = low[is_better], slope[is_better]
        chosen[is_better] = exponent
    return PowerLaws(floor, scale, chosen, float(sizes[-1]))


def _line(
    basis: NDArray[np.float64], errors: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fit a floor and a slope on the basis, neither below 0."""
    centred = basis - basis.mean()
    slope = np.maximum(centred @ errors / (centred @ centred), 0.0)
    floor = errors.mean(axis=0) - slope * basis.mean()
    through_zero = np.maximum(basis @ errors / (basis @ basis), 0.0)
    slope = np.where(floor < 0, through_zero, slope)
    return np.maximum(floor, 0.0), slope
