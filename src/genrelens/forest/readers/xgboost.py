"""Read models that XGBoost has fitted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from genrelens.errors import printable
from genrelens.forest.readers.cut_points import Questions
from genrelens.forest.readers.grown_tree import GrownTree
from genrelens.forest.readers.refusing import not_fitted, not_readable
from genrelens.forest.readers.tree_model import build_model, name_outputs

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from genrelens.forest.readers.tree_model import TreeModel

__all__ = ["ask", "read"]

# How an objective turns its starting value (base_score) into a margin.
_LINKS: Final = {
    "binary:hinge": "identity",
    "binary:logistic": "logit",
    "binary:logitraw": "identity",
    "count:poisson": "log",
    "multi:softmax": "identity",
    "multi:softprob": "identity",
    "rank:map": "identity",
    "rank:ndcg": "identity",
    "rank:pairwise": "identity",
    "reg:absoluteerror": "identity",
    "reg:gamma": "log",
    "reg:logistic": "logit",
    "reg:pseudohubererror": "identity",
    "reg:quantileerror": "identity",
    "reg:squarederror": "identity",
    "reg:squaredlogerror": "identity",
    "reg:tweedie": "log",
    "survival:aft": "log",
    "survival:cox": "log",
}


def read(model: Any) -> TreeModel:  # noqa: ANN401
    """Pack a fitted model, as far as its best iteration where its predict stops there.

    Parameters
    ----------
    model : xgboost.Booster, XGBClassifier or another model of its scikit-learn door

    Returns
    -------
    TreeModel
        Of margins, of which XGBoost itself computes 32-bit sums.

    Raises
    ------
    NotTrainedError
        If it is not fitted.
    InputError
        If it is linear, splits on categories, keeps several outputs in one leaf,
        has several targets, or an objective that is not known.
    """
    booster = _booster_of(model)
    learner = json.loads(booster.save_raw("json"))["learner"]
    gradient = learner["gradient_booster"]
    if gradient["name"] == "gblinear":
        raise not_readable(
            model, "linear terms and no trees (gblinear)", "Fit it with gbtree."
        )
    parameters = learner["learner_model_param"]
    kept = gradient.get("gbtree", gradient)["model"]
    n_trees = kept["iteration_indptr"][_last_round(model) or -1]
    trees = kept["trees"][:n_trees]
    _refuse_unreadable(model, trees, int(parameters.get("num_target", 1)))
    n_outputs = max(int(parameters["num_class"]), 1)
    weights = gradient.get("weight_drop", np.ones(n_trees))  # of dropped-out trees
    n_features = int(parameters["num_feature"])
    classes = getattr(model, "classes_", None)
    return build_model(
        [
            _copy_tree(tree, output, np.float32(weight))
            for tree, output, weight in zip(
                trees, kept["tree_info"], weights, strict=False
            )
        ],
        n_features=n_features,
        genres=name_outputs(
            None if classes is None else np.asarray(classes).tolist(), n_outputs
        ),
        unit="margin",
        questions=Questions(
            is_strict=True, in_32_bits=True, absent=_absent(model, n_features)
        ),
        divide_by=1,
        offset=_start(model, parameters["base_score"], learner["objective"]["name"]),
        features=booster.feature_names,
        rounding=2.0**-23,
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
    answer = _booster_of(model).inplace_predict(
        np.ascontiguousarray(X, dtype=np.float32),
        iteration_range=(0, _last_round(model)),
        predict_type="margin",
        missing=getattr(model, "missing", np.nan),
        validate_features=False,
    )
    return np.asarray(answer, dtype=np.float64).reshape(len(answer), -1)


def _booster_of(model: Any) -> Any:  # noqa: ANN401
    if not hasattr(model, "get_booster"):
        from xgboost.core import XGBoostError

        try:
            model.num_boosted_rounds()
        except XGBoostError as error:  # knows no features yet
            raise not_fitted(model) from error
        return model
    if not model.__sklearn_is_fitted__():
        raise not_fitted(model)
    return model.get_booster()


def _last_round(model: Any) -> int:  # noqa: ANN401
    """Count the rounds that its own predict uses; 0 means all."""
    if not hasattr(model, "get_booster"):
        return 0
    best = getattr(model, "best_iteration", None)
    return 0 if best is None else int(best) + 1


def _refuse_unreadable(model: Any, trees: list[Any], n_targets: int) -> None:  # noqa: ANN401
    if n_targets > 1:
        raise not_readable(
            model, f"{n_targets} targets", "Fit one model for each target."
        )
    if any(tree["tree_param"]["size_leaf_vector"] not in "01" for tree in trees):
        raise not_readable(
            model,
            "leaves that hold several outputs (multi_output_tree)",
            "Fit it with multi_strategy='one_output_per_tree'.",
        )
    n_categorical = sum(bool(tree["categories_nodes"]) for tree in trees)
    if n_categorical:
        raise not_readable(
            model,
            f"splits by category in {n_categorical} of {len(trees)} trees",
            "Encode categories as numbers, and fit it again without them.",
        )


def _absent(model: Any, n_features: int) -> NDArray[np.float64] | None:  # noqa: ANN401
    missing = float(np.float32(getattr(model, "missing", np.nan)))
    return None if np.isnan(missing) else np.full(n_features, missing)


def _start(model: Any, base_score: str, objective: str) -> NDArray[np.float64]:  # noqa: ANN401
    start = np.array(base_score.strip("[]").split(","), dtype=np.float64)
    link = _LINKS.get(objective)
    if link is None:
        raise not_readable(
            model,
            f"the objective '{printable(objective)}', of which it is not known how "
            "its starting value counts",
            f"Known are {', '.join(_LINKS)}.",
        )
    if link == "identity":
        return start
    return np.log(start) if link == "log" else np.log(start) - np.log1p(-start)


def _copy_tree(tree: dict[str, Any], output: int, weight: np.float32) -> GrownTree:
    left = np.array(tree["left_children"], dtype=np.int64)
    leaves = np.flatnonzero(left < 0)
    # Written as 32-bit numbers in as many digits as those need.
    condition = np.array(tree["split_conditions"], dtype=np.float32)
    return GrownTree(
        feature=np.array(tree["split_indices"], dtype=np.int64),
        threshold=condition.astype(np.float64),
        left=left,
        right=np.array(tree["right_children"], dtype=np.int64),
        missing_left=np.array(tree["default_left"], dtype=np.bool_),
        cover=np.array(tree["sum_hessian"], dtype=np.float64),
        entry_node=leaves,
        entry_class=np.full(len(leaves), output),
        entry_value=condition[leaves].astype(np.float64) * float(weight),
    )
