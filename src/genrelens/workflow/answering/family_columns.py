"""Name each row's family, and the deepest genre or family that is still certain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from genrelens.evaluation.hierarchy.answering import deepest_in_places
from genrelens.evaluation.hierarchy.tree_places import place_genres

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from genrelens.evaluation.hierarchy.tree_places import TreePlaces
    from genrelens.schema.genre_tree import GenreTree

__all__ = ["FAMILY_COLUMNS", "family_columns", "place_rows"]

FAMILY_COLUMNS: Final = ("family", "family_probability", "deepest_genre")


def family_columns(
    proba: NDArray[np.float64],
    genres: Sequence[str],
    tree: GenreTree,
    certainty: float,
) -> pd.DataFrame:
    """Answer every row at the deepest level of a family tree that is certain.

    Parameters
    ----------
    proba : ndarray of float64, shape (n_rows, n_genres)
        Calibrated probabilities.
    genres : sequence of str
        Names of the columns.
    tree : GenreTree
        Families of the genres.
    certainty : float
        Probability from which on an answer counts as certain.

    Returns
    -------
    pandas.DataFrame, n_rows x 3
        ``family`` and ``family_probability`` of the most probable one, and
        ``deepest_genre``: the genre if it is certain, else a family that is, else
        nothing.

    Examples
    --------
    >>> import numpy as np
    >>> from genrelens.schema.genre_tree import GenreTree
    >>> tree = GenreTree.of({"house": "electronic", "techno": "electronic"})
    >>> proba = np.array([[0.5, 0.4, 0.1]])
    >>> family_columns(proba, ["house", "techno", "folk"], tree, 0.8)
           family  family_probability deepest_genre
    0  electronic                 0.9    electronic
    """
    return pd.DataFrame(place_rows(proba, place_genres(tree, genres), certainty))


def place_rows(
    proba: NDArray[np.float64], places: TreePlaces, certainty: float
) -> dict[str, list[str] | NDArray[np.float64]]:
    """Give the columns of `family_columns` by name, without a frame around them."""
    found = deepest_in_places(proba, places, certainty)
    answers = (found.family_names(), found.family_probability, found.answer_names())
    return dict(zip(FAMILY_COLUMNS, answers, strict=True))
