"""Explain tree models that others have fitted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import AdditivityError
from genrelens.forest.readers.reading import find_reader, read_model
from genrelens.forest.readers.tree_model import TreeModel
from genrelens.forest.shapley.path_dependent import shapley_values

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from genrelens.forest.readers.tree_model import Unit

__all__ = ["Explanation", "explain"]


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """What each feature adds to each output of a model, row by row.

    Parameters
    ----------
    values : ndarray of float64, shape (n_rows, n_features, n_genres)
        What the feature's value adds; negative where it takes away.
    base : ndarray of float64, shape (n_genres,)
        The output before any feature is known. ``base + values.sum(axis=1)`` is
        the model's output.
    genres : tuple
        What each output stands for: the classes; the second class alone where one
        margin tells two apart; ``"output"`` where there are no classes.
    unit : {"probability", "margin", "value"}
        What `values` and `base` are: probabilities (forests of classifiers),
        margins before the link function (boosters), or values of the target
        (forests of regressors).
    features : tuple of str or None
        Names of the features, where the model knows them.
    """

    values: NDArray[np.float64]
    base: NDArray[np.float64]
    genres: tuple[object, ...]
    unit: Unit
    features: tuple[str, ...] | None


def explain(
    fitted_model: object,
    X: ArrayLike,
    *,
    n_jobs: int | None = None,
    on_rows: Callable[[int], None] | None = None,
) -> Explanation:
    """Compute exact path-dependent Shapley values of a model of another library.

    A fitted model is read, and its trees are laid out, on each call. To explain row
    after row, keep the `TreeModel` that `read_model` gives, and pass that.

    The covers are those that the library itself uses for this: weights of training
    rows (scikit-learn, CatBoost), counts of them (LightGBM and histogram-based
    boosting) or sums of hessians (XGBoost). On each call values and base are added
    up and compared with the output that the model itself gives; of a `TreeModel`,
    whose library cannot be asked, with the output of its own `predict`.

    Parameters
    ----------
    fitted_model : object
        A tree, forest or booster of scikit-learn, LightGBM, XGBoost or CatBoost;
        `read_model` says which. Or what `read_model` made of it.
    X : array_like of numbers, shape (n_rows, n_features)
        Rows as the model takes them; NaN stands for a missing value. The result
        takes ``8 * n_rows * n_features * n_genres`` bytes; pass blocks of rows to
        bound it.
    n_jobs : int, optional
        Threads; -1 and None mean every processor.
    on_rows : callable, optional
        Called in the calling thread with the number of rows done.

    Returns
    -------
    Explanation
        A row's numbers do not depend on the threads, nor on which the other rows
        are. Fewer than 100 rows are taken one by one and more are taken together,
        so between these the last bits can differ.

    Raises
    ------
    NotTrainedError
        If the model is not fitted.
    InputError
        If the model cannot be read, or `X` has another width or other columns
        than the model, or infinite values.
    AdditivityError
        If values and base miss the output that they are compared with by more
        than rounding.

    References
    ----------
    S. Lundberg et al., "From local explanations to global understanding with
    explainable AI for trees", Nature Machine Intelligence 2, 2020.
    """
    if isinstance(fitted_model, TreeModel):
        model, ask = fitted_model, None
    else:
        model, ask = read_model(fitted_model), find_reader(fitted_model).ask
    coded = model.code(X)
    answer = ask(fitted_model, X) if ask is not None and len(coded) else None
    # This compares with what the trees predict, and so with `model.predict`.
    shares = shapley_values(model.trees, coded, n_jobs=n_jobs, on_rows=on_rows)
    explanation = Explanation(
        values=np.multiply(shares.values, model.scale, out=shares.values),
        base=model.offset + model.scale * shares.base,
        genres=model.genres,
        unit=model.unit,
        features=model.features,
    )
    if answer is not None:
        _compare(explanation, answer, model)
    return explanation


def _compare(
    explanation: Explanation, answer: NDArray[np.float64], model: TreeModel
) -> None:
    total = explanation.values.sum(axis=1) + explanation.base
    missed = np.abs(total - answer).max(axis=1, initial=0.0)
    wrong = np.flatnonzero(~(missed <= model.tolerance))  # NaN is wrong as well
    if len(wrong):
        raise AdditivityError(
            f"The Shapley values of {len(wrong)} of {len(missed)} rows do not add up "
            f"to the model's own output, by up to {missed.max():.3g} (allowed: "
            f"{model.tolerance:.3g}), the first in row {wrong[0]}. The model keeps its "
            "trees in a way that is not understood: please report it, with the "
            "version of its library."
        )
