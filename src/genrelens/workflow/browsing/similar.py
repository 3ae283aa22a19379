"""Find the tracks nearest to one, and say what makes each of them alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from genrelens.features.value_words import describe_value
from genrelens.similarity.neighbours import attribute_distances, nearest_tracks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.similarity.space import PlacedTracks
    from genrelens.workflow.browsing.collection import Collection

__all__ = ["N_NEAREST", "SimilarTrack", "SimilarTracks", "similar_tracks"]

N_NEAREST: Final = 10
_MOST_WORDS = 3
_TELLING_SHARE = 0.25
_FAR = 1.0  # spreads
_ROWS_A_TRACK = 5  # so many rows of one track may lie between two neighbours


@dataclass(frozen=True, slots=True)
class SimilarTrack:
    """One of the nearest tracks.

    Parameters
    ----------
    place : int
        Where it stands in the collection.
    distance : float
        In spreads, over all attributes together.
    alike : tuple of str
        Attributes in which few tracks of the collection are as near, the rarest
        first, with both values.
    apart : tuple of str
        Attributes in which the two are more than a spread apart, likewise.
    """

    place: int
    distance: float
    alike: tuple[str, ...]
    apart: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SimilarTracks:
    """The nearest tracks of one, and what they have in common with it.

    Parameters
    ----------
    nearest : tuple of SimilarTrack
        Nearest first, each by its nearest row; the track itself is not among them.
    again : tuple of int
        Places of other rows that list the same track.
    by_genre : dict of str to int
        Labels of the nearest, the most frequent first.
    compared : tuple of str
        Labels of the attributes in which tracks are compared.
    """

    nearest: tuple[SimilarTrack, ...]
    again: tuple[int, ...]
    by_genre: dict[str, int]
    compared: tuple[str, ...]


def similar_tracks(
    collection: Collection, place: int, *, n_nearest: int = N_NEAREST
) -> SimilarTracks:
    """Find the nearest tracks of one.

    Parameters
    ----------
    collection : Collection
    place : int
        Where the track stands in it.
    n_nearest : int
        How many to find.
    """
    space, placed = collection.space
    tracks = collection.columns["track"]
    one = placed.take(np.array([place]))
    found = nearest_tracks(
        one,
        placed,
        _ROWS_A_TRACK * n_nearest,
        asked_tracks=tracks[[place]],
        tracks=tracks,
    )
    kept = _first_rows(found.places[0], tracks)[:n_nearest]
    near = found.places[0][kept]
    apart, shares = _compare(one, placed, near)
    names = [axis.feature for axis in space.axes]
    nearest = tuple(
        SimilarTrack(
            int(other),
            float(distance),
            _alike(collection, names, (place, int(other)), shares[rank]),
            _apart(collection, names, (place, int(other)), apart[rank]),
        )
        for rank, (other, distance) in enumerate(
            zip(near, found.distances[0][kept], strict=True)
        )
    )
    again = np.flatnonzero(tracks == tracks[place])
    labels = {feature.name: feature.label for feature in collection.features}
    return SimilarTracks(
        nearest,
        tuple(int(other) for other in again if other != place),
        _count_genres(collection, near),
        tuple(labels[name] for name in names),
    )


def _first_rows(
    places: NDArray[np.int64], tracks: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Give the ranks of the rows that list a track for the first time."""
    there = places[places >= 0]
    _, first = np.unique(tracks[there], return_index=True)
    return np.sort(first)


def _compare(
    one: PlacedTracks, placed: PlacedTracks, near: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give each neighbour's distance by attribute, and how many are as near in it."""
    squares = attribute_distances(one, placed)
    own = squares[near]
    with np.errstate(invalid="ignore"):
        counts = (squares[:, None, :] <= own[None, :, :]).sum(axis=0)
    return np.sqrt(own), np.where(np.isnan(own), np.inf, counts / len(squares))


def _alike(
    collection: Collection,
    names: list[str],
    pair: tuple[int, int],
    shares: NDArray[np.float64],
) -> tuple[str, ...]:
    order = np.argsort(shares, kind="stable")[:_MOST_WORDS]
    telling = [axis for axis in order if shares[axis] <= _TELLING_SHARE]
    return tuple(_word_pair(collection, names[axis], pair) for axis in telling)


def _apart(
    collection: Collection,
    names: list[str],
    pair: tuple[int, int],
    distances: NDArray[np.float64],
) -> tuple[str, ...]:
    order = np.argsort(-np.nan_to_num(distances), kind="stable")[:_MOST_WORDS]
    far = [axis for axis in order if distances[axis] > _FAR]
    return tuple(_word_pair(collection, names[axis], pair) for axis in far)


def _word_pair(collection: Collection, name: str, pair: tuple[int, int]) -> str:
    """Name an attribute with the values of both tracks; equal ones once."""
    feature = next(each for each in collection.features if each.name == name)
    own, other = (
        describe_value(feature, _plain(collection.inputs[name].iloc[place]))
        for place in pair
    )
    return (
        f"{feature.label} {own}"
        if own == other
        else f"{feature.label} {own} and {other}"
    )


def _plain(value: Any) -> Any:  # noqa: ANN401 (a cell)
    return value.item() if isinstance(value, np.generic) else value


def _count_genres(collection: Collection, near: NDArray[np.int64]) -> dict[str, int]:
    counts = np.bincount(
        collection.columns["genre"][near], minlength=len(collection.genres)
    )
    order = np.argsort(-counts, kind="stable")
    return {
        collection.genres[code]: int(counts[code]) for code in order if counts[code]
    }
