"""The estimator for Python users: learn, predict, explain, save and reopen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from genrelens.bundle.loading import load_model
from genrelens.bundle.saving import save_model
from genrelens.bundle.trained_model import TrainedModel
from genrelens.models.genre_forest import GenreForest
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature
from genrelens.workflow.documents.versions import library_versions

if TYPE_CHECKING:
    import os

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

__all__ = ["Explanation", "GenreClassifier", "load"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How much each attribute moved each track towards or away from each genre.

    For every track and genre, `base` and the `values` over all attributes sum to
    the predicted probability.

    Parameters
    ----------
    values : ndarray of float64, shape (n_tracks, n_features, n_genres)
        Exact Shapley values, in units of probability.
    base : ndarray of float64, shape (n_genres,)
        What the model gives each genre on average.
    features : tuple of str
        Names along the second axis.
    genres : tuple
        Labels along the third axis, as in ``classes_``.
    """

    values: NDArray[np.float64]
    base: NDArray[np.float64]
    features: tuple[str, ...]
    genres: tuple[Any, ...]

    def frame(self, track: int = 0) -> pd.DataFrame:
        """Give one track's values as a table.

        Parameters
        ----------
        track : int, default 0
            Position of the track.

        Returns
        -------
        pandas.DataFrame, n_features x n_genres
            One row an attribute, one column a genre.
        """
        return pd.DataFrame(
            self.values[track], index=list(self.features), columns=list(self.genres)
        )


class GenreClassifier(GenreForest):
    """A genre model with scikit-learn's contract, reasons, and a safe file.

    Takes a pandas table (numbers, flags, text categories, missing cells) or an
    array of numbers. Parameters and attributes are those of `GenreForest`.

    Examples
    --------
    >>> frame = pd.DataFrame({"tempo": [80.0, 82.0, 128.0, 126.0] * 5})
    >>> model = GenreClassifier(n_trees=5, random_state=0)
    >>> model = model.fit(frame, ["dub", "dub", "house", "house"] * 5)
    >>> reasons = model.explain(frame[2:3])
    >>> reasons.values.shape
    (1, 1, 2)
    """

    _opened: TrainedModel

    def explain(self, X: pd.DataFrame | ArrayLike) -> Explanation:
        """Share out each track's probabilities over the attributes.

        Parameters
        ----------
        X : pandas.DataFrame or array-like of numbers, shape (n_tracks, n_features)
            The columns of training, in their order.

        Returns
        -------
        Explanation
            Exact path-dependent Shapley values.

        Raises
        ------
        NotTrainedError
            If the model is not trained.
        InputError
            If the columns differ from those of training.
        AdditivityError
            If the values do not sum to the prediction.
        """
        values, base = self.shapley_values(X)
        return Explanation(
            values=values,
            base=base,
            features=self.encoder_.names,
            genres=tuple(self.classes_.tolist()),
        )

    def save(self, path: str | os.PathLike[str]) -> str:
        """Write the model to a file that holds no code.

        A model that was opened from a file, and not trained since, keeps all that
        the file told of it: units, ranges, scores and where it comes from.

        Parameters
        ----------
        path : path
            File to be written, by custom ``<name>.genrelens``.

        Returns
        -------
        str
            SHA-256 of the file.

        Raises
        ------
        NotTrainedError
            If the model is not trained.
        BundleError
            If labels or parameters are of a kind that the file cannot hold.
        OutputError
            If the file cannot be written.
        """
        forest = self.forest_if_trained
        opened = getattr(self, "_opened", None)
        if opened is not None and opened.model.forest_ is forest:
            return save_model(path, replace(opened, model=self))
        trained = TrainedModel(
            model=self,
            features=tuple(_plain_feature(self, name) for name in self.encoder_.names),
            references=(),
            genres=tuple(map(str, self.classes_.tolist())),
            versions=library_versions(),
        )
        return save_model(path, trained)

    @classmethod
    def load(
        cls, path: str | os.PathLike[str], *, expect_sha256: str | None = None
    ) -> Self:
        """Open a model file, from `save` or from ``genrelens train``.

        Parameters
        ----------
        path : path
            The file.
        expect_sha256 : str, optional
            Hash that it must have.

        Returns
        -------
        GenreClassifier
            Predicts bit for bit as the model that was saved.

        Raises
        ------
        BundleError
            If the file cannot be trusted.
        """
        opened = load_model(path, expect_sha256=expect_sha256)
        found = opened.model
        model = cls.restore(
            classes=found.classes_,
            encoder=found.encoder_,
            forest=found.forest_,
            is_named=hasattr(found, "feature_names_in_"),
            min_samples_leaf_used=found.min_samples_leaf_,
            **found.get_params(deep=False),
        )
        model._opened = opened  # noqa: SLF001 (its own)
        return model


def load(
    path: str | os.PathLike[str], *, expect_sha256: str | None = None
) -> GenreClassifier:
    """Open a model file; the same as `GenreClassifier.load`.

    Raises
    ------
    BundleError
        If the file cannot be trusted.
    """
    return GenreClassifier.load(path, expect_sha256=expect_sha256)


def _plain_feature(model: GenreClassifier, name: str) -> Feature:
    """Describe a column of which nothing but the name is known."""
    is_category = name in model.encoder_.levels
    return Feature(
        name=name,
        label=name,
        kind=Kind.CATEGORY if is_category else Kind.NUMBER,
        unit="",
        group="",
        origin=name,
        is_audio=False,
    )
