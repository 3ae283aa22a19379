"""Read gradient boosting that scikit-learn has fitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from genrelens.forest.readers.cut_points import Questions
from genrelens.forest.readers.grown_tree import GrownTree
from genrelens.forest.readers.refusing import not_fitted, not_readable
from genrelens.forest.readers.scikit_forests import copy_tree
from genrelens.forest.readers.tree_model import build_model, name_outputs

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from genrelens.forest.readers.tree_model import TreeModel

__all__ = ["ask", "read"]

_LOG_LINK: Final = {"poisson", "gamma"}


def read(model: Any) -> TreeModel:  # noqa: ANN401
    """Pack a fitted gradient booster, histogram-based or not.

    Parameters
    ----------
    model : HistGradientBoosting or GradientBoosting, Classifier or Regressor

    Returns
    -------
    TreeModel
        Of margins.

    Raises
    ------
    NotTrainedError
        If it is not fitted.
    InputError
        If it has categorical features, or starts from another model.
    """
    by_histograms = hasattr(model, "_predictors")
    if not by_histograms and not hasattr(model, "estimators_"):
        raise not_fitted(model)
    if by_histograms:
        trees, offset = _read_histograms(model)
    else:
        trees, offset = _read_estimators(model)
    classes = model.classes_.tolist() if hasattr(model, "classes_") else None
    return build_model(
        trees,
        n_features=model.n_features_in_,
        genres=name_outputs(classes, len(offset)),
        unit="margin",
        questions=Questions(is_strict=False, in_32_bits=not by_histograms),
        divide_by=1,
        offset=offset,
        features=getattr(model, "feature_names_in_", None),
    )


def ask(model: Any, X: ArrayLike) -> NDArray[np.float64]:  # noqa: ANN401
    """Let the model itself compute what `read` makes a model of.

    Parameters
    ----------
    model : fitted classifier or regressor
    X : array_like, shape (n_rows, n_features)

    Returns
    -------
    ndarray of float64, shape (n_rows, n_outputs)
    """
    answer = np.asarray(getattr(model, "decision_function", model.predict)(X))
    if model.loss in _LOG_LINK:
        answer = np.log(answer)
    return answer.astype(np.float64).reshape(len(answer), -1)


def _read_histograms(model: Any) -> tuple[list[GrownTree], NDArray[np.float64]]:  # noqa: ANN401
    if model.is_categorical_ is not None and np.any(model.is_categorical_):
        raise not_readable(
            model,
            f"{np.count_nonzero(model.is_categorical_)} categorical features",
            "Encode them as numbers, and fit it again without categories.",
        )
    trees = [
        _copy_nodes(tree.nodes, output)
        for of_round in model._predictors  # noqa: SLF001
        for output, tree in enumerate(of_round)
    ]
    offset = np.asarray(model._baseline_prediction, dtype=np.float64)  # noqa: SLF001
    return trees, offset.ravel()


def _copy_nodes(nodes: NDArray[np.void], output: int) -> GrownTree:
    leaves = np.flatnonzero(nodes["is_leaf"])
    is_leaf = nodes["is_leaf"].astype(np.bool_)
    return GrownTree(
        feature=nodes["feature_idx"],
        threshold=nodes["num_threshold"],
        left=np.where(is_leaf, -1, nodes["left"].astype(np.int64)),
        right=np.where(is_leaf, -1, nodes["right"].astype(np.int64)),
        missing_left=nodes["missing_go_to_left"] != 0,
        cover=nodes["count"].astype(np.float64),
        entry_node=leaves,
        entry_class=np.full(len(leaves), output),
        entry_value=nodes["value"][leaves],
    )


def _read_estimators(model: Any) -> tuple[list[GrownTree], NDArray[np.float64]]:  # noqa: ANN401
    from sklearn.dummy import DummyClassifier, DummyRegressor

    if not isinstance(model.init_, DummyClassifier | DummyRegressor | str):
        raise not_readable(
            model,
            "a starting model (init) whose output differs from row to row",
            "Fit it again without init, or with init='zero'.",
        )
    trees = [
        copy_tree(tree.tree_, output=output, factor=model.learning_rate)
        for of_round in model.estimators_
        for output, tree in enumerate(of_round)
    ]
    # What it adds to every row alike, whatever the row.
    anywhere = np.zeros((1, model.n_features_in_), dtype=np.float32)
    offset = np.asarray(model._raw_predict_init(anywhere), dtype=np.float64)  # noqa: SLF001
    return trees, offset.ravel()
