"""Read models that LightGBM has fitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from genrelens.forest.readers.cut_points import Questions
from genrelens.forest.readers.grown_tree import GrownTree
from genrelens.forest.readers.refusing import not_fitted, not_readable
from genrelens.forest.readers.tree_model import build_model, name_outputs

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from genrelens.forest.readers.tree_model import TreeModel

__all__ = ["ask", "read"]

_DEFAULT_LEFT: Final = 2  # bits of a node's decision type
_MISSING: Final = 3  # two bits, above these
_ZERO_IS_MISSING: Final = 1
_ZERO: Final = float(np.float32(1e-35))  # up to this size, it is zero


def read(model: Any) -> TreeModel:  # noqa: ANN401
    """Pack a fitted model, as far as its best iteration if it stopped early.

    Parameters
    ----------
    model : lightgbm.Booster, LGBMClassifier or another model of its scikit-learn door

    Returns
    -------
    TreeModel
        Of margins. Those of a random forest (``boosting_type="rf"``) are means
        over its rounds, which the link function makes into probabilities, where
        LightGBM's own raw scores and contributions are sums.

    Raises
    ------
    NotTrainedError
        If it is not fitted.
    InputError
        If it splits on categories, has linear leaves, or takes zero for missing
        in some trees only.

    References
    ----------
    LightGBM, ``include/LightGBM/tree.h`` (`NumericalDecision`) for the rules of
    missing values, and ``src/c_api.cpp`` for zeros, which are dropped from a row.
    """
    booster = _booster_of(model)
    header, *written = _cut_up(booster.model_to_string())
    n_outputs = int(header["num_tree_per_iteration"])
    n_features = int(header["max_feature_idx"]) + 1
    _refuse_unreadable(model, written)
    trees = [
        _parse_tree(lines, number % n_outputs) for number, lines in enumerate(written)
    ]
    names = header["feature_names"].split()
    is_named = names != [f"Column_{number}" for number in range(n_features)]
    classes = getattr(model, "classes_", None)
    return build_model(
        trees,
        n_features=n_features,
        genres=name_outputs(
            None if classes is None else np.asarray(classes).tolist(), n_outputs
        ),
        unit="margin",
        questions=Questions(
            is_strict=False,
            in_32_bits=False,
            absent=_find_zeros(model, written, n_features),
            zero_up_to=_ZERO,
        ),
        divide_by=_n_averaged(booster),
        features=names if is_named else None,
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
    booster = _booster_of(model)
    answer = np.asarray(
        booster.predict(np.asarray(X, dtype=np.float64), raw_score=True)
    )
    return answer.astype(np.float64).reshape(len(answer), -1) / _n_averaged(booster)


def _booster_of(model: Any) -> Any:  # noqa: ANN401
    if not hasattr(type(model), "booster_"):
        return model
    if not model.__sklearn_is_fitted__():
        raise not_fitted(model)
    return model.booster_


def _n_averaged(booster: Any) -> int:  # noqa: ANN401
    """Count the rounds that a random forest takes the mean of; 1 for others."""
    header, *trees = _cut_up(booster.model_to_string())
    if "average_output" not in header:
        return 1
    return len(trees) // int(header["num_tree_per_iteration"])


def _cut_up(text: str) -> list[dict[str, str]]:
    """Give the header and each tree as a mapping from a line's key to its text."""
    before, _, _ = text.partition("\nend of trees")
    return [
        dict(line.partition("=")[::2] for line in part.splitlines() if line)
        for part in before.split("\nTree=")
    ]


def _numbers(lines: dict[str, str], key: str, dtype: type) -> NDArray[Any]:
    return np.array(lines[key].split(), dtype=dtype)


def _missing_types(lines: dict[str, str]) -> NDArray[np.int64]:
    return (_numbers(lines, "decision_type", np.int64) >> 2) & _MISSING


def _refuse_unreadable(model: Any, written: list[dict[str, str]]) -> None:  # noqa: ANN401
    n_categorical = sum(lines["num_cat"] != "0" for lines in written)
    if n_categorical:
        raise not_readable(
            model,
            f"splits by category in {n_categorical} of {len(written)} trees",
            "Encode categories as numbers, and fit it again without them.",
        )
    n_linear = sum(lines.get("is_linear", "0") != "0" for lines in written)
    if n_linear:
        raise not_readable(
            model,
            f"linear models in the leaves of {n_linear} of {len(written)} trees",
            "Fit it again with linear_tree=False.",
        )


def _find_zeros(
    model: Any,  # noqa: ANN401
    written: list[dict[str, str]],
    n_features: int,
) -> NDArray[np.float64]:
    """Tell which features take zero for missing; all questions must agree."""
    n_questions = np.zeros((2, n_features), dtype=np.int64)
    for lines in written:
        takes_zero = _missing_types(lines) == _ZERO_IS_MISSING
        asked = _numbers(lines, "split_feature", np.int64)
        np.add.at(n_questions, (takes_zero.astype(np.int64), asked), 1)
    mixed = (n_questions > 0).all(axis=0)
    if mixed.any():
        raise not_readable(
            model,
            f"{mixed.sum()} features of which some trees take zero for missing and "
            "others do not",
            "Fit it again in one go, with one setting of zero_as_missing.",
        )
    return np.where(n_questions[1] > 0, 0.0, np.nan)


def _parse_tree(lines: dict[str, str], output: int) -> GrownTree:
    """Copy inner nodes first, as LightGBM numbers them, and leaves after them."""
    value = _numbers(lines, "leaf_value", np.float64)
    threshold = _numbers(lines, "threshold", np.float64)
    n_inner, n_leaves = len(threshold), len(value)
    rules = _numbers(lines, "decision_type", np.int64)
    missing = _missing_types(lines)
    # Without a rule for missing values, NaN counts as 0.
    missing_left = np.where(missing == 0, threshold >= 0, (rules & _DEFAULT_LEFT) != 0)
    children = {
        side: np.where(given < 0, n_inner + ~given, given)
        for side in ("left", "right")
        for given in [_numbers(lines, f"{side}_child", np.int64)]
    }
    of_leaf = np.full(n_leaves, -1)
    leaves = n_inner + np.arange(n_leaves)
    counts = _numbers(lines, "leaf_count", np.float64)
    return GrownTree(
        feature=np.concatenate([_numbers(lines, "split_feature", np.int64), of_leaf]),
        threshold=np.concatenate([threshold, np.zeros(n_leaves)]),
        left=np.concatenate([children["left"], of_leaf]),
        right=np.concatenate([children["right"], of_leaf]),
        missing_left=np.concatenate([missing_left, of_leaf == 0]),
        cover=np.concatenate([np.zeros(n_inner), counts]),
        entry_node=leaves,
        entry_class=np.full(n_leaves, output),
        entry_value=value,
    )
