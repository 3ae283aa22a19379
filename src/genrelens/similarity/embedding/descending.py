"""Move points of a plane until near ones are near and the others are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.forest.compiling import compiled
from genrelens.similarity.embedding.affinities import find_affinities
from genrelens.similarity.embedding.repulsion import push_apart

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

__all__ = ["PERPLEXITY", "lay_out"]

PERPLEXITY: Final = 30.0
"""About how many neighbours attract each point."""

_EXAGGERATION = 12.0
_STEPS = ((250, _EXAGGERATION, 0.5), (500, 1.0, 0.8))  # how many, how strong, momentum
_LEAST_RATE = 200.0
_FIRST_SPREAD = 1e-4
_LEAST_GAIN = 0.01


def lay_out(
    points: NDArray[np.float64], begin: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Lay points out on a plane by t-SNE, from a given beginning.

    Parameters
    ----------
    points : ndarray of float64, shape (n_points, n_dimensions)
        Four at least.
    begin : ndarray of float64, shape (n_points, 2)
        Where they stand at first, such as their two main axes; only its shape counts.
        Nothing is random, so that the same points give the same plane.

    Returns
    -------
    ndarray of float64, shape (n_points, 2)

    References
    ----------
    L. van der Maaten and G. Hinton (2008), Visualizing data using t-SNE, JMLR 9;
    D. Kobak and P. Berens (2019), The art of using t-SNE for single-cell
    transcriptomics, Nature Communications 10, for the beginning and the rate.
    """
    perplexity = min(PERPLEXITY, (len(points) - 1) / 3)
    affinities = find_affinities(points, perplexity)
    spread = float(begin.std(axis=0).max()) or 1.0
    places = np.ascontiguousarray(begin / spread * _FIRST_SPREAD)
    rate = max(len(points) / _EXAGGERATION, _LEAST_RATE)
    for n_steps, strength, momentum in _STEPS:
        places = _descend(places, affinities, n_steps, (strength, momentum, rate))
    return places


def _descend(
    places: NDArray[np.float64],
    affinities: csr_array,
    n_steps: int,
    settings: tuple[float, float, float],
) -> NDArray[np.float64]:
    """Go down the slope with momentum; each coordinate has its own gain."""
    strength, momentum, rate = settings
    step, gains = np.zeros_like(places), np.ones_like(places)
    starts, others, weights = affinities.indptr, affinities.indices, affinities.data
    for _ in range(n_steps):
        forces, total = push_apart(places)
        slope = strength * _pull(places, starts, others, weights) - forces / total
        is_turning = np.sign(slope) != np.sign(step)
        gains = np.where(is_turning, gains + 0.2, gains * 0.8).clip(min=_LEAST_GAIN)
        step = momentum * step - rate * gains * slope
        places = places + step
        places -= places.mean(axis=0)
    return places


@compiled
def _pull(
    places: NDArray[np.float64],
    starts: NDArray[np.int32],
    others: NDArray[np.int32],
    weights: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Add up how neighbours attract each point."""
    forces = np.zeros_like(places)
    for one in range(len(places)):
        for edge in range(starts[one], starts[one + 1]):
            other = others[edge]
            across = places[one, 0] - places[other, 0]
            along = places[one, 1] - places[other, 1]
            near = weights[edge] / (1.0 + across * across + along * along)
            forces[one, 0] += near * across
            forces[one, 1] += near * along
    return forces
