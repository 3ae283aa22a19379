"""Put a model's class probabilities into one fixed order of genres."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from genrelens.errors import InputError, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["ProbabilityModel", "aligned_proba", "genre_positions"]


class ProbabilityModel(Protocol):
    """Any trained classifier that gives probabilities."""

    @property
    def classes_(self) -> NDArray[Any]:
        """Genres it knows, in the order of its probabilities."""
        ...  # pragma: no cover

    def predict_proba(self, X: pd.DataFrame, /) -> NDArray[np.float64]:
        """Give probabilities, shape (n_tracks, n_classes)."""
        ...  # pragma: no cover


def genre_positions(
    model: ProbabilityModel, genres: Sequence[str]
) -> NDArray[np.int64]:
    """Find where each class of a model stands in the order of all genres.

    Parameters
    ----------
    model : trained classifier
        Its `classes_` may lack genres that its training part had no track of.
    genres : sequence of str
        All genres, in the order wanted.

    Returns
    -------
    ndarray of int64, shape (n_classes,)

    Raises
    ------
    InputError
        If the model knows a genre that is not among `genres`.
    """
    place = {str(genre): position for position, genre in enumerate(genres)}
    classes = [str(name) for name in model.classes_]
    strangers = [name for name in classes if name not in place]
    if strangers:
        sample = ", ".join(f"'{printable(name)}'" for name in strangers[:3])
        message = (
            f"The model knows {len(strangers)} of {len(classes)} genres that are "
            f"not among the {len(place)} given, e.g. {sample}. "
            "Give the genres of the table that the model was trained on."
        )
        raise InputError(message)
    return np.array([place[name] for name in classes], dtype=np.int64)


def aligned_proba(
    model: ProbabilityModel, X: pd.DataFrame, genres: Sequence[str]
) -> NDArray[np.float64]:
    """Give a model's probabilities in the order of all genres.

    A genre that the model has never met has probability 0.

    Parameters
    ----------
    model : trained classifier
    X : DataFrame, n_tracks x n_features
    genres : sequence of str, length n_genres

    Returns
    -------
    ndarray of float64, shape (n_tracks, n_genres)
    """
    positions = genre_positions(model, genres)
    aligned = np.zeros((len(X), len(genres)))
    aligned[:, positions] = model.predict_proba(X)
    return aligned
