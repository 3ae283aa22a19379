"""Hold a model of others as packed trees, with all that makes its output of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from genrelens.errors import InputError
from genrelens.forest.packed import PackedForest
from genrelens.forest.predicting import predict_proba
from genrelens.forest.readers.cut_points import CutPoints, number_thresholds
from genrelens.forest.readers.laying_out import lay_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from genrelens.forest.readers.cut_points import Questions
    from genrelens.forest.readers.grown_tree import GrownTree

__all__ = ["TreeModel", "Unit", "build_model", "name_outputs"]

Unit = Literal["probability", "margin", "value"]


@dataclass(frozen=True, slots=True, eq=False)
class TreeModel:
    """Trees whose mean, scaled and shifted, is the output of a fitted model.

    Parameters
    ----------
    trees : PackedForest
        Their thresholds are ranks among `cut_points`, so they take coded rows;
        their leaves hold numbers from -1 to 1, which need not sum to 1, so that
        they pass ``validate(trees, leaves="numbers")``.
    scale : float
        The output is ``offset + scale * mean over the trees``.
    offset : ndarray of float64, shape (n_genres,)
        Output of a model without trees.
    cut_points : CutPoints
        Codes rows, exactly as the model's own library compares them.
    genres : tuple
        What each output stands for: the classes; the second class alone where
        one margin tells two apart; ``"output"`` where there are no classes.
    unit : {"probability", "margin", "value"}
        What the outputs are: probabilities (forests of classifiers), margins
        before the link function (boosters), or values of the target (forests
        of regressors).
    features : tuple of str or None
        Names of the features, where the model knows them.
    tolerance : float
        How far the library's own output may lie from this one, by rounding.
    """

    trees: PackedForest
    scale: float
    offset: NDArray[np.float64]
    cut_points: CutPoints
    genres: tuple[object, ...]
    unit: Unit
    features: tuple[str, ...] | None
    tolerance: float

    @property
    def n_features(self) -> int:
        """Width of a row."""
        return self.trees.n_features

    def code(self, X: ArrayLike) -> NDArray[np.float32]:
        """Turn rows into what `trees` take.

        Parameters
        ----------
        X : array_like of numbers, shape (n_rows, n_features)
            NaN stands for a missing value.

        Returns
        -------
        ndarray of float32, shape (n_rows, n_features)

        Raises
        ------
        InputError
            If `X` has another width or other names than the model, or infinite
            values.
        """
        self._compare_names(X)
        return self.cut_points.code(X)

    def predict(
        self, X: ArrayLike, *, n_jobs: int | None = None
    ) -> NDArray[np.float64]:
        """Compute the model's output in double precision.

        Parameters
        ----------
        X : array_like of numbers, shape (n_rows, n_features)
            NaN stands for a missing value.
        n_jobs : int, optional
            Threads; -1 and None mean every processor.

        Returns
        -------
        ndarray of float64, shape (n_rows, n_genres)
            In the unit that `unit` names.

        Raises
        ------
        InputError
            If `X` has another width or other names than the model, or infinite
            values.
        """
        mean = predict_proba(self.trees, self.code(X), n_jobs=n_jobs)
        return self.offset + self.scale * mean

    def _compare_names(self, X: ArrayLike) -> None:
        given = getattr(X, "columns", None)
        if given is None or self.features is None:
            return
        # LightGBM keeps names with underscores for spaces.
        names = [str(name).replace(" ", "_") for name in given]
        known = [name.replace(" ", "_") for name in self.features]
        if names != known and sorted(names) == sorted(known):
            raise InputError(
                "The columns are the model's features in another order. "
                "Select them by the model's names first."
            )
        if len(names) == len(known) and names != known:
            wrong = [name for name in names if name not in set(known)]
            raise InputError(
                f"{len(wrong)} of {len(names)} columns are no features of the model, "
                f"e.g. {wrong[0]!r:.80}. Give the columns that it was fitted on."
            )


def build_model(
    grown: Sequence[GrownTree],
    *,
    n_features: int,
    genres: tuple[object, ...],
    unit: Unit,
    questions: Questions,
    divide_by: int,
    offset: ArrayLike = 0.0,
    features: Sequence[object] | None = None,
    rounding: float = 2.0**-52,
) -> TreeModel:
    """Pack trees, with numbered thresholds and leaves scaled to at most 1.

    Parameters
    ----------
    grown : sequence of GrownTree
        At least one.
    n_features : int
        Width of a row.
    genres : tuple
        What each output stands for.
    unit : {"probability", "margin", "value"}
    questions : Questions
        How the library compares values with thresholds.
    divide_by : int
        The output is the sum of the trees divided by this number: 1 for
        boosters, the number of trees for forests.
    offset : array_like of float, shape () or (n_genres,), default 0
        Added to every row's output.
    features : sequence of str, optional
        Their names.
    rounding : float, default 2 ** -52
        Relative rounding of one sum in the library.

    Returns
    -------
    TreeModel

    Raises
    ------
    InputError
        If the model has no tree, or its trees cannot be packed.
    """
    if not grown:
        raise InputError("The model has no trees. Fit it with at least one.")
    arrays = lay_out(grown)
    cuts, arrays["threshold"] = number_thresholds(
        arrays["feature"], arrays["threshold"], n_features=n_features
    )
    start = np.zeros(len(genres)) + np.asarray(offset, dtype=np.float64)
    tolerance = _bound_rounding(arrays, start, divide_by, rounding)
    # A power of 2, so that leaves keep all their bits, whatever their size.
    largest = float(np.abs(arrays["leaf_value"]).max())
    size = 2.0 ** np.ceil(np.log2(largest)) if largest > 0 else 1.0
    arrays["leaf_value"] = arrays["leaf_value"] / size
    for array in arrays.values():  # nobody else holds them: no need to copy
        array.flags.writeable = False
    trees = PackedForest.from_arrays(
        arrays, n_features=n_features, n_classes=len(genres), leaves="numbers"
    )
    return TreeModel(
        trees=trees,
        scale=float(size * (len(grown) / divide_by)),
        offset=start,
        cut_points=CutPoints(cuts, questions),
        genres=genres,
        unit=unit,
        features=None if features is None else tuple(str(name) for name in features),
        tolerance=tolerance,
    )


def _bound_rounding(
    arrays: dict[str, NDArray[Any]],
    offset: NDArray[np.float64],
    divide_by: int,
    rounding: float,
) -> float:
    """Bound what rounding can do: one error a sum, of the largest sum possible."""
    entries = np.diff(arrays["leaf_start"][arrays["tree_start"]])
    tree = np.repeat(np.arange(len(entries)), entries)
    largest = np.zeros((len(entries), len(offset)))
    np.maximum.at(largest, (tree, arrays["leaf_class"]), np.abs(arrays["leaf_value"]))
    n_sums = int(np.count_nonzero(largest, axis=0).max()) + 2
    reach = float((largest.sum(axis=0) / divide_by + np.abs(offset)).max())
    return max(n_sums * rounding, 1e-9) * reach + np.finfo(np.float64).tiny


def name_outputs(
    classes: Sequence[object] | None, n_outputs: int
) -> tuple[object, ...]:
    """Say what each output stands for.

    Parameters
    ----------
    classes : sequence, optional
        The classes, where the model knows them.
    n_outputs : int

    Returns
    -------
    tuple
        The classes, if there is an output for each; the second of two, if one
        output tells them apart; without classes ``"output"`` or whole numbers.

    Raises
    ------
    InputError
        If the classes do not fit the outputs.

    Examples
    --------
    >>> name_outputs(["pop", "rock"], 1), name_outputs(None, 1)
    (('rock',), ('output',))
    """
    if classes is None:
        return ("output",) if n_outputs == 1 else tuple(range(n_outputs))
    if n_outputs == 1 and len(classes) == 2:  # noqa: PLR2004
        return (classes[1],)
    if len(classes) == n_outputs:
        return tuple(classes)
    raise InputError(
        f"The model has {n_outputs} outputs for {len(classes)} classes, as models of "
        "several labels a row do, which cannot be read. Fit one model for each label."
    )
