"""Choose the training rows of smaller tables, each within the next larger one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.splitting import training_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.scenarios.trial import Trial

__all__ = ["Narrowed", "narrow_groups", "narrow_tracks"]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The training rows of every fold, narrowed to a share.

    Parameters
    ----------
    share : float
        Of the groups, or of each group's tracks.
    rows : tuple of ndarray of int64
        Positions of the training rows of each fold.
    n_tracks, n_groups : float
        Mean over folds.
    by_genre : ndarray of float64, shape (n_genres,)
        Training tracks of each genre, mean over folds.
    n_genres : int
        Genres that the poorest fold has.
    """

    share: float
    rows: tuple[NDArray[np.int64], ...]
    n_tracks: float
    n_groups: float
    by_genre: NDArray[np.float64]
    n_genres: int

    def keep(self, _: NDArray[np.int64], fold: int) -> NDArray[np.int64]:
        """Give a fold's training rows, as `refit` asks for them."""
        return self.rows[fold]


def narrow_groups(
    trial: Trial, shares: tuple[float, ...], *, seed: int
) -> tuple[Narrowed, ...]:
    """Keep a share of the groups of every training part, with all their tracks.

    Groups are drawn anew for each fold, in equal shares from those of each genre
    (a group counts to the genre of most of its tracks); those of a smaller share
    are among those of a larger.

    Parameters
    ----------
    trial : Trial
        The table and folds.
    shares : tuple of float
        Above 0, at most 1.
    seed : int
        Of the drawing.

    Returns
    -------
    tuple of Narrowed
        One for each share.
    """
    keys = []
    for fold, train in enumerate(_training_parts(trial)):
        rng = np.random.default_rng((seed, 1, fold))
        keys.append((train, _group_keys(trial, train, rng)))
    return _narrow(trial, keys, shares)


def narrow_tracks(
    trial: Trial, shares: tuple[float, ...], *, seed: int
) -> tuple[Narrowed, ...]:
    """Keep a share of each group's tracks, and at least one, in every training part.

    Parameters, result and the nesting of shares are those of `narrow_groups`.
    """
    keys = []
    for fold, train in enumerate(_training_parts(trial)):
        rng = np.random.default_rng((seed, 2, fold))
        rank, size = _ranks(trial.groups.ids[train], rng)
        _, group = np.unique(trial.groups.ids[train], return_inverse=True)
        key = (rank + rng.random(int(group.max()) + 1)[group]) / size
        keys.append((train, np.where(rank == 0, 0.0, key)))
    return _narrow(trial, keys, shares)


def _training_parts(trial: Trial) -> list[NDArray[np.int64]]:
    rows = trial.division.rows
    return [
        training_rows(rows[places], rows, trial.groups.ties)
        for places in trial.division.repeats[0]
    ]


def _group_keys(
    trial: Trial, train: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Give each row the share from which its group takes part, between 0 and 1."""
    _, group = np.unique(trial.groups.ids[train], return_inverse=True)
    genre = _main_genres(group, trial.codes[train])
    rank, size = _ranks(genre, rng)
    start = rng.random(int(genre.max()) + 1)
    by_group: NDArray[np.float64] = (rank + start[genre]) / size
    return by_group[group]


def _main_genres(
    group: NDArray[np.int64], codes: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Give the genre of most of each group's tracks; of equal ones the first."""
    pairs, counts = np.unique(
        np.column_stack([group, codes]), axis=0, return_counts=True
    )
    best = np.lexsort((pairs[:, 1], -counts, pairs[:, 0]))
    is_first = np.append(True, np.diff(pairs[best, 0]) != 0)
    main: NDArray[np.int64] = pairs[best[is_first], 1]
    return main


def _ranks(
    strata: NDArray[np.int64], rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give each member a random number within its stratum, and that one's size."""
    order = np.lexsort((rng.permutation(len(strata)), strata))
    ordered = strata[order]
    starts = np.flatnonzero(np.append(True, np.diff(ordered) != 0))
    sizes = np.diff(np.append(starts, len(strata)))
    rank = np.empty(len(strata), dtype=np.int64)
    rank[order] = np.arange(len(strata)) - np.repeat(starts, sizes)
    size = np.empty(len(strata), dtype=np.int64)
    size[order] = np.repeat(sizes, sizes)
    return rank, size


def _narrow(
    trial: Trial,
    keys: list[tuple[NDArray[np.int64], NDArray[np.float64]]],
    shares: tuple[float, ...],
) -> tuple[Narrowed, ...]:
    n_genres = len(trial.genres)
    found = []
    for share in shares:
        rows = tuple(train[key <= share] for train, key in keys)
        counts = np.array(
            [np.bincount(trial.codes[one], minlength=n_genres) for one in rows]
        )
        n_groups = [len(np.unique(trial.groups.ids[one])) for one in rows]
        found.append(
            Narrowed(
                share=share,
                rows=rows,
                n_tracks=float(np.mean([len(one) for one in rows])),
                n_groups=float(np.mean(n_groups)),
                by_genre=counts.mean(axis=0),
                n_genres=int((counts > 0).sum(axis=1).min()),
            )
        )
    return tuple(found)
