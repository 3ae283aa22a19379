"""Check tables, genres and weights by scikit-learn's rules, in sentences of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sklearn.utils import (
    assert_all_finite,
    check_array,
    check_consistent_length,
    column_or_1d,
)
from sklearn.utils.class_weight import compute_class_weight
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, validate_data

from genrelens.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray
    from sklearn.base import BaseEstimator

__all__ = ["accept_table", "read_genres", "weigh_tracks"]


def accept_table(
    model: BaseEstimator, X: pd.DataFrame | ArrayLike, *, is_training: bool
) -> pd.DataFrame | NDArray[np.float32]:
    """Check shape and names by scikit-learn's rules; cells of arrays as well.

    Parameters
    ----------
    model : estimator
        Whose columns they are; it remembers them in training.
    X : pandas.DataFrame or array-like of numbers, shape (n_tracks, n_features)
        Features; NaN where missing.
    is_training : bool
        Whether the columns are learnt, or compared with those of training.

    Raises
    ------
    InputError
        If the table has no cells, or other columns than in training.
    """
    is_named = isinstance(X, pd.DataFrame) and all(
        isinstance(name, str) for name in X.columns
    )
    try:
        if is_named:
            table: pd.DataFrame = validate_data(
                model, X, reset=is_training, skip_check_array=True
            )
            check_array(np.zeros(table.shape, bool))  # refuses a table without cells
            return table
        matrix: NDArray[np.float32] = validate_data(
            model,
            X,
            reset=is_training,
            dtype=np.float32,
            ensure_all_finite="allow-nan",
        )
    except ValueError as error:
        raise InputError(str(error)) from error
    return matrix


def read_genres(
    y: ArrayLike, n_tracks: int, *, asker: str
) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Give the sorted genres, and each track's position among them.

    Parameters
    ----------
    y : array-like of shape (n_tracks,)
        Genres.
    n_tracks : int
        How many there must be.
    asker : str
        Who needs them, for messages.

    Raises
    ------
    InputError
        If they are none, too few, missing, or no classes.
    """
    if y is None:
        raise InputError(
            f"{asker} requires y to be passed, but the target y is None. Give the "
            f"genre of each track."
        )
    try:
        labels = column_or_1d(y, warn=True)
        check_consistent_length(np.zeros((n_tracks, 1)), labels)
        assert_all_finite(labels, input_name="y")
    except ValueError as error:
        raise InputError(str(error)) from error
    n_missing = int(pd.isna(labels).sum())
    if n_missing:
        raise InputError(
            f"{n_missing} of {n_tracks} tracks have no genre. Leave them out, or "
            f"give each a genre."
        )
    try:
        check_classification_targets(labels)
    except ValueError as error:
        raise InputError(str(error)) from error
    if labels.dtype == object and all(isinstance(label, str) for label in labels):
        labels = labels.astype(str)
    genres, codes = np.unique(labels, return_inverse=True)
    return genres, codes.astype(np.int64)


def weigh_tracks(
    sample_weight: ArrayLike | None,
    class_weight: Mapping[Any, float] | str | None,
    genres: NDArray[Any],
    codes: NDArray[np.int64],
) -> NDArray[np.float64] | None:
    """Join the weights of tracks and of genres; None where all are equal.

    Parameters
    ----------
    sample_weight : array-like of float, shape (n_tracks,), optional
        Weight of each track.
    class_weight : "balanced", dict of genre to float, or None
        Weight of each genre's tracks.
    genres : ndarray of shape (n_genres,)
        Sorted.
    codes : ndarray of int64, shape (n_tracks,)
        Position of each track's genre.

    Raises
    ------
    InputError
        If weights are negative, too few, of unknown genres, or all 0.
    """
    if sample_weight is None and class_weight is None:
        return None
    n_tracks = len(codes)
    weights = np.ones(n_tracks)
    try:
        if sample_weight is not None:
            weights = _check_sample_weight(
                sample_weight,
                np.zeros((n_tracks, 1)),
                dtype=np.float64,
                ensure_non_negative=True,
            )
        if class_weight is not None:
            weight_by_genre = compute_class_weight(
                class_weight, classes=genres, y=genres[codes]
            )
            weights = weights * weight_by_genre[codes]
    except ValueError as error:
        raise InputError(str(error)) from error
    if not weights.any():
        raise InputError(
            "Every track has weight 0. Give at least one a positive weight."
        )
    return weights
