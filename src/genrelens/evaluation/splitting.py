"""Divide rows into training and test parts that share no group."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from genrelens.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from genrelens.evaluation.grouping import Groups

__all__ = [
    "Division",
    "Folds",
    "choose_n_folds",
    "derive_seeds",
    "divide",
    "divide_as_given",
    "inner_folds",
    "lock_rows",
    "split_groups",
    "split_rows",
    "training_rows",
]

_FEW_TRACKS = 30  # median tracks a genre, below which a table is small
_FEW_GROUPS = 10  # median groups a genre, likewise
_LOCKABLE_GROUPS = 50
_LOCKED_PARTS = 5  # one of so many is locked away
_LOCKED_PARTS_OF_MANY = 10
_MANY_ROWS = 10_000
_REPEATS_BY_TRACKS = ((300, 10), (1500, 5))  # at most so many tracks, so often
_FEWEST_REPEATS = 3

_MAX_TRIES = 5
_GOOD_BALANCE = 0.02  # worst fold share of a genre may be this far from 1/k


@dataclass(frozen=True, slots=True)
class Folds:
    """Which fold each row is tested in.

    Parameters
    ----------
    fold : ndarray of int64, shape (n_rows,)
        From 0 on; no fold is empty.
    n_folds : int
        Number of folds.
    notes : tuple of str
        What could not be as asked: fewer folds, genres that a fold lacks.
    """

    fold: NDArray[np.int64]
    n_folds: int
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[NDArray[np.int64]]:
        """Give the test rows of each fold."""
        for number in range(self.n_folds):
            yield np.flatnonzero(self.fold == number)


@dataclass(frozen=True, slots=True)
class Division:
    """How the rows of a table are used, decided before any model is trained.

    Parameters
    ----------
    rows : ndarray of int64
        Positions of the rows that are cross-validated, ascending.
    locked : ndarray of int64
        Positions of the rows that are touched once; may be empty.
    repeats : tuple of Folds
        Divisions of `rows`, one for each repetition.
    small : str
        What the number of rows does not allow, as a clause; empty where it is
        large enough.
    notes : tuple of str
        Why there is no locked part, or why cross-validation is repeated.
    is_given : bool
        Whether the locked rows are a test list that the user gave.
    """

    rows: NDArray[np.int64]
    locked: NDArray[np.int64]
    repeats: tuple[Folds, ...]
    small: str
    notes: tuple[str, ...]
    is_given: bool = False


def divide(
    codes: NDArray[np.int64], groups: Groups, *, n_folds: int, seed: int
) -> Division:
    """Decide which rows are locked away, and how the others are cross-validated.

    A fifth of the rows is locked away (a tenth from 10,000 rows on), whole
    groups of them. Where genres have
    a median of less than 30 rows or 10 groups, nothing is locked and
    cross-validation is repeated; with less than 50 groups in all, nothing is
    locked either.

    Parameters
    ----------
    codes : ndarray of int64, shape (n_rows,)
        Genre of each row.
    groups : Groups
        For the same rows.
    n_folds : int
        Folds wanted.
    seed : int
        Seed of the shuffles.

    Returns
    -------
    Division

    Raises
    ------
    InputError
        If there are fewer than two groups, or no genre has two rows.
    """
    n_repeats, small, note = 1, "", ""
    is_locked = np.zeros(len(codes), dtype=bool)
    lock_seed, split_seed = derive_seeds(seed, 2)
    if sizes := _too_few(codes, groups.ids):
        small = _not_ranked(sizes)
        n_repeats = _choose_n_repeats(len(codes))
        note = (
            f"There is no locked test: genres have {sizes}, and {_FEW_TRACKS} from "
            f"{_FEW_GROUPS} are asked for. Cross-validation was repeated "
            f"{n_repeats} times instead."
        )
    elif groups.n_groups < _LOCKABLE_GROUPS:
        note = (
            f"There is no locked test: there are {groups.n_groups} independent "
            f"groups, and {_LOCKABLE_GROUPS} are asked for."
        )
    else:
        is_locked = lock_rows(codes, groups.ids, seed=lock_seed)
    rows = np.flatnonzero(~is_locked)
    return Division(
        rows=rows,
        locked=np.flatnonzero(is_locked),
        repeats=tuple(
            split_groups(codes[rows], groups.ids[rows], n_folds=n_folds, seed=one)
            for one in derive_seeds(split_seed, n_repeats)
        ),
        small=small,
        notes=(note,) if note else (),
    )


def divide_as_given(
    codes: NDArray[np.int64],
    groups: Groups,
    is_test: NDArray[np.bool_],
    *,
    n_folds: int,
    seed: int,
) -> Division:
    """Cross-validate within given training rows, and keep given test rows for the end.

    Parameters
    ----------
    codes, groups, n_folds, seed
        As for `divide`.
    is_test : ndarray of bool, shape (n_rows,)
        The rows of the given test list.

    Returns
    -------
    Division

    Raises
    ------
    InputError
        If one of the parts is empty, the training part lacks a genre of the test
        part, or cannot be divided (`split_groups`).
    """
    rows, tested = np.flatnonzero(~is_test), np.flatnonzero(is_test)
    _refuse_unusable(codes, rows, tested)
    sizes = _too_few(codes[rows], groups.ids[rows])
    n_repeats = _choose_n_repeats(len(rows)) if sizes else 1
    _, dense = np.unique(codes[rows], return_inverse=True)
    return Division(
        rows=rows,
        locked=tested,
        repeats=tuple(
            split_groups(
                dense.astype(np.int64), groups.ids[rows], n_folds=n_folds, seed=one
            )
            for one in derive_seeds(seed, n_repeats)
        ),
        small=_not_ranked(sizes) if sizes else "",
        notes=(
            (
                f"The split is as given: {len(rows):,} rows of the training lists are "
                f"cross-validated, and {len(tested):,} rows of the test list are "
                "predicted once."
            ),
        ),
        is_given=True,
    )


def choose_n_folds(n_rows: int) -> int:
    """Give the number of folds: five, and ten from 10,000 rows on.

    With ten, training parts are nearer to the whole table that the finished model
    is trained on; on small tables a tenth would be too little to score.
    """
    return 5 if n_rows < _MANY_ROWS else 10


def derive_seeds(seed: int, n_seeds: int) -> list[int]:
    """Derive independent seeds from one.

    Parameters
    ----------
    seed, n_seeds : int
        The one, and how many.

    Returns
    -------
    list of int
        Each from 0 to 2**31 - 1.
    """
    states = np.random.SeedSequence(seed).generate_state(n_seeds)
    return [int(state >> np.uint32(1)) for state in states]


def split_groups(
    codes: NDArray[np.int64], ids: NDArray[np.int64], *, n_folds: int, seed: int
) -> Folds:
    """Divide groups into folds in which the genres are about evenly spread.

    Of up to five shuffles the one with the best balance is kept: first the
    fewest genres missing from a fold, then the least deviation from equal
    shares.

    Parameters
    ----------
    codes : ndarray of int64, shape (n_rows,)
        Genre of each row.
    ids : ndarray of int64, shape (n_rows,)
        Group of each row.
    n_folds : int
        Folds wanted; fewer where there are fewer groups, or where no genre has
        that many rows.
    seed : int
        Seed of the shuffles.

    Returns
    -------
    Folds
        No group lies in two of them.

    Raises
    ------
    InputError
        If there are fewer than two groups, or no genre has two rows.
    """
    n_groups = len(np.unique(ids))
    if n_groups < 2:  # noqa: PLR2004 (one side each)
        raise InputError(
            f"All {len(ids)} rows belong to one group, so no row can be held out. "
            f"Group by another column, or give tracks of more artists."
        )
    possible = min(n_folds, n_groups, int(np.bincount(codes).max()))
    _refuse_single_rows(possible)
    attempts = iter(derive_seeds(seed, _MAX_TRIES))
    best = _draw(codes, ids, n_groups, possible, next(attempts))
    n_absent, deviation = _imbalance(codes, best, possible)
    for attempt in attempts:
        if n_absent == 0 and deviation <= _GOOD_BALANCE:
            break
        fold = _draw(codes, ids, n_groups, possible, attempt)
        rank = _imbalance(codes, fold, possible)
        if rank < (n_absent, deviation):
            best, (n_absent, deviation) = fold, rank
    return _without_empty_folds(codes, best, asked=n_folds)


def split_rows(codes: NDArray[np.int64], *, n_folds: int, seed: int) -> Folds:
    """Divide single rows at random, as most published figures do.

    Parameters, result and errors are those of `split_groups`, with every row
    its own group.
    """
    return split_groups(
        codes, np.arange(len(codes), dtype=np.int64), n_folds=n_folds, seed=seed
    )


def lock_rows(
    codes: NDArray[np.int64], ids: NDArray[np.int64], *, seed: int
) -> NDArray[np.bool_]:
    """Choose whole groups with a fifth of the rows or less, to be touched once.

    From 10,000 rows on a tenth is enough, and leaves more to train on. Of five
    (or ten) folds, the one nearest to its share of every genre is taken.

    Parameters
    ----------
    codes, ids : ndarray of int64, shape (n_rows,)
        Genre and group of each row.
    seed : int
        Seed of the shuffles.

    Returns
    -------
    ndarray of bool, shape (n_rows,)
        True for the locked rows.
    """
    n_parts = _LOCKED_PARTS if len(codes) < _MANY_ROWS else _LOCKED_PARTS_OF_MANY
    folds = split_groups(codes, ids, n_folds=n_parts, seed=seed)
    totals = np.bincount(codes)
    shares = [
        np.bincount(codes[rows], minlength=len(totals)) / totals for rows in folds
    ]
    errors = [np.abs(share - 1 / n_parts).max() for share in shares]
    is_locked: NDArray[np.bool_] = folds.fold == int(np.argmin(errors))
    return is_locked


def training_rows(
    test: NDArray[np.int64], candidates: NDArray[np.int64], ties: csr_array | None
) -> NDArray[np.int64]:
    """Give the rows that may be trained on when these rows are tested.

    Parameters
    ----------
    test : ndarray of int64
        Positions of the test rows.
    candidates : ndarray of int64
        Positions of all rows in play, test rows among them or not.
    ties : csr_array, shape (n_rows, n_ties), or None
        See `genrelens.evaluation.grouping.Groups`.

    Returns
    -------
    ndarray of int64
        Candidates that are no test rows and share no tie with one, ascending.
    """
    others = np.setdiff1d(candidates, test)
    if ties is None:
        return others
    is_tested = np.zeros(ties.shape[1], dtype=bool)
    is_tested[ties[test].indices] = True
    shared = ties[others] @ is_tested.astype(np.int32)
    return np.asarray(others[shared == 0])


def inner_folds(
    rows: NDArray[np.int64],
    genres: NDArray[np.str_],
    groups: Groups,
    *,
    n_folds: int,
    seed: int,
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Divide the rows of one training part once more, for a choice made inside it.

    Parameters
    ----------
    rows : ndarray of int64, shape (n_tracks,)
        Where these tracks stand among the rows of `groups`.
    genres : ndarray of str, shape (n_tracks,)
        The genres that the choice sees.
    groups : Groups
        Of the whole table.
    n_folds : int
        Folds wanted; fewer where there are fewer groups.
    seed : int
        Seed of the shuffles.

    Returns
    -------
    list of (train, test)
        Positions among these tracks, not in the table; no group, and nothing that
        ties groups, is on both sides.

    Raises
    ------
    InputError
        If all tracks belong to one group, or no genre has two.
    """
    _, codes = np.unique(genres, return_inverse=True)
    folds = split_groups(
        codes.astype(np.int64), groups.ids[rows], n_folds=n_folds, seed=seed
    )
    parts = []
    for test in folds:
        train = training_rows(rows[test], rows, groups.ties)
        parts.append((np.flatnonzero(np.isin(rows, train)), test))
    return parts


def _refuse_single_rows(possible: int) -> None:
    if possible < 2:  # noqa: PLR2004
        raise InputError(
            "Every genre has a single row, so nothing can be both learnt and "
            "tested. Give at least two tracks of a genre; thirty or more make "
            "scores that mean something."
        )


def _draw(
    codes: NDArray[np.int64],
    ids: NDArray[np.int64],
    n_groups: int,
    n_folds: int,
    seed: int,
) -> NDArray[np.int64]:
    is_single = n_groups == len(ids)
    splitter = (StratifiedKFold if is_single else StratifiedGroupKFold)(
        n_splits=n_folds, shuffle=True, random_state=seed
    )
    fold = np.empty(len(codes), dtype=np.int64)
    places = np.zeros((len(codes), 1), dtype=np.int8)
    with warnings.catch_warnings():
        # Genres with fewer rows than folds are told in `Folds.notes` instead.
        warnings.filterwarnings("ignore", message="The least populated class")
        parts = splitter.split(places, codes, None if is_single else ids)
        for number, (_, test) in enumerate(parts):
            fold[test] = number
    return fold


def _too_few(codes: NDArray[np.int64], ids: NDArray[np.int64]) -> str:
    """Say how large genres are where that is too small; empty where it is not."""
    tracks, per_genre = _medians(codes, ids)
    if tracks >= _FEW_TRACKS and per_genre >= _FEW_GROUPS:
        return ""
    return f"a median of {tracks:g} tracks from {per_genre:g} independent groups"


def _not_ranked(sizes: str) -> str:
    return f"with {sizes} a genre, neither genres nor features can be ranked"


def _refuse_unusable(
    codes: NDArray[np.int64], rows: NDArray[np.int64], tested: NDArray[np.int64]
) -> None:
    """Refuse given parts of which one is empty, or whose genres do not fit."""
    if not len(rows) or not len(tested):
        raise InputError(
            f"The given lists hold {len(rows):,} training and {len(tested):,} test "
            "rows of the table; both need at least one. Check that they name its ids "
            "or files."
        )
    unmet = np.setdiff1d(codes[tested], codes[rows])
    if len(unmet):
        raise InputError(
            f"The given training lists lack {len(unmet)} of the "
            f"{len(np.unique(codes))} genres of the table, which the test list holds: "
            "they could never be named rightly. Give lists that hold every genre."
        )


def _medians(codes: NDArray[np.int64], ids: NDArray[np.int64]) -> tuple[float, float]:
    """Give the median number of rows, and of groups, over genres."""
    pairs = np.unique(np.column_stack([codes, ids]), axis=0)
    return (
        float(np.median(np.bincount(codes))),
        float(np.median(np.bincount(pairs[:, 0]))),
    )


def _choose_n_repeats(n_rows: int) -> int:
    for most_rows, n_repeats in _REPEATS_BY_TRACKS:
        if n_rows <= most_rows:
            return n_repeats
    return _FEWEST_REPEATS


def _imbalance(
    codes: NDArray[np.int64], fold: NDArray[np.int64], n_folds: int
) -> tuple[float, float]:
    n_genres = int(codes.max()) + 1
    counts = np.zeros((n_folds, n_genres))
    np.add.at(counts, (fold, codes), 1)
    shares = counts / counts.sum(axis=0).clip(min=1)
    return float((counts == 0).sum()), float(np.abs(shares - 1 / n_folds).max())


def _without_empty_folds(
    codes: NDArray[np.int64], fold: NDArray[np.int64], *, asked: int
) -> Folds:
    used, dense = np.unique(fold, return_inverse=True)
    n_folds = len(used)
    notes = []
    if n_folds < asked:
        notes.append(
            f"{n_folds} folds were made instead of {asked}: there are too few "
            f"independent groups, or rows of a genre, for more."
        )
    n_genres = int(codes.max()) + 1
    is_there = np.zeros((n_folds, n_genres), dtype=bool)
    is_there[dense, codes] = True
    n_partly = int((~is_there.all(axis=0)).sum())
    if n_partly:
        notes.append(
            f"{n_partly} of {n_genres} genres could not be put into every fold; "
            f"they are scored in the folds that hold them."
        )
    return Folds(fold=dense.astype(np.int64), n_folds=n_folds, notes=tuple(notes))
