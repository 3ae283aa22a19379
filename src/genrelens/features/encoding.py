"""Turn named features, numbers and categories, into the matrix a forest learns from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from genrelens.errors import ColumnError, InputError, NotTrainedError, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

__all__ = ["MAX_LEVELS", "MIN_TRACKS_PER_LEVEL", "FeatureEncoder", "PooledLevels"]

MAX_LEVELS = 30
"""Most frequent levels of a category that get an indicator of their own."""

MIN_TRACKS_PER_LEVEL = 2
"""Training tracks a level needs for an indicator of its own."""

_NUMBERS_IN_OBJECTS = {
    "boolean",
    "integer",
    "floating",
    "mixed-integer-float",
    "decimal",
    "empty",
}


@dataclass(frozen=True, slots=True)
class PooledLevels:
    """Levels of one category that were too rare for an indicator.

    Parameters
    ----------
    n_levels : int
        Number of such levels in training.
    n_tracks : int
        Training tracks that carry one of them.
    """

    n_levels: int
    n_tracks: int


class FeatureEncoder:
    """Encode a feature table as float32, remembering where each column came from.

    Numbers and flags pass through. A category becomes one 0/1 indicator for
    each of its `MAX_LEVELS` most frequent levels with at least
    `MIN_TRACKS_PER_LEVEL` training tracks (ties by the level's text); all
    other levels, and those never seen in training, are zero in every indicator.
    A missing category is NaN in all its indicators, a missing number NaN.

    Attributes
    ----------
    names : tuple of str
        Input columns, in training order; ``x0, x1, ...`` for a plain array.
    origin : ndarray of int64, shape (n_encoded,)
        Position in `names` of the column that each encoded column came from.
    levels : dict of str to tuple of str
        Levels with an indicator, most frequent first, for each category.
    pooled : dict of str to PooledLevels
        What was too rare, for each category.

    Examples
    --------
    >>> frame = pd.DataFrame({"tempo": [120.0, 90.0, 128.0], "key": ["C", "C", None]})
    >>> encoder = FeatureEncoder().fit(frame)
    >>> encoder.transform(frame)
    array([[120.,   1.],
           [ 90.,   1.],
           [128.,  nan]], dtype=float32)
    >>> encoder.origin
    array([0, 1])
    """

    names: tuple[str, ...]
    origin: NDArray[np.int64]
    levels: dict[str, tuple[str, ...]]
    pooled: dict[str, PooledLevels]

    def fit(self, X: pd.DataFrame | ArrayLike) -> Self:
        """Learn the columns and the levels of the categories.

        Parameters
        ----------
        X : pandas.DataFrame or array-like of numbers, shape (n_tracks, n_features)
            Columns of numbers, flags, or text.

        Returns
        -------
        FeatureEncoder
            Itself.

        Raises
        ------
        InputError
            If two columns share a name, a name is not text, or no column can
            be encoded.
        ColumnError
            If a column holds infinite numbers, dates, or another type.
        """
        self.levels, self.pooled = {}, {}
        if isinstance(X, pd.DataFrame):
            self.names = _column_names(X)
            for name in self.names:
                if not _is_number(X[name]):
                    self.levels[name], self.pooled[name] = _find_levels(X[name])
        else:
            width = _matrix(X).shape[1]
            self.names = tuple(f"x{position}" for position in range(width))
        self.origin = self._trace()
        if len(self.origin) == 0:
            raise InputError(
                f"None of the {len(self.names)} features can be learnt from: each "
                f"is a category without any value shared by "
                f"{MIN_TRACKS_PER_LEVEL} tracks. Give at least one number, flag "
                f"or category that repeats."
            )
        return self

    def transform(self, X: pd.DataFrame | ArrayLike) -> NDArray[np.float32]:
        """Encode tracks.

        Parameters
        ----------
        X : pandas.DataFrame or array-like of numbers, shape (n_tracks, n_features)
            The columns of training, in the same order.

        Returns
        -------
        ndarray of float32, shape (n_tracks, n_encoded)
            NaN where a value is missing.

        Raises
        ------
        NotTrainedError
            If `fit` was not called.
        InputError
            If columns are missing, unknown or in another order.
        ColumnError
            If a column's type differs from that in training.
        """
        if not hasattr(self, "origin"):
            raise NotTrainedError("The encoder has learnt no columns. Call fit first.")
        if not isinstance(X, pd.DataFrame):
            return self._transform_matrix(_matrix(X))
        self._check_names(_column_names(X))
        encoded = np.empty((len(X), len(self.origin)), dtype=np.float32)
        start = 0
        for name in self.names:
            if name in self.levels:
                width = len(self.levels[name])
                _write_indicators(
                    encoded[:, start : start + width], X[name], self.levels[name]
                )
            else:
                width = 1
                encoded[:, start] = _read_numbers(X[name])
            start += width
        return encoded

    @property
    def encoded_names(self) -> tuple[str, ...]:
        """Names of the encoded columns: ``"tempo"``, ``"key=C"``."""
        found: list[str] = []
        for name in self.names:
            if name in self.levels:
                found.extend(f"{name}={level}" for level in self.levels[name])
            else:
                found.append(name)
        return tuple(found)

    def to_dict(self) -> dict[str, Any]:
        """Give what was learnt as plain JSON values."""
        return {
            "names": list(self.names),
            "levels": {name: list(levels) for name, levels in self.levels.items()},
            "pooled": {
                name: {"n_levels": pooled.n_levels, "n_tracks": pooled.n_tracks}
                for name, pooled in self.pooled.items()
            },
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Rebuild an encoder from the values of `to_dict`.

        Raises
        ------
        InputError
            If the values do not describe an encoder.
        """
        names, levels, pooled = _checked_parts(values)
        encoder = cls()
        encoder.names = names
        encoder.levels = levels
        encoder.pooled = pooled
        encoder.origin = encoder._trace()
        return encoder

    def _trace(self) -> NDArray[np.int64]:
        widths = [
            len(self.levels[name]) if name in self.levels else 1 for name in self.names
        ]
        return np.repeat(np.arange(len(self.names), dtype=np.int64), widths)

    def _transform_matrix(self, matrix: NDArray[np.float32]) -> NDArray[np.float32]:
        if self.levels:
            raise InputError(
                f"The model learnt {len(self.levels)} categories by name, e.g. "
                f"'{printable(next(iter(self.levels)))}', and was given a plain "
                f"array. Give a table with the columns of training."
            )
        if matrix.shape[1] != len(self.names):
            raise InputError(
                f"The array has {matrix.shape[1]} columns, and the model learnt "
                f"{len(self.names)}. Give the columns of training, in their order."
            )
        return matrix

    def _check_names(self, names: tuple[str, ...]) -> None:
        if names == self.names:
            return
        missing = [name for name in self.names if name not in set(names)]
        extra = [name for name in names if name not in set(self.names)]
        if not missing and not extra:
            raise InputError(
                f"The {len(names)} columns are in another order than in training. "
                f"Select them in this order: {_listed(self.names)}."
            )
        found = []
        if missing:
            found.append(f"{len(missing)} missing: {_listed(missing)}")
        if extra:
            found.append(f"{len(extra)} not known to the model: {_listed(extra)}")
        raise InputError(
            f"The columns differ from those of training ({'; '.join(found)}). "
            f"Give exactly the {len(self.names)} columns of training."
        )


def _listed(names: Sequence[str], limit: int = 8) -> str:
    shown = ", ".join(f"'{printable(name, limit=40)}'" for name in names[:limit])
    return shown if len(names) <= limit else f"{shown} and {len(names) - limit} more"


def _column_names(frame: pd.DataFrame) -> tuple[str, ...]:
    names = tuple(frame.columns)
    unnamed = [name for name in names if not isinstance(name, str)]
    if unnamed:
        raise InputError(
            f"{len(unnamed)} of {len(names)} column names are not text, e.g. "
            f"{printable(repr(unnamed[0]))}. Name every column with text, or give "
            f"a plain array of numbers."
        )
    if len(set(names)) < len(names):
        repeated = sorted({name for name in names if names.count(name) > 1})
        raise InputError(
            f"{len(repeated)} column names occur more than once: {_listed(repeated)}. "
            f"Give each column a name of its own."
        )
    return names


def _matrix(X: ArrayLike) -> NDArray[np.float32]:
    try:
        matrix = np.asarray(X, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"The array holds something that is not a number ({printable(error)}). "
            f"Give numbers, or a table with named columns for categories."
        ) from error
    if matrix.ndim != 2:  # noqa: PLR2004 (rows and columns)
        raise InputError(
            f"An array of {matrix.ndim} dimensions was given. Give two: one row a "
            f"track, one column a feature."
        )
    with np.errstate(over="ignore"):
        narrow = matrix.astype(np.float32)
    n_infinite = int(np.isinf(narrow).sum())
    if n_infinite:
        raise InputError(
            f"{n_infinite} of {matrix.size} values are infinite or too large for "
            f"32-bit numbers. Make them missing (NaN), or give finite numbers."
        )
    return narrow


def _is_number(column: pd.Series) -> bool:
    """Tell a number or flag from a category; refuse any other type."""
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return False
    if pd.api.types.is_bool_dtype(dtype):
        return True
    if pd.api.types.is_complex_dtype(dtype):
        raise _wrong_type(column)
    if pd.api.types.is_numeric_dtype(dtype):
        return True
    if pd.api.types.is_object_dtype(dtype):
        return pd.api.types.infer_dtype(column, skipna=True) in _NUMBERS_IN_OBJECTS
    if pd.api.types.is_string_dtype(dtype):
        return False
    raise _wrong_type(column)


def _wrong_type(column: pd.Series) -> ColumnError:
    return ColumnError(
        str(column.name),
        found=f"its type is {printable(column.dtype)}",
        remedy="Turn it into numbers or text, or drop the column.",
    )


def _read_numbers(column: pd.Series) -> NDArray[np.float32]:
    """Read a column that training knew as numbers."""
    if not _is_number(column):
        present = column.dropna()
        if len(present):
            raise ColumnError(
                str(column.name),
                found=(
                    f"{len(present)} of {len(column)} cells are text, e.g. "
                    f"'{printable(present.iloc[0], limit=40)}', and training saw "
                    f"numbers"
                ),
                remedy="Turn the column into numbers.",
            )
        return np.full(len(column), np.nan, dtype=np.float32)
    with np.errstate(over="ignore"):
        numbers: NDArray[np.float32] = column.to_numpy(
            dtype=np.float64, na_value=np.nan
        ).astype(np.float32)
    n_infinite = int(np.isinf(numbers).sum())
    if n_infinite:
        raise ColumnError(
            str(column.name),
            found=(
                f"{n_infinite} of {len(column)} values are infinite or too large "
                f"for 32-bit numbers"
            ),
            remedy="Make them missing (NaN), or give finite numbers.",
        )
    return numbers


def _read_texts(column: pd.Series) -> pd.Series:
    """Read a column that training knew as a category."""
    if _is_number(column):
        present = column.dropna()
        if len(present):
            raise ColumnError(
                str(column.name),
                found=(
                    f"{len(present)} of {len(column)} cells are numbers, e.g. "
                    f"{printable(present.iloc[0], limit=40)}, and training saw text"
                ),
                remedy="Turn the column into text.",
            )
    return column.astype(object).map(str, na_action="ignore")


def _find_levels(column: pd.Series) -> tuple[tuple[str, ...], PooledLevels]:
    counts = _read_texts(column).value_counts(dropna=True)
    ranked = sorted(counts.items(), key=lambda item: (-int(item[1]), str(item[0])))
    kept = [
        str(level) for level, count in ranked if int(count) >= MIN_TRACKS_PER_LEVEL
    ][:MAX_LEVELS]
    rare = ranked[len(kept) :]
    return tuple(kept), PooledLevels(
        n_levels=len(rare), n_tracks=sum(int(count) for _, count in rare)
    )


def _write_indicators(
    into: NDArray[np.float32], column: pd.Series, levels: tuple[str, ...]
) -> None:
    texts = _read_texts(column)
    codes = pd.Index(levels, dtype=object).get_indexer(pd.Index(texts, dtype=object))
    into[:] = codes[:, np.newaxis] == np.arange(len(levels))
    into[texts.isna().to_numpy(), :] = np.nan


def _checked_parts(
    values: dict[str, Any],
) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]], dict[str, PooledLevels]]:
    try:
        names = tuple(values["names"])
        levels = {name: tuple(found) for name, found in values["levels"].items()}
        pooled = {
            name: PooledLevels(int(found["n_levels"]), int(found["n_tracks"]))
            for name, found in values["pooled"].items()
        }
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InputError(
            f"The description of the encoder is not complete ({printable(error)}). "
            f"Give the values of to_dict."
        ) from error
    texts = [*names, *(level for found in levels.values() for level in found)]
    is_sound = (
        all(isinstance(text, str) for text in texts)
        and len(set(names)) == len(names)
        and set(levels) <= set(names)
        and set(pooled) == set(levels)
        and all(len(set(found)) == len(found) for found in levels.values())
    )
    if not is_sound:
        raise InputError(
            "The description of the encoder contradicts itself: names and levels "
            "must be distinct texts, and levels belong to names. Give the values "
            "of to_dict."
        )
    return names, levels, pooled
