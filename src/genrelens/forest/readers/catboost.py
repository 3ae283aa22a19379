"""Read models that CatBoost has fitted."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from genrelens.forest.readers.cut_points import Questions
from genrelens.forest.readers.grown_tree import GrownTree, list_entries
from genrelens.forest.readers.refusing import not_fitted, not_readable
from genrelens.forest.readers.tree_model import build_model, name_outputs

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from genrelens.forest.readers.tree_model import TreeModel

__all__ = ["ask", "read"]

_NUMBERS: Final = "float_features"


def read(model: Any) -> TreeModel:  # noqa: ANN401
    """Pack a fitted model of numeric features, with trees symmetric or not.

    Parameters
    ----------
    model : catboost.CatBoost, CatBoostClassifier or CatBoostRegressor

    Returns
    -------
    TreeModel
        Of margins (CatBoost's RawFormulaVal).

    Raises
    ------
    NotTrainedError
        If it is not fitted.
    InputError
        If it has features that are categories, text or embeddings.
    """
    if not model.is_fitted():
        raise not_fitted(model)
    written = _write_down(model)
    kinds = [kind for kind, listed in written["features_info"].items() if listed]
    others = [kind.replace("_", " ") for kind in kinds if kind != _NUMBERS]
    if others:
        raise not_readable(
            model, " and ".join(others), "Fit it again on numeric features alone."
        )
    features = written["features_info"][_NUMBERS]
    missing_left = np.array(
        [each["nan_value_treatment"] != "AsTrue" for each in features]
    )
    scale, offset = written["scale_and_bias"]
    symmetric = written.get("oblivious_trees", [])
    nested = written.get("trees", [])
    _refuse_without_weights(model, symmetric)
    names = list(model.feature_names_)
    classes = np.asarray(model.classes_).tolist()
    return build_model(
        [_copy_symmetric(tree, missing_left, len(offset), scale) for tree in symmetric]
        + [_copy_nested(tree, missing_left, len(offset), scale) for tree in nested],
        n_features=len(features),
        genres=name_outputs(classes or None, len(offset)),
        unit="margin",
        questions=Questions(is_strict=False, in_32_bits=True),
        divide_by=1,
        offset=offset,
        features=None if names == [str(n) for n in range(len(names))] else names,
    )


def ask(model: Any, X: ArrayLike) -> NDArray[np.float64]:  # noqa: ANN401
    """Let the model itself compute what `read` makes a model of.

    Parameters
    ----------
    model : fitted model
    X : array_like, shape (n_rows, n_features)

    Returns
    -------
    ndarray of float64, shape (n_rows, n_outputs)
    """
    answer = model.predict(
        np.asarray(X, dtype=np.float32), prediction_type="RawFormulaVal"
    )
    return np.asarray(answer, dtype=np.float64).reshape(len(answer), -1)


def _write_down(model: Any) -> dict[str, Any]:  # noqa: ANN401
    """Let CatBoost write the model as JSON, which it does into files only."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        written: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return written


def _refuse_without_weights(model: Any, trees: list[dict[str, Any]]) -> None:  # noqa: ANN401
    n_bare = sum(not tree.get("leaf_weights") for tree in trees)
    if n_bare:
        raise not_readable(
            model,
            f"no weights of the training rows in {n_bare} of {len(trees)} trees",
            "Give the model as it was fitted, not summed up or converted.",
        )


def _copy_symmetric(
    tree: dict[str, Any],
    missing_left: NDArray[np.bool_],
    n_outputs: int,
    scale: float,
) -> GrownTree:
    """Spell out a tree of one question a level, the last question at the root.

    The bits of a leaf's number are the answers, the first question's the lowest:
    so leaves stand in the order of their numbers.
    """
    questions = tree["splits"][::-1]
    n_leaves = 1 << len(questions)
    level = np.repeat(
        np.arange(len(questions)), [1 << depth for depth in range(len(questions))]
    )
    asked = np.array([q["float_feature_index"] for q in questions], dtype=np.int64)
    border = np.array([q["border"] for q in questions], dtype=np.float64)
    inner = np.arange(n_leaves - 1)
    leaves = np.arange(n_leaves - 1, 2 * n_leaves - 1)
    numbers = np.array(tree["leaf_values"], dtype=np.float64) * scale
    entries = list_entries(leaves, numbers.reshape(n_leaves, n_outputs))
    of_leaf = np.full(n_leaves, -1)
    return GrownTree(
        feature=np.concatenate([asked[level], of_leaf]),
        threshold=np.concatenate([border[level], np.zeros(n_leaves)]),
        left=np.concatenate([2 * inner + 1, of_leaf]),
        right=np.concatenate([2 * inner + 2, of_leaf]),
        missing_left=np.concatenate([missing_left[asked[level]], of_leaf == 0]),
        cover=np.concatenate([np.zeros(n_leaves - 1), tree["leaf_weights"]]),
        entry_node=entries[0],
        entry_class=entries[1],
        entry_value=entries[2],
    )


def _copy_nested(
    tree: dict[str, Any],
    missing_left: NDArray[np.bool_],
    n_outputs: int,
    scale: float,
) -> GrownTree:
    """Flatten a tree whose branches are written one in the other."""
    nodes = [tree]
    left, right = [], []
    for node in nodes:  # grows while it is read
        is_inner = "split" in node
        left.append(len(nodes) if is_inner else -1)
        right.append(len(nodes) + 1 if is_inner else -1)
        if is_inner:
            nodes += [node["left"], node["right"]]
    splits = [node.get("split", {}) for node in nodes]
    feature = np.array([split.get("float_feature_index", -1) for split in splits])
    leaves = np.flatnonzero(feature < 0)
    numbers = np.array([nodes[leaf]["value"] for leaf in leaves], dtype=np.float64)
    entries = list_entries(leaves, numbers.reshape(len(leaves), n_outputs) * scale)
    return GrownTree(
        feature=feature,
        threshold=np.array([split.get("border", 0.0) for split in splits]),
        left=np.array(left),
        right=np.array(right),
        missing_left=(feature >= 0) & missing_left[feature],
        cover=np.array([node.get("weight", 0.0) for node in nodes]),
        entry_node=entries[0],
        entry_class=entries[1],
        entry_value=entries[2],
    )
