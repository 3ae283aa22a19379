"""Lay tracks out on a plane by t-SNE, from their exact nearest tracks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.errors import InputError
from genrelens.similarity.neighbours import nearest_tracks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.similarity.neighbours import Neighbours
    from genrelens.similarity.space import PlacedTracks

__all__ = ["MOST_BY_TREE", "PERPLEXITY", "lay_out"]

PERPLEXITY: Final = 30
"""About how many nearest tracks attract each track; three times as many are found."""

MOST_BY_TREE: Final = 2_500
"""Up to so many tracks a tree of places is quicker than a grid over the plane."""

_N_STEPS = 250
_BOX = 2  # side of a cell of the grid


def lay_out(
    placed: PlacedTracks, begin: NDArray[np.float64], *, seed: int
) -> NDArray[np.float64]:
    """Lay tracks out with openTSNE, so that the nearest ones of each stay near it.

    Parameters
    ----------
    placed : PlacedTracks
        All of them.
    begin : ndarray of float64, shape (n_tracks, 2)
        Where they stand at first; only the shape of it counts.
    seed : int
        Of the small shifts that part tracks which begin at one place.

    Returns
    -------
    ndarray of float64, shape (n_tracks, 2)
        Their middle is 0; NaN for a track that shares too few attributes with every
        other one.

    Raises
    ------
    InputError
        If openTSNE is not installed.

    References
    ----------
    L. van der Maaten and G. Hinton (2008), Visualizing data using t-SNE, JMLR 9;
    P. G. Poličar, M. Stražar and B. Zupan (2024), openTSNE: A modular Python library
    for t-SNE dimensionality reduction and embedding, Journal of Statistical
    Software 109.
    """
    rows = np.arange(len(placed.steps))
    near = nearest_tracks(
        placed,
        placed,
        min(len(rows) - 1, 3 * PERPLEXITY),
        asked_tracks=rows,
        tracks=rows,
    )
    is_met = near.places[:, 0] >= 0
    places = np.full((len(rows), 2), np.nan)
    if is_met.any():
        places[is_met] = _descend(*_whole_rows(near, is_met), begin[is_met], seed)
    return places


def _whole_rows(
    near: Neighbours, is_met: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Leave out who has nobody, and let too short rows begin again at their end.

    Weights of a neighbour named twice are added, so that a row of few neighbours is
    weighed as if its perplexity were smaller.
    """
    places, distances = near.places[is_met], near.distances[is_met]
    n_there = (places >= 0).sum(axis=1, keepdims=True)
    again = np.arange(places.shape[1]) % n_there
    new_rows = np.cumsum(is_met) - 1
    return (
        new_rows[np.take_along_axis(places, again, axis=1)],
        np.take_along_axis(distances, again, axis=1),
    )


def _descend(
    near: NDArray[np.int64],
    distances: NDArray[np.float64],
    begin: NDArray[np.float64],
    seed: int,
) -> NDArray[np.float64]:
    """Run openTSNE, in one thread: more give the same places for more work."""
    try:
        from openTSNE import TSNE
        from openTSNE.affinity import PerplexityBasedNN
        from openTSNE.initialization import jitter, rescale
        from openTSNE.nearest_neighbors import PrecomputedNeighbors
    except ModuleNotFoundError as error:
        raise InputError(
            "Drawing the map needs openTSNE, which is not installed "
            f"({error.name} missing). Install it with: pip install 'genrelens[studio]'"
        ) from error
    if begin[:, 0].std() == 0:
        return np.zeros_like(begin)  # all tracks are alike
    affinities = PerplexityBasedNN(
        perplexity=min(PERPLEXITY, near.shape[1] / 3),
        knn_index=PrecomputedNeighbors(near, distances),
    )
    method = "bh" if len(begin) <= MOST_BY_TREE else "fft"
    descent = TSNE(
        n_iter=_N_STEPS,
        negative_gradient_method=method,
        ints_in_interval=_BOX,
        n_jobs=1,
        random_state=seed,
    )
    start = jitter(rescale(begin), random_state=seed)
    return np.asarray(descent.fit(affinities=affinities, initialization=start))
