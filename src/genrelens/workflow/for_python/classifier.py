"""The estimator for Python users: learn, predict, explain, save and reopen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from genrelens.bundle.loading import load_model
from genrelens.bundle.saving import save_model
from genrelens.bundle.trained_model import TrainedModel
from genrelens.errors import InputError
from genrelens.models.genre_forest import GenreForest
from genrelens.models.genre_model import kind_of
from genrelens.models.linear import LinearModel
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature
from genrelens.workflow.documents.versions import library_versions

if TYPE_CHECKING:
    import os

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from genrelens.features.encoding import FeatureEncoder
    from genrelens.models.genre_model import GenreModel

__all__ = ["Explanation", "GenreClassifier", "LinearGenreClassifier", "load"]


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


class _Keeper:
    """What both kinds of estimator for Python users have: reasons, and a safe file."""

    classes_: NDArray[Any]
    encoder_: FeatureEncoder
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
            Of a forest the exact path-dependent Shapley values, of a linear model
            the values of Aumann and Shapley.

        Raises
        ------
        NotTrainedError
            If the model is not trained.
        InputError
            If the columns differ from those of training.
        AdditivityError
            If the values do not sum to the prediction.
        """
        values, base = self._own_kind().shapley_values(X)
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
        model = self._own_kind()
        opened = getattr(self, "_opened", None)
        if opened is not None and _parts(opened.model) is _parts(model):
            return save_model(path, replace(opened, model=model))
        trained = TrainedModel(
            model=model,
            features=tuple(_plain_feature(self, name) for name in self.encoder_.names),
            references=(),
            genres=tuple(map(str, self.classes_.tolist())),
            versions=library_versions(),
        )
        return save_model(path, trained)

    def _own_kind(self) -> GenreModel:
        """Give this estimator, trained, as the kind of model that it is."""
        if not isinstance(self, GenreForest | LinearModel):
            raise TypeError(type(self).__name__)
        _parts(self)
        return self


class GenreClassifier(_Keeper, GenreForest):
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

    @classmethod
    def load(
        cls, path: str | os.PathLike[str], *, expect_sha256: str | None = None
    ) -> Self:
        """Open a file with a forest, from `save` or from ``genrelens train``.

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
        InputError
            If it holds a linear model.
        """
        opened = load_model(path, expect_sha256=expect_sha256)
        found = opened.model
        if not isinstance(found, GenreForest):
            raise InputError(
                "The file holds a linear model. Open it with genrelens.load, or with "
                "LinearGenreClassifier.load."
            )
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


class LinearGenreClassifier(_Keeper, LinearModel):
    """A linear genre model with scikit-learn's contract, reasons, and a safe file.

    As `GenreClassifier`, but logistic regression. Parameters and attributes are
    those of `genrelens.models.linear.LinearModel`.

    Examples
    --------
    >>> frame = pd.DataFrame({"tempo": [80.0, 82.0, 128.0, 126.0] * 5})
    >>> model = LinearGenreClassifier()
    >>> model = model.fit(frame, ["dub", "dub", "house", "house"] * 5)
    >>> model.explain(frame[2:3]).values.shape
    (1, 1, 2)
    """

    @classmethod
    def load(
        cls, path: str | os.PathLike[str], *, expect_sha256: str | None = None
    ) -> Self:
        """Open a file with a linear model; otherwise as `GenreClassifier.load`.

        Parameters
        ----------
        path : path
            The file.
        expect_sha256 : str, optional
            Hash that it must have.

        Returns
        -------
        LinearGenreClassifier
            Predicts bit for bit as the model that was saved.

        Raises
        ------
        BundleError
            If the file cannot be trusted.
        InputError
            If it holds a forest.
        """
        opened = load_model(path, expect_sha256=expect_sha256)
        found = opened.model
        if not isinstance(found, LinearModel):
            raise InputError(
                "The file holds a forest. Open it with genrelens.load, or with "
                "GenreClassifier.load."
            )
        model = cls.restore(
            classes=found.classes_,
            encoder=found.encoder_,
            rule=found.rule_,
            is_named=hasattr(found, "feature_names_in_"),
            strength_used=found.strength_,
            has_converged=found.has_converged_,
            **found.get_params(deep=False),
        )
        model._opened = opened  # noqa: SLF001 (its own)
        return model


def load(
    path: str | os.PathLike[str], *, expect_sha256: str | None = None
) -> GenreClassifier | LinearGenreClassifier:
    """Open a model file, and give the classifier of the kind that it holds.

    Raises
    ------
    BundleError
        If the file cannot be trusted.
    """
    kind = kind_of(load_model(path, expect_sha256=expect_sha256).model)
    if kind == "linear":
        return LinearGenreClassifier.load(path, expect_sha256=expect_sha256)
    return GenreClassifier.load(path, expect_sha256=expect_sha256)


def _parts(model: GenreModel) -> object:
    """Give what training made: the trees, or the coefficients."""
    if isinstance(model, LinearModel):
        return model.rule_if_trained
    return model.forest_if_trained


def _plain_feature(model: _Keeper, name: str) -> Feature:
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
