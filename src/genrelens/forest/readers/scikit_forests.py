"""Read forests and single trees that scikit-learn has fitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.forest.readers.cut_points import Questions
from genrelens.forest.readers.grown_tree import GrownTree, list_entries
from genrelens.forest.readers.refusing import not_fitted, not_readable
from genrelens.forest.readers.tree_model import build_model, name_outputs

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from genrelens.forest.readers.tree_model import TreeModel

__all__ = ["ask", "copy_tree", "read"]


def read(model: Any) -> TreeModel:  # noqa: ANN401
    """Pack a fitted decision tree, random forest or forest of extra trees.

    Parameters
    ----------
    model : classifier or regressor of sklearn.tree or sklearn.ensemble

    Returns
    -------
    TreeModel
        Of probabilities, or of values of the target.

    Raises
    ------
    NotTrainedError
        If it is not fitted.
    InputError
        If it has several targets.
    """
    if hasattr(model, "estimators_"):
        trees = [each.tree_ for each in model.estimators_]
    elif hasattr(model, "tree_"):
        trees = [model.tree_]
    else:
        raise not_fitted(model)
    if model.n_outputs_ > 1:
        raise not_readable(
            model, f"{model.n_outputs_} targets", "Fit one model for each target."
        )
    classes = model.classes_.tolist() if hasattr(model, "classes_") else None
    n_outputs = 1 if classes is None else len(classes)
    return build_model(
        [copy_tree(tree) for tree in trees],
        n_features=model.n_features_in_,
        # Of a forest every class has its probability, also where there are two.
        genres=name_outputs(None, 1) if classes is None else tuple(classes),
        unit="value" if classes is None else "probability",
        questions=Questions(is_strict=False, in_32_bits=True),
        divide_by=len(trees),
        offset=np.zeros(n_outputs),
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
    answer = getattr(model, "predict_proba", model.predict)(X)
    return np.asarray(answer, dtype=np.float64).reshape(len(answer), -1)


def copy_tree(tree: Any, *, output: int = 0, factor: float = 1.0) -> GrownTree:  # noqa: ANN401
    """Copy one tree of scikit-learn.

    Parameters
    ----------
    tree : sklearn.tree._tree.Tree
    output : int, default 0
        The first output to which its leaves add.
    factor : float, default 1
        What its leaves are multiplied by.

    Returns
    -------
    GrownTree
    """
    leaves = np.flatnonzero(tree.children_left < 0)
    entries = list_entries(leaves, tree.value[leaves, 0, :] * factor)
    return GrownTree(
        feature=tree.feature,
        threshold=tree.threshold,
        left=tree.children_left,
        right=tree.children_right,
        missing_left=tree.missing_go_to_left != 0,
        cover=tree.weighted_n_node_samples,
        entry_node=entries[0],
        entry_class=entries[1] + output,
        entry_value=entries[2],
    )
