"""Find the nearest tracks of a collection, exactly, and say what the distance is of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.similarity.space import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from genrelens.similarity.space import PlacedTracks

__all__ = [
    "MIN_SHARE_SHARED",
    "Neighbours",
    "attribute_distances",
    "distance_parts",
    "nearest_tracks",
]

MIN_SHARE_SHARED: Final = 0.5
"""Share of the attributes that two tracks must both have to be compared."""

_BLOCK_CELLS = 2_000_000
_NOBODY = -1


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """The nearest tracks of some tracks, nearest first.

    Parameters
    ----------
    places : ndarray of int64, shape (n_asked, n_nearest)
        Where each stands in the collection; -1 where there are fewer.
    distances : ndarray of float64, shape (n_asked, n_nearest)
        In spreads; NaN where there are fewer.
    """

    places: NDArray[np.int64]
    distances: NDArray[np.float64]


def nearest_tracks(
    asked: PlacedTracks,
    collection: PlacedTracks,
    n_nearest: int,
    *,
    asked_tracks: NDArray[np.int64] | None = None,
    tracks: NDArray[np.int64] | None = None,
) -> Neighbours:
    """Find the tracks at the smallest distance, those of equal distance in order.

    The distance is Euclidean over the attributes that both tracks have, scaled up as
    if all were there; tracks that share fewer than half of them are not compared.

    Parameters
    ----------
    asked, collection : PlacedTracks
        Points of one space.
    n_nearest : int
        How many to find for each.
    asked_tracks, tracks : ndarray of int64, optional
        Number of the track that each row of `asked` and `collection` lists; rows of
        the same track are no neighbours. Give both or none.

    Returns
    -------
    Neighbours
        The same, whatever the order of the collection but for ties, the size of
        blocks and the number of threads: all sums are of whole numbers.
    """
    places = np.full((len(asked.steps), n_nearest), _NOBODY, dtype=np.int64)
    distances = np.full(places.shape, np.nan)
    for start, squares in _square_blocks(asked, collection):
        for at, row in enumerate(squares, start=start):
            if asked_tracks is not None and tracks is not None:
                row[tracks == asked_tracks[at]] = np.inf
            found = _smallest(row, n_nearest)
            places[at, : len(found)] = found
            distances[at, : len(found)] = np.sqrt(row[found]) / STEPS
    return Neighbours(places, distances)


def attribute_distances(one: PlacedTracks, others: PlacedTracks) -> NDArray[np.float64]:
    """Give the squared distance in each attribute alone.

    Parameters
    ----------
    one : PlacedTracks
        A single track.
    others : PlacedTracks
        Those it is compared with.

    Returns
    -------
    ndarray of float64, shape (n_others, n_axes)
        In squared spreads; NaN where one of the two has no value.
    """
    found = np.zeros((len(others.steps), one.n_axes))
    for column, axis in enumerate(one.owner):
        found[:, axis] += (others.steps[:, column] - one.steps[0, column]) ** 2
    found /= STEPS**2
    found[~(others.is_there & one.is_there)] = np.nan
    return found


def distance_parts(one: PlacedTracks, others: PlacedTracks) -> NDArray[np.float64]:
    """Say how much of each squared distance every attribute makes.

    Parameters
    ----------
    one, others : PlacedTracks
        As for `attribute_distances`.

    Returns
    -------
    ndarray of float64, shape (n_others, n_axes)
        In squared spreads, scaled up like the distance, so that those of a row add
        up to its square; NaN where one of the two has no value.
    """
    found = attribute_distances(one, others)
    shared = np.isfinite(found).sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(found * one.n_axes / shared)


def _smallest(squares: NDArray[np.float64], n_nearest: int) -> NDArray[np.int64]:
    """Give the places of the smallest finite values, ties by place."""
    n_there = min(n_nearest, len(squares))
    if n_there == 0:
        return np.zeros(0, dtype=np.int64)
    last = np.partition(squares, n_there - 1)[n_there - 1]
    near = np.flatnonzero((squares <= last) & np.isfinite(squares))
    order = np.argsort(squares[near], kind="stable")
    return near[order[:n_nearest]]


def _square_blocks(
    asked: PlacedTracks, collection: PlacedTracks
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Yield where a block begins, and its squared distances in steps."""
    n_axes = collection.n_axes
    has_all = bool(asked.is_there.all() and collection.is_there.all())
    height = max(1, _BLOCK_CELLS // max(1, len(collection.steps)))
    for start in range(0, len(asked.steps), height):
        rows = np.arange(start, min(start + height, len(asked.steps)))
        block = asked.take(rows)
        if has_all:
            yield start, _plain_squares(block.steps, collection.steps)
            continue
        shared = block.is_there.astype(float) @ collection.is_there.T.astype(float)
        squares = _shared_squares(block, collection) * n_axes
        with np.errstate(divide="ignore", invalid="ignore"):
            squares /= shared
        squares[shared < max(1.0, MIN_SHARE_SHARED * n_axes)] = np.inf
        yield start, squares


def _plain_squares(
    block: NDArray[np.float64], others: NDArray[np.float64]
) -> NDArray[np.float64]:
    squares = -2.0 * (block @ others.T)
    squares += (block**2).sum(axis=1)[:, None]
    squares += (others**2).sum(axis=1)
    return squares


def _shared_squares(block: PlacedTracks, others: PlacedTracks) -> NDArray[np.float64]:
    """Add up squared differences over the attributes that both have."""
    own, their = (
        each.is_there[:, each.owner].astype(np.float64) for each in (block, others)
    )
    squares = (block.steps**2) @ their.T
    squares += own @ (others.steps**2).T
    squares -= 2.0 * (block.steps @ others.steps.T)
    return np.asarray(squares)
