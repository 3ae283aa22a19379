"""Draw the map of a collection, and say how far it can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.similarity.laying_out import PERPLEXITY, lay_out
from genrelens.similarity.neighbours import nearest_tracks
from genrelens.similarity.space import STEPS, PlacedTracks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.similarity.neighbours import Neighbours

__all__ = ["MOST_LAID_OUT", "TrackMap", "main_axes", "make_map", "share_kept"]

_N_NEAR: Final = 10
_MOST_JUDGED: Final = 2_000
_FINE = 1e6
_FEWEST_LAID_OUT = 12
_N_BETWEEN = 3
_CLOSE = 1e-3
_DIGITS = 6

MOST_LAID_OUT: Final = 35_000
"""Tracks that are laid out one by one; the search for neighbours is quadratic."""


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
    between its nearest ones of the sample. A track that shares too few attributes with
    all of these stands in the middle.

    Parameters
    ----------
    placed : PlacedTracks
        All tracks.
    seed : int
        Of the samples that are laid out and that the map is judged by.

    Raises
    ------
    InputError
        If the library that draws it is not installed.
    """
    axes = main_axes(placed)
    n_tracks = len(axes)
    order = np.random.default_rng(seed).permutation(n_tracks)
    judged = np.sort(order[:_MOST_JUDGED])
    method, places = "two main axes", axes
    if n_tracks >= _FEWEST_LAID_OUT:
        laid = np.sort(order[:MOST_LAID_OUT])
        found = _lay_out(placed, axes, laid, seed)
        n_alone = int(np.isnan(found).any(axis=1).sum())
        if n_alone < n_tracks:
            places = np.nan_to_num(found, nan=0.0)  # the middle
            method = _method(n_tracks, n_alone)
    return TrackMap(
        positions=_to_unit(places),
        method=method,
        n_near=_N_NEAR,
        kept=share_kept(placed, places, judged),
        kept_by_axes=share_kept(placed, axes, judged),
        n_judged=len(judged),
    )


def _method(n_tracks: int, n_alone: int) -> str:
    """Say in words how the places of a map by t-SNE were found."""
    said = f"t-SNE (perplexity {PERPLEXITY}), beginning with the two main axes"
    if n_tracks > MOST_LAID_OUT:
        said += f", of {MOST_LAID_OUT:,} tracks; the others stand between these"
    if n_alone:
        said += (
            f"; {n_alone:,} with too few attributes to be compared "
            f"{'stands' if n_alone == 1 else 'stand'} in the middle"
        )
    return said


def _lay_out(
    placed: PlacedTracks,
    axes: NDArray[np.float64],
    laid: NDArray[np.int64],
    seed: int,
) -> NDArray[np.float64]:
    """Lay the chosen tracks out, and put the others between their nearest of these."""
    found = lay_out(placed.take(laid), axes[laid], seed=seed)
    if len(laid) == len(axes):
        return found
    is_placed = np.isfinite(found).all(axis=1)
    others = np.setdiff1d(np.arange(len(axes)), laid[is_placed])
    places = np.full((len(axes), 2), np.nan)
    places[laid] = found
    if is_placed.any():
        anchors = placed.take(laid[is_placed])
        near = nearest_tracks(placed.take(others), anchors, _N_BETWEEN)
        places[others] = _stand_between(near, found[is_placed])
    return places


def _stand_between(near: Neighbours, found: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weigh the places of the nearest tracks by their nearness; NaN without any."""
    is_there = near.places >= 0
    nearness = 1 / np.maximum(np.where(is_there, near.distances, 1), _CLOSE) ** 2
    weights = np.where(is_there, nearness, 0.0)
    totals = weights.sum(axis=1, keepdims=True)
    weights /= np.where(totals > 0, totals, np.nan)
    return np.asarray((found[near.places] * weights[:, :, None]).sum(axis=1))


def main_axes(placed: PlacedTracks) -> NDArray[np.float64]:
    """Give the places along the two directions in which tracks differ the most.

    A missing value counts as the middle one here. Sums are of whole numbers and places
    are rounded, so that the number of threads changes nothing.
    """
    steps = placed.steps
    sums = steps.sum(axis=0)
    products = steps.T @ steps - np.outer(sums, sums) / len(steps)
    _, directions = np.linalg.eigh(products)
    main = directions[:, ::-1][:, :2]
    strongest = main[np.abs(main).argmax(axis=0), np.arange(main.shape[1])]
    main = np.round(main * np.where(strongest < 0, -1.0, 1.0), _DIGITS)
    found = np.round((steps - sums / len(steps)) @ main / STEPS, _DIGITS)
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
