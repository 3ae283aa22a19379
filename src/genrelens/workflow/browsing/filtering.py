"""Choose and order the tracks of a collection by what a reader asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from genrelens.errors import InputError, printable
from genrelens.workflow.browsing.collection import DECISIONS
from genrelens.workflow.browsing.ordering import order_tracks
from genrelens.workflow.browsing.polygons import is_inside
from genrelens.workflow.browsing.search_words import split_search

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from genrelens.workflow.browsing.collection import Collection

__all__ = ["Selection", "TrackFilter", "ValueRange", "select_tracks"]

_PARTS = {"cross-validation": False, "locked test": True}


@dataclass(frozen=True, slots=True)
class ValueRange:
    """Values of one attribute that are asked for, both ends included.

    Parameters
    ----------
    feature : str
        Name of a number or a yes/no attribute.
    low, high : float or None
        None where there is no limit.
    """

    feature: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackFilter:
    """Which tracks are asked for, all conditions at once; every one may be left out.

    Parameters
    ----------
    genre, predicted : tuple of str
        Genres as labelled, and as predicted by a model that had not met the track.
    decision : tuple of str
        ``write``, ``ask`` or ``leave``.
    min_probability, max_probability : float or None
        Calibrated probability of the predicted genre.
    right : bool or None
        Whether the prediction agrees with the label.
    counted : bool or None
        Whether the row stands for its track in the scores.
    part : str
        ``cross-validation``, ``locked test`` or empty.
    search : str
        Words that must all stand in name, artist or id; case and accents do not
        matter.
    ranges : tuple of ValueRange
    rows : tuple of int
        Rows of the table, from 1, any of them.
    area : tuple of float
        Corners of a region of the map: x, y, x, y, …, from 0 to 1.
    """

    genre: tuple[str, ...] = ()
    predicted: tuple[str, ...] = ()
    decision: tuple[str, ...] = ()
    min_probability: float | None = None
    max_probability: float | None = None
    right: bool | None = None
    counted: bool | None = None
    part: str = ""
    search: str = ""
    ranges: tuple[ValueRange, ...] = ()
    rows: tuple[int, ...] = ()
    area: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """The tracks that were asked for, and what they are like together.

    Parameters
    ----------
    places : ndarray of int64, shape (n_found,)
        Where they stand in the collection, in the order asked for.
    is_in : ndarray of bool, shape (n_tracks,)
        The same, track by track.
    n_right : int
        Those whose prediction agrees with their label.
    by_genre, by_predicted : dict of str to int
        Counts of each genre, in the collection's order.
    by_decision : dict of str to int
        Counts of ``write``, ``ask`` and ``leave``.
    """

    places: NDArray[np.int64]
    is_in: NDArray[np.bool_]
    n_right: int
    by_genre: dict[str, int]
    by_predicted: dict[str, int]
    by_decision: dict[str, int]

    def __len__(self) -> int:
        """Count the tracks."""
        return len(self.places)


def select_tracks(
    collection: Collection, wanted: TrackFilter, *, sort: str = "row"
) -> Selection:
    """Find the tracks that fulfil every condition, in the order asked for.

    Parameters
    ----------
    collection : Collection
    wanted : TrackFilter
    sort : str, default "row"
        As for `order_tracks`.

    Raises
    ------
    InputError
        If a genre, decision, attribute or order is not known, or the region is none.
    """
    is_in = np.ones(len(collection), dtype=bool)
    for condition in _conditions(collection, wanted):
        is_in &= condition
    order = order_tracks(collection, sort)
    places = order[is_in[order]]
    columns = collection.columns
    return Selection(
        places=places,
        is_in=is_in,
        n_right=int(columns["is_right"][is_in].sum()),
        by_genre=_count(columns["genre"][is_in], collection.genres),
        by_predicted=_count(columns["predicted"][is_in], collection.genres),
        by_decision=_count(columns["decision"][is_in], DECISIONS[:-1]),
    )


def _conditions(
    collection: Collection, wanted: TrackFilter
) -> Iterable[NDArray[np.bool_]]:
    columns = collection.columns
    for name, names, known in (
        ("genre", wanted.genre, collection.genres),
        ("predicted", wanted.predicted, collection.genres),
        ("decision", wanted.decision, DECISIONS[:-1]),
    ):
        if names:
            yield np.isin(columns[name], _codes_of(names, known, name))
    if wanted.min_probability is not None:
        yield columns["sure"] >= wanted.min_probability
    if wanted.max_probability is not None:
        yield columns["sure"] <= wanted.max_probability
    is_locked = _find_part(wanted.part)
    for name, asked in (
        ("is_right", wanted.right),
        ("is_counted", wanted.counted),
        ("is_locked", is_locked),
    ):
        if asked is not None:
            yield columns[name] == asked
    for word in split_search(wanted.search):
        found = pc.match_substring(collection.folded, word)
        yield found.to_numpy(zero_copy_only=False)
    for each in wanted.ranges:
        yield _in_range(collection, each)
    yield from _places(collection, wanted)


def _places(collection: Collection, wanted: TrackFilter) -> Iterable[NDArray[np.bool_]]:
    if wanted.rows:
        yield np.isin(collection.columns["row"], wanted.rows)
    if wanted.area:
        yield _in_area(collection, wanted.area)


def _codes_of(names: tuple[str, ...], known: tuple[str, ...], what: str) -> list[int]:
    places = {name: code for code, name in enumerate(known)}
    unknown = [name for name in names if name not in places]
    if unknown:
        more = " …" if len(known) > 12 else ""  # noqa: PLR2004 (enough to choose from)
        raise InputError(
            f"'{printable(unknown[0])}' was asked for as {what}, and is none of the "
            f"{len(known)} there are: {', '.join(known[:12])}{more}. Choose from these."
        )
    return [places[name] for name in names]


def _find_part(part: str) -> bool | None:
    """Say whether the locked test is asked for; None where either part is."""
    if not part:
        return None
    if part not in _PARTS:
        raise InputError(
            f"'{printable(part)}' is no part of the tracks. Give cross-validation or "
            "locked test."
        )
    return _PARTS[part]


def _in_range(collection: Collection, wanted: ValueRange) -> NDArray[np.bool_]:
    numbers = collection.numbers
    if wanted.feature not in numbers:
        raise InputError(
            f"'{printable(wanted.feature)}' is none of the {len(numbers)} attributes "
            f"that are numbers: {', '.join(numbers[:20])}. Give the range of one of "
            "these."
        )
    values = collection.inputs[wanted.feature].to_numpy()
    low = -np.inf if wanted.low is None else wanted.low
    high = np.inf if wanted.high is None else wanted.high
    return np.asarray((values >= low) & (values <= high))


def _in_area(collection: Collection, area: tuple[float, ...]) -> NDArray[np.bool_]:
    if collection.positions is None:
        raise InputError(
            f"There is no map of these tracks: {collection.notes.why_no_map} Leave "
            "the region away."
        )
    return is_inside(collection.positions, area)


def _count(codes: NDArray[np.int64], names: tuple[str, ...]) -> dict[str, int]:
    counts = np.bincount(codes, minlength=len(names))
    return {name: int(count) for name, count in zip(names, counts, strict=False)}
