"""Order the tracks of a collection by any of their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from genrelens.errors import InputError, printable
from genrelens.workflow.browsing.search_words import fold_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from genrelens.workflow.browsing.collection import Collection

__all__ = ["SORT_KEYS", "order_tracks"]

SORT_KEYS: Final = (
    *("row", "name", "artist", "genre", "predicted", "probability", "sure"),
    *("genre_probability", "decision", "is_right"),
)
"""What tracks can be ordered by, beside ``value:`` and the name of an attribute."""

_NUMBERS = frozenset(SORT_KEYS) - {"name", "artist", "genre", "predicted"}


def order_tracks(collection: Collection, sort: str) -> NDArray[np.int64]:
    """Give the tracks in an order; the collection keeps those asked for last.

    Parameters
    ----------
    collection : Collection
    sort : str
        One of `SORT_KEYS`, or ``value:`` and the name of an attribute; ``-`` before
        it turns the order round.

    Returns
    -------
    ndarray of int64, shape (n_tracks,)
        Equal tracks stand in the order of the table, and those without a value last,
        in either direction.

    Raises
    ------
    InputError
        If there is nothing of that name.
    """
    key = sort.removeprefix("-")
    _refuse_unknown(collection, key)
    return collection.order(
        f"order {sort}", lambda: _sort(collection, key, is_falling=sort != key)
    )


def _sort(collection: Collection, key: str, *, is_falling: bool) -> NDArray[np.int64]:
    ranks = collection.order(f"ranks {key}", lambda: _rank(collection, key))
    if is_falling:
        last = len(collection)
        ranks = np.where(ranks == last, last, -ranks)
    return np.argsort(ranks, kind="stable")


def _rank(collection: Collection, key: str) -> NDArray[np.int64]:
    """Rank the tracks by value; those without one get the number of tracks."""
    if key in _NUMBERS:
        return _rank_numbers(collection.columns[key])
    if key in collection.texts:
        return _rank_texts(fold_names(collection.texts[key].to_pylist()))
    if key in ("genre", "predicted"):
        return _rank_texts(fold_names(collection.genres), collection.columns[key])
    values = collection.inputs[key.removeprefix("value:")]
    if values.dtype == np.float64:
        return _rank_numbers(values.to_numpy())
    texts = (None if pd.isna(value) else str(value) for value in values)
    return _rank_texts(fold_names(texts))


def _rank_numbers(values: NDArray[Any]) -> NDArray[np.int64]:
    _, ranks = np.unique(values, return_inverse=True)
    missing = np.isnan(values) if values.dtype == np.float64 else np.zeros(1, bool)
    return np.where(missing, len(values), ranks).astype(np.int64)


def _rank_texts(
    texts: Iterable[str], codes: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """Rank folded texts, or the codes of some; empty ones count as missing."""
    found, unique = pd.factorize(np.array(list(texts), dtype=object))
    ranks = np.empty(len(unique), dtype=np.int64)
    ranks[np.argsort(unique.astype(str), kind="stable")] = np.arange(len(unique))
    own = ranks[found] if codes is None else ranks[found][codes]
    n_tracks = len(own)
    is_empty = (unique == "")[found] if codes is None else np.zeros(1, dtype=bool)
    return np.where(is_empty, n_tracks, own).astype(np.int64)


def _refuse_unknown(collection: Collection, key: str) -> None:
    values = [f"value:{feature.name}" for feature in collection.features]
    if key not in SORT_KEYS and key not in values:
        raise InputError(
            f"Tracks cannot be sorted by '{printable(key)}'. Choose from: "
            f"{', '.join(SORT_KEYS)}; or value: and an attribute, such as {values[0]}."
        )
