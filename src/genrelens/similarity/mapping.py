"""Draw the map of a collection, and say how far it can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from sklearn.neighbors import NearestNeighbors

from genrelens.similarity.embedding.descending import lay_out
from genrelens.similarity.neighbours import nearest_tracks
from genrelens.similarity.space import STEPS, PlacedTracks

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MOST_LAID_OUT", "TrackMap", "main_axes", "make_map", "share_kept"]

_N_NEAR: Final = 10
_MOST_JUDGED: Final = 2_000
_FINE = 1e6
_FEWEST_LAID_OUT = 12
_N_BETWEEN = 3
_CLOSE = 1e-3

MOST_LAID_OUT: Final = 50_000
"""Tracks that are laid out one by one; more would take minutes."""


@dataclass(frozen=True, slots=True, eq=False)
class TrackMap:
    """Places of tracks on a map, and how true it is.

    Parameters
    ----------
    positions : ndarray of float32, shape (n_tracks, 2)
        From 0 to 1 along the longer side, the other in proportion.
    method : str
        How they were found, in words.
    n_near : int
        Neighbours that were looked for.
    kept, kept_by_axes : float
        Share of a track's `n_near` true neighbours that are among as many nearest on
        the map, and the same for a map of the two main axes.
    n_judged : int
        Tracks behind these shares.
    """

    positions: NDArray[np.float32]
    method: str
    n_near: int
    kept: float
    kept_by_axes: float
    n_judged: int


def make_map(placed: PlacedTracks, *, seed: int) -> TrackMap:
    """Draw a map on which like tracks stand near one another.

    Up to `MOST_LAID_OUT` tracks are laid out by t-SNE, which begins with the two main
    axes; where there are more, an even sample of them, and every other track stands
    between its nearest ones of the sample. A missing value counts as the middle one
    here.

    Parameters
    ----------
    placed : PlacedTracks
        All tracks.
    seed : int
        Of the samples that are laid out and that the map is judged by.
    """
    axes = main_axes(placed)
    n_tracks = len(axes)
    order = np.random.default_rng(seed).permutation(n_tracks)
    judged = np.sort(order[:_MOST_JUDGED])
    method, places = "two main axes", axes
    if n_tracks >= _FEWEST_LAID_OUT:
        method = "t-SNE (perplexity 30), beginning with the two main axes"
        places = _lay_out(placed.steps / STEPS, axes, np.sort(order[:MOST_LAID_OUT]))
    if n_tracks > MOST_LAID_OUT:
        method += f", of {MOST_LAID_OUT:,} tracks; the others stand between these"
    return TrackMap(
        positions=_to_unit(places),
        method=method,
        n_near=_N_NEAR,
        kept=share_kept(placed, places, judged),
        kept_by_axes=share_kept(placed, axes, judged),
        n_judged=len(judged),
    )


def _lay_out(
    points: NDArray[np.float64], axes: NDArray[np.float64], laid: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Lay the chosen points out, and put the others between their nearest of these."""
    found = lay_out(points[laid], axes[laid])
    if len(laid) == len(points):
        return found
    others = np.setdiff1d(np.arange(len(points)), laid)
    distances, near = (
        NearestNeighbors(n_neighbors=_N_BETWEEN, algorithm="brute").fit(points[laid])
    ).kneighbors(points[others])
    weights = 1 / np.maximum(distances, _CLOSE) ** 2
    weights /= weights.sum(axis=1, keepdims=True)
    places = np.empty((len(points), 2))
    places[laid] = found
    places[others] = (found[near] * weights[:, :, None]).sum(axis=1)
    return places


def main_axes(placed: PlacedTracks) -> NDArray[np.float64]:
    """Give the places along the two directions in which tracks differ the most."""
    centred = placed.steps / STEPS
    centred -= centred.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    main = directions[:, ::-1][:, :2]
    strongest = main[np.abs(main).argmax(axis=0), np.arange(main.shape[1])]
    main *= np.where(strongest < 0, -1.0, 1.0)
    found = centred @ main
    return np.pad(found, ((0, 0), (0, 2 - found.shape[1])))


def _to_unit(places: NDArray[np.float64]) -> NDArray[np.float32]:
    low = places.min(axis=0)
    size = float(np.ptp(places, axis=0).max()) or 1.0
    return np.asarray((places - low) / size, dtype=np.float32)


def share_kept(
    placed: PlacedTracks, places: NDArray[np.float64], judged: NDArray[np.int64]
) -> float:
    """Give the share of true neighbours that are neighbours on the map, ties by row."""
    flat = PlacedTracks(
        np.rint(_to_unit(places).astype(np.float64) * _FINE),
        np.ones((len(places), 1), dtype=bool),
        np.zeros(2, dtype=np.int64),
    )
    rows = np.arange(len(places))
    true, near = (
        nearest_tracks(
            space.take(judged), space, _N_NEAR, asked_tracks=rows[judged], tracks=rows
        ).places
        for space in (placed, flat)
    )
    hits = (true[:, :, None] == near[:, None, :]) & (true[:, :, None] >= 0)
    there = int((true >= 0).sum())
    return float(hits.sum() / there) if there else 0.0
