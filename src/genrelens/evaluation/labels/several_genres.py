"""Score predictions against the whole set of genres of each distinct track."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from genrelens.errors import InputError
from genrelens.evaluation.intervals import stretch_of
from genrelens.evaluation.labels.group_ratios import estimate_ratio
from genrelens.evaluation.labels.results import SeveralGenres

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.scores import HeldOut

__all__ = ["TrackSets", "gather_tracks", "score_sets", "score_several_genres"]

_FIRST = 5
_CHUNK = 4_000


@dataclass(frozen=True, slots=True)
class TrackSets:
    """Distinct tracks, what was predicted for them, and all their genres.

    Parameters
    ----------
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Mean over the rows of each track.
    owner, genre : ndarray of int64, shape (n_pairs,)
        Every pair of a track and one of its genres, once, in order of tracks.
    units : ndarray of int64, shape (n_tracks,)
        Group of each track.
    place : ndarray of int64, shape (n_rows,)
        Which track each row is of.
    """

    proba: NDArray[np.float64]
    owner: NDArray[np.int64]
    genre: NDArray[np.int64]
    units: NDArray[np.int64]
    place: NDArray[np.int64]


def gather_tracks(
    held_out: HeldOut,
    tracks: NDArray[np.int64],
    *,
    further: NDArray[np.int64] | None = None,
) -> TrackSets:
    """Join the rows of each track: mean probabilities, all genres.

    Parameters
    ----------
    held_out : HeldOut
        Held-out predictions, in rows.
    tracks : ndarray of int64, shape (n_rows,)
        Rows of one track carry one number.
    further : ndarray of int64, shape (n_more, 2), optional
        More genres of rows: position of the row, and genre code.

    Raises
    ------
    InputError
        If numbers do not fit, or a track is in several groups.
    """
    n_rows, n_genres = held_out.proba.shape
    if tracks.shape != (n_rows,):
        raise InputError(
            f"{len(tracks)} track numbers and {n_rows} predictions do not fit. Give "
            "the track number of each predicted row."
        )
    _, first, place, sizes = np.unique(
        tracks, return_index=True, return_inverse=True, return_counts=True
    )
    units = held_out.units[first]
    is_torn = units[place] != held_out.units
    if is_torn.any():
        raise InputError(
            f"{is_torn.sum()} of {n_rows} rows are of a track that is also in another "
            "group, so that a model may have met it. Group rows of one track together."
        )
    mean = csr_array(
        (1 / sizes[place], (place, np.arange(n_rows))), shape=(len(sizes), n_rows)
    )
    cells = place * n_genres + held_out.codes
    if further is not None and len(further):
        _check_further(further, n_rows, n_genres)
        cells = np.append(cells, place[further[:, 0]] * n_genres + further[:, 1])
    pairs = np.unique(cells)
    return TrackSets(
        proba=np.asarray(mean @ held_out.proba),
        owner=pairs // n_genres,
        genre=pairs % n_genres,
        units=units,
        place=np.asarray(place, dtype=np.int64),
    )


def score_sets(sets: TrackSets) -> dict[str, NDArray[np.float64]]:
    """Score each track against its set of genres.

    Of equally probable genres, the first counts as the better answer in
    ``any_hit``, ``any_hit_5``, ``recall_5`` and ``r_precision``; ``lrap`` and
    ``coverage_error`` count them all as ahead, as scikit-learn does.

    Returns
    -------
    dict of str to ndarray of float64, shape (n_tracks,)

    References
    ----------
    G. Tsoumakas, I. Katakis and I. Vlahavas (2010), Mining multi-label data, for
    LRAP and coverage.
    """
    n_tracks, n_genres = sets.proba.shape
    sizes = np.bincount(sets.owner, minlength=n_tracks).astype(np.float64)
    place, at_least, n_own = _rank_pairs(sets)

    def sum_by_track(values: NDArray[np.float64]) -> NDArray[np.float64]:
        total = np.bincount(sets.owner, weights=values, minlength=n_tracks)
        return np.asarray(total, dtype=np.float64)

    deepest = np.zeros(n_tracks)
    np.maximum.at(deepest, sets.owner, at_least)
    near = sum_by_track((place < _FIRST).astype(np.float64))
    hits = sum_by_track((place < sizes[sets.owner]).astype(np.float64))
    scores = {
        "any_hit": sum_by_track((place == 0).astype(np.float64)),
        "r_precision": hits / sizes,
        "lrap": sum_by_track(n_own / at_least) / sizes,
        "coverage_error": deepest,
    }
    if n_genres > _FIRST:
        scores["any_hit_5"] = (near > 0).astype(np.float64)
        scores["recall_5"] = near / sizes
    return scores


def score_several_genres(
    held_out: HeldOut,
    tracks: NDArray[np.int64],
    *,
    scenario: str,
    seed: int,
    further: NDArray[np.int64] | None = None,
) -> SeveralGenres:
    """Score predictions against the genre sets of distinct tracks, with intervals.

    Parameters
    ----------
    held_out, tracks, further
        As for `gather_tracks`.
    scenario : str
        Title of the scenario.
    seed : int
        Of the intervals.

    Raises
    ------
    InputError
        As `gather_tracks`.
    """
    sets = gather_tracks(held_out, tracks, further=further)
    n_tracks, n_genres = sets.proba.shape
    stretch = stretch_of(held_out)
    ones = np.ones(n_tracks)
    metrics = {
        name: estimate_ratio(
            values,
            ones,
            sets.units,
            seed=seed,
            stretch=stretch,
            most=float(n_genres) if name == "coverage_error" else 1.0,
        )
        for name, values in score_sets(sets).items()
    }
    if n_genres > _FIRST:
        near = _is_near(held_out)
        metrics["top_5_rows"] = estimate_ratio(
            near, np.ones(len(near)), held_out.units, seed=seed, stretch=stretch
        )
    sizes = np.bincount(sets.owner, minlength=n_tracks)
    return SeveralGenres(
        scenario=scenario,
        n_tracks=n_tracks,
        n_groups=len(np.unique(sets.units)),
        n_rows=len(held_out.codes),
        n_several=int((sizes > 1).sum()),
        genres_per_track=float(sizes.mean()),
        metrics=metrics,
    )


def _rank_pairs(
    sets: TrackSets,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Give each pair its place, genres at least as probable, and own ones of them."""
    n_genres = sets.proba.shape[1]
    own = sets.proba[sets.owner, sets.genre]
    place, at_least = np.empty(len(own)), np.empty(len(own))
    order = np.arange(n_genres)
    for start in range(0, len(own), _CHUNK):
        part = slice(start, start + _CHUNK)
        rows, mine = sets.proba[sets.owner[part]], own[part, np.newaxis]
        is_tied = rows == mine
        ahead = (rows > mine).sum(axis=1)
        before = (is_tied & (order < sets.genre[part, np.newaxis])).sum(axis=1)
        place[part] = ahead + before
        at_least[part] = ahead + is_tied.sum(axis=1)
    return place, at_least, _count_own(sets.owner, at_least)


def _count_own(
    owner: NDArray[np.int64], at_least: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Count for each pair the track's own genres that are at least as probable."""
    order = np.lexsort((at_least, owner))
    keys = np.stack([owner[order], at_least[order]], axis=1)
    starts = np.searchsorted(owner[order], owner[order], side="left")
    is_last = np.append((keys[1:] != keys[:-1]).any(axis=1), True)
    ends = np.flatnonzero(is_last)  # tied pairs count each other
    last = ends[np.searchsorted(ends, np.arange(len(order)))]
    counted = np.empty(len(order))
    counted[order] = last - starts + 1
    return counted


def _is_near(held_out: HeldOut) -> NDArray[np.float64]:
    """Mark rows whose own genre is among the first five; of equal ones the first."""
    near = np.empty(len(held_out.codes))
    order = np.arange(held_out.proba.shape[1])
    for start in range(0, len(near), _CHUNK):
        part = slice(start, start + _CHUNK)
        rows, codes = held_out.proba[part], held_out.codes[part, np.newaxis]
        mine = np.take_along_axis(rows, codes, axis=1)
        ahead = (rows > mine) | ((rows == mine) & (order < codes))
        near[part] = ahead.sum(axis=1) < _FIRST
    return near


def _check_further(further: NDArray[np.int64], n_rows: int, n_genres: int) -> None:
    is_wrong = (further < 0).any(axis=1)
    is_wrong |= (further[:, 0] >= n_rows) | (further[:, 1] >= n_genres)
    if is_wrong.any():
        raise InputError(
            f"{is_wrong.sum()} of {len(further)} further genres name a row or genre "
            f"that does not exist, e.g. {further[is_wrong.argmax()].tolist()}. Give "
            f"rows below {n_rows} and genre codes below {n_genres}."
        )
