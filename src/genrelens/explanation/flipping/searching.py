"""Find the smallest change of one or two attributes that flips a track's genre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from genrelens.errors import InputError, printable
from genrelens.explanation.flipping.candidates import ask_axis
from genrelens.explanation.flipping.flip_words import (
    say_flip,
    say_nothing_flips,
    word_move,
)
from genrelens.explanation.flipping.results import Flip, FlipSearch, Move
from genrelens.explanation.phrases import plain_value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.explanation.flipping.axes import Axis
    from genrelens.explanation.flipping.candidates import Candidates
    from genrelens.models.genre_model import GenreModel

__all__ = ["FIRST_MOVES", "find_flips"]

FIRST_MOVES: Final = 8
"""Changes of one attribute from which pairs are searched."""

_AS_GOOD: Final = 0.01  # costs that differ by less than this share count as the same
_DEAR: Final = 0.25  # pairs are tried where one attribute has to move by more
_MOST_CHECKED: Final = 12
_MOST_TOLD: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """One track, what it is, and what it is to become."""

    model: GenreModel
    axes: Sequence[Axis]
    genres: Sequence[str]
    calibrate: Callable[[NDArray[np.float64]], NDArray[np.float64]]
    row: pd.DataFrame
    before: tuple[float | str | None, ...]
    proba: NDArray[np.float64]
    wanted: int | None

    @property
    def now(self) -> int:
        """Position of the genre the track has."""
        return int(self.proba.argmax())

    def margins(self, proba: NDArray[np.float64]) -> NDArray[np.float64]:
        """Tell how far each row is from a flip: positive where it is one."""
        away = proba.copy()
        if self.wanted is None:
            kept = away[:, self.now].copy()
            away[:, self.now] = -1.0
            return np.asarray(away.max(axis=1) - kept)
        reached = away[:, self.wanted].copy()
        away[:, self.wanted] = -1.0
        return np.asarray(reached - away.max(axis=1))

    def is_flip(self, proba: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell whether the most probable genre is what was asked for."""
        best = proba.argmax(axis=1)
        found = best != self.now if self.wanted is None else best == self.wanted
        return np.asarray(found)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A change: which axes, set to what, and how it is ranked."""

    settings: tuple[tuple[int, float | str], ...]
    costs: tuple[float, ...]
    margin: float
    rank: tuple[float, ...]

    @property
    def cost(self) -> float:
        return float(sum(self.costs))


def find_flips(
    model: GenreModel,
    row: pd.DataFrame,
    *,
    axes: Sequence[Axis],
    genres: Sequence[str],
    calibrate: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    wanted: str | None = None,
) -> FlipSearch:
    """Find the smallest change that makes a track another genre.

    A change costs the share of the collection that lies between the old value and
    the new one, so that a second and a decibel can be compared; costs that differ by
    less than one percent count as the same, and the rounder value is taken.
    Single attributes are searched completely, within what training saw of each.
    Where none flips the genre, or only by moving past a quarter of the collection,
    pairs are searched: each of the eight most promising single changes (most margin
    won, at most two an attribute) with every value of every other attribute. A
    smaller pair may exist that this does not try.

    Parameters
    ----------
    model : GenreForest or LinearModel
        Trained.
    row : pandas.DataFrame, 1 x n_features
        The track.
    axes : sequence of Axis
        From `lay_out_axes`.
    genres : sequence of str
        In the order of the model's probabilities.
    calibrate : callable
        Turns the model's probabilities (n_rows x n_genres) into those by which
        genres are named.
    wanted : str, optional
        The genre to reach; any other than the track's own where not given.

    Returns
    -------
    FlipSearch
        Every flip was confirmed by the model itself, on the changed row.

    Raises
    ------
    InputError
        If the track has the wanted genre already, or the model does not know it.

    References
    ----------
    S. Wachter, B. Mittelstadt, C. Russell (2018), Counterfactual explanations
    without opening the black box, Harvard Journal of Law & Technology 31. The
    search and the cost are our own.
    """
    asked = _ask(model, row, axes, genres, calibrate, wanted)
    coded = model.encoder_.transform(row)[0]
    singles, nearest = _search_singles(asked, coded)
    found = list(singles)
    has_pairs = not found or found[0].cost > _DEAR
    if has_pairs:
        limit = found[0].cost if found else np.inf
        found += _search_pairs(asked, coded, nearest, limit)
    found.sort(key=lambda each: (each.cost, len(each.settings), each.rank))
    flips = _confirmed(asked, found)
    closest = None if flips or not nearest else _as_flip(asked, nearest[0])
    name = genres[asked.now]
    if flips:
        sentence = flips[0].sentence
    else:
        sentence = say_nothing_flips(name, wanted, closest, genres, asked.proba)
    return FlipSearch(name, wanted, asked.proba, flips, closest, sentence)


def _ask(
    model: GenreModel,
    row: pd.DataFrame,
    axes: Sequence[Axis],
    genres: Sequence[str],
    calibrate: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    wanted: str | None,
) -> _Question:
    proba = calibrate(model.predict_proba(row))[0]
    first = row.iloc[0]
    values = tuple(plain_value(first[axis.feature.name]) for axis in axes)
    place = None
    if wanted is not None:
        if wanted not in genres:
            raise InputError(
                f"Genre '{printable(wanted)}' is none of the {len(genres)} genres of "
                "this model. Give one of them, as it is written there."
            )
        place = list(genres).index(wanted)
        if place == int(proba.argmax()):
            raise InputError(
                f"The track is {printable(wanted)} already "
                f"({proba[place]:.2f}). Ask for another genre."
            )
    return _Question(model, axes, genres, calibrate, row, values, proba, place)


def _search_singles(
    asked: _Question, coded: NDArray[np.float32]
) -> tuple[list[_Found], list[_Found]]:
    """Give the smallest flip of each attribute, and the most promising moves of all."""
    flips, promising = [], []
    start = float(asked.margins(asked.proba[np.newaxis])[0])
    for place, axis in enumerate(asked.axes):
        tried = ask_axis(asked.model, coded, axis, asked.before[place])
        if not len(tried.settings):
            continue
        proba = asked.calibrate(tried.proba)
        margins = asked.margins(proba)
        flips += _smallest(asked.is_flip(proba), tried, margins, place)
        promising += _promising(tried, margins, start, place)
    flips.sort(key=lambda each: (each.cost, each.rank))
    promising.sort(key=lambda each: each.rank)
    return flips, promising


def _smallest(
    is_flip: NDArray[np.bool_],
    tried: Candidates,
    margins: NDArray[np.float64],
    place: int,
    first: _Found | None = None,
) -> list[_Found]:
    """Choose one attribute's smallest flips, the roundest of equal ones first."""
    rows = np.flatnonzero(is_flip)
    if not len(rows):
        return []
    costs = tried.costs[rows]
    rows = rows[costs <= costs.min() + _AS_GOOD]
    order = np.lexsort((tried.gaps[rows], tried.costs[rows], ~tried.is_round[rows]))
    chosen = rows[order[:_MOST_CHECKED]]
    return [
        _found(tried, margins, place, int(at), k, first) for k, at in enumerate(chosen)
    ]


def _found(
    tried: Candidates,
    margins: NDArray[np.float64],
    place: int,
    at: int,
    rank: float,
    first: _Found | None = None,
) -> _Found:
    value: Any = tried.settings[at]
    setting = (place, value if isinstance(value, str) else float(value))
    settings = (*first.settings, setting) if first else (setting,)
    costs = (
        (*first.costs, float(tried.costs[at])) if first else (float(tried.costs[at]),)
    )
    return _Found(settings, costs, float(margins[at]), (float(rank), float(place)))


def _promising(
    tried: Candidates, margins: NDArray[np.float64], start: float, place: int
) -> list[_Found]:
    """Give up to two moves of an attribute: most won at all, and for its cost."""
    won = margins - start
    best = int(np.lexsort((tried.costs, -won))[0])
    thrifty = int(np.lexsort((tried.costs, -won / (tried.costs + 0.05)))[0])
    chosen = dict.fromkeys((best, thrifty))
    return [
        _found(tried, margins, place, at, -float(margins[at]))
        for at in chosen
        if won[at] > 0
    ]


def _search_pairs(
    asked: _Question,
    coded: NDArray[np.float32],
    promising: Sequence[_Found],
    limit: float,
) -> list[_Found]:
    """Join the most promising moves with every value of every other attribute."""
    found = []
    for first in promising[:FIRST_MOVES]:
        if first.cost >= limit:
            continue
        ((moved, value),) = first.settings
        shifted = coded.copy()
        shifted[asked.axes[moved].columns] = _code(asked.axes[moved], value)
        for place, axis in enumerate(asked.axes):
            if place == moved:
                continue
            tried = ask_axis(asked.model, shifted, axis, asked.before[place])
            if not len(tried.settings):
                continue
            proba = asked.calibrate(tried.proba)
            is_flip = asked.is_flip(proba) & (tried.costs + first.cost < limit)
            pairs = _smallest(is_flip, tried, asked.margins(proba), place, first)
            found += pairs
            limit = min([limit, *(pair.cost for pair in pairs)])
    return found


def _code(axis: Axis, value: float | str) -> NDArray[np.float32]:
    if axis.settings:
        code: NDArray[np.float32] = axis.codes[axis.settings.index(value)]
        return code
    return np.array([value], dtype=np.float32)


def _confirmed(asked: _Question, found: Sequence[_Found]) -> tuple[Flip, ...]:
    """Keep what the model confirms, one change for each set of attributes."""
    flips: list[Flip] = []
    told: set[frozenset[int]] = set()
    for each in found:
        places = frozenset(place for place, _ in each.settings)
        if len(flips) == _MOST_TOLD or places in told:
            continue
        made = _as_flip(asked, each)
        if asked.is_flip(made.proba[np.newaxis])[0]:
            flips.append(made)
            told.add(places)
    return tuple(flips)


def _as_flip(asked: _Question, found: _Found) -> Flip:
    """Ask the model itself what becomes of the changed row."""
    changed = asked.row.copy()
    moves = []
    for (place, value), cost in zip(found.settings, found.costs, strict=True):
        axis = asked.axes[place]
        changed[axis.feature.name] = _typed(changed[axis.feature.name], value)
        before = asked.before[place]
        words = word_move(axis.feature, before, value)
        moves.append(
            Move(axis.feature.name, axis.feature.label, before, value, cost, words)
        )
    proba = asked.calibrate(asked.model.predict_proba(changed))[0]
    genre = asked.genres[int(proba.argmax())]
    sentence = say_flip(moves, asked.genres, proba)
    return Flip(tuple(moves), genre, proba, found.cost, sentence)


def _typed(column: pd.Series[Any], value: float | str) -> pd.Series[Any]:
    import pandas as pd

    dtype = "str" if isinstance(value, str) else "float64"
    return pd.Series([value], index=column.index, dtype=dtype)
