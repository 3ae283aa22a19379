"""Find the reader of a fitted model by the library that fitted it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from genrelens.errors import GenrelensError, InputError, printable
from genrelens.forest.readers.refusing import not_readable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from genrelens.forest.readers.tree_model import TreeModel

__all__ = ["find_reader", "read_model"]

_FORESTS: Final = "scikit_forests"
_BOOSTERS: Final = "scikit_boosters"
_READERS: Final = {
    ("sklearn", "DecisionTreeClassifier"): _FORESTS,
    ("sklearn", "DecisionTreeRegressor"): _FORESTS,
    ("sklearn", "RandomForestClassifier"): _FORESTS,
    ("sklearn", "RandomForestRegressor"): _FORESTS,
    ("sklearn", "ExtraTreesClassifier"): _FORESTS,
    ("sklearn", "ExtraTreesRegressor"): _FORESTS,
    ("sklearn", "GradientBoostingClassifier"): _BOOSTERS,
    ("sklearn", "GradientBoostingRegressor"): _BOOSTERS,
    ("sklearn", "HistGradientBoostingClassifier"): _BOOSTERS,
    ("sklearn", "HistGradientBoostingRegressor"): _BOOSTERS,
    ("lightgbm", "Booster"): "lightgbm",
    ("lightgbm", "LGBMModel"): "lightgbm",
    ("xgboost", "Booster"): "xgboost",
    ("xgboost", "XGBModel"): "xgboost",
    ("catboost", "CatBoost"): "catboost",
}
_ANOTHER_VERSION: Final = (
    "Fit it again with a version of the library that docs/how-to/"
    "explain-any-tree-model.md names."
)


class Reader(Protocol):
    """What each reader's module offers."""

    def read(self, model: Any) -> TreeModel:  # noqa: ANN401
        """Pack the model's trees."""

    def ask(self, model: Any, X: ArrayLike) -> NDArray[np.float64]:  # noqa: ANN401
        """Let the model's own library compute the output."""


def read_model(fitted_model: object) -> TreeModel:
    """Turn a fitted tree model of another library into packed trees.

    Trees, forests and boosters of scikit-learn, LightGBM, XGBoost and CatBoost can
    be read, and what is derived from their classes. The libraries are never
    imported from here: the model brings its own.

    Parameters
    ----------
    fitted_model : object
        For instance a RandomForestClassifier, LGBMClassifier, XGBClassifier or
        CatBoostClassifier, or a booster of LightGBM or XGBoost.

    Returns
    -------
    TreeModel
        Which predicts what the model predicts: probabilities for forests, margins
        for boosters.

    Raises
    ------
    NotTrainedError
        If the model is not fitted.
    InputError
        If it is of another kind, or has what cannot be packed: splits by category,
        linear leaves, several targets, numbers that are not finite; or if its
        library's version keeps trees in a way that is not known.
    """
    reader = find_reader(fitted_model)
    try:
        return reader.read(fitted_model)
    except KeyError as missing:
        raise not_readable(
            fitted_model,
            f"no {printable(missing)} where its library is known to keep it",
            _ANOTHER_VERSION,
        ) from missing
    except GenrelensError:  # some of these are of the kinds below as well
        raise
    except (AttributeError, IndexError, TypeError, ValueError) as error:
        raise not_readable(
            fitted_model,
            "another inner form than its library is known to give it "
            f"({type(error).__name__}: {printable(error, limit=200)})",
            _ANOTHER_VERSION,
        ) from error


def find_reader(fitted_model: object) -> Reader:
    """Load the module that can read the model.

    Parameters
    ----------
    fitted_model : object

    Returns
    -------
    module
        With the functions that `Reader` lists.

    Raises
    ------
    InputError
        If there is none.
    """
    for ancestor in type(fitted_model).__mro__:
        library = ancestor.__module__.partition(".")[0]
        name = _READERS.get((library, ancestor.__name__))
        if name is not None:
            return cast("Reader", import_module(f"{__package__}.{name}"))
    kinds = ", ".join(sorted({name for _, name in _READERS}))
    hint = ""
    if hasattr(fitted_model, "named_steps"):
        hint = " Of a pipeline, give the last step, and rows as they reach it."
    raise InputError(
        f"A {printable(type(fitted_model).__name__)} is not among the tree models that "
        f"can be read: {kinds}.{hint or ' Give one of these, fitted.'}"
    )
