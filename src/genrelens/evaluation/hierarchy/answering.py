"""Answer at the deepest level of a family tree that is still certain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import InputError
from genrelens.evaluation.hierarchy.tree_places import place_genres

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.evaluation.hierarchy.tree_places import TreePlaces
    from genrelens.schema.genre_tree import GenreTree

__all__ = [
    "DeepestAnswers",
    "answer_deepest",
    "deepest_certain",
    "deepest_in_places",
    "sum_over_names",
]


@dataclass(frozen=True, slots=True)
class DeepestAnswers:
    """One answer a track: a genre, a family, or none.

    Parameters
    ----------
    names : tuple of str
        Genres, then families, as in `TreePlaces.names`.
    answer : ndarray of int64, shape (n_tracks,)
        Place in `names`; -1 for no answer.
    probability : ndarray of float64, shape (n_tracks,)
        Of the answer: the sum over its genres; 0 for no answer.
    family : ndarray of int64, shape (n_tracks,)
        Place in `names` of the most probable name directly under the root,
        however probable it is.
    family_probability : ndarray of float64, shape (n_tracks,)
        Its probability.
    n_genres : int
        So many of `names` are genres.
    """

    names: tuple[str, ...]
    answer: NDArray[np.int64]
    probability: NDArray[np.float64]
    family: NDArray[np.int64]
    family_probability: NDArray[np.float64]
    n_genres: int

    def answer_names(self) -> list[str]:
        """Give the answer of each track in words; empty for none."""
        return ["" if at < 0 else self.names[at] for at in self.answer.tolist()]

    def family_names(self) -> list[str]:
        """Give the most probable family of each track in words."""
        return [self.names[at] for at in self.family.tolist()]

    def levels(self) -> list[str]:
        """Give ``"genre"``, ``"family"`` or ``"none"`` for each track."""
        return [
            "none" if at < 0 else "genre" if at < self.n_genres else "family"
            for at in self.answer.tolist()
        ]


def deepest_certain(
    proba: NDArray[np.float64],
    genres: Sequence[str],
    tree: GenreTree,
    threshold: float,
) -> DeepestAnswers:
    """Answer each track with the genre if it is certain, else with a family.

    The most probable genre is the answer where its probability reaches the
    threshold. Else it is the name with the fewest genres whose probabilities add
    up to the threshold; of names with equally many, the most probable. Else there
    is no answer.

    Parameters
    ----------
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Probabilities, best calibrated.
    genres : sequence of str, length n_genres
        Names of the genres.
    tree : GenreTree
        Found or given.
    threshold : float
        Above 0; from above 1 on, there is never an answer.

    Returns
    -------
    DeepestAnswers

    Raises
    ------
    InputError
        If sizes do not fit, or the threshold is not above 0.

    Examples
    --------
    >>> from genrelens.schema.genre_tree import GenreTree
    >>> tree = GenreTree.of({"house": "electronic", "techno": "electronic"})
    >>> proba = np.array([[0.9, 0.1, 0.0], [0.5, 0.4, 0.1], [0.4, 0.2, 0.4]])
    >>> deepest_certain(proba, ["house", "techno", "folk"], tree, 0.8).answer_names()
    ['house', 'electronic', '']
    """
    return deepest_in_places(proba, place_genres(tree, genres), threshold)


def deepest_in_places(
    proba: NDArray[np.float64], places: TreePlaces, threshold: float
) -> DeepestAnswers:
    """Answer as `deepest_certain` does, by genres that are placed already.

    Raises
    ------
    InputError
        If sizes do not fit, or the threshold is not above 0.
    """
    n_genres = places.n_genres
    if proba.ndim != 2 or proba.shape[1] != n_genres:  # noqa: PLR2004
        raise InputError(
            f"Probabilities of shape {proba.shape} and {n_genres} genres do not "
            "fit. Give one column a genre."
        )
    if not threshold > 0:
        raise InputError(
            f"The threshold is {threshold}. Give a probability above 0, e.g. 0.8."
        )
    sums = sum_over_names(proba, places)
    answer = answer_deepest(sums, places, threshold)
    rows = np.arange(len(proba))
    probability = np.where(answer >= 0, sums[rows, answer], 0.0)
    tops = np.flatnonzero(places.is_top)
    family = tops[sums[:, tops].argmax(axis=1)]
    return DeepestAnswers(
        places.names, answer, probability, family, sums[rows, family], n_genres
    )


def sum_over_names(
    proba: NDArray[np.float64], places: TreePlaces
) -> NDArray[np.float64]:
    """Add up the probabilities under each name.

    They are added in the order of the genres, one after the other, so that a track
    gets the same sums whatever other tracks stand beside it.

    Parameters
    ----------
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Probabilities.
    places : TreePlaces
        Genres on their tree.

    Returns
    -------
    ndarray of float64, shape (n_tracks, n_names)
    """
    n_genres = places.n_genres
    sums = np.zeros((len(proba), len(places.names)))
    sums[:, :n_genres] = proba
    for name in range(n_genres, len(places.names)):
        for genre in np.flatnonzero(places.holds[name]):
            sums[:, name] += proba[:, genre]
    np.minimum(sums[:, n_genres:], 1.0, out=sums[:, n_genres:])
    return sums


def answer_deepest(
    sums: NDArray[np.float64], places: TreePlaces, threshold: float
) -> NDArray[np.int64]:
    """Choose each track's answer, as `deepest_certain` says.

    Parameters
    ----------
    sums : ndarray of float64, shape (n_tracks, n_names)
        From `sum_over_names`.
    places : TreePlaces
        Genres on their tree.
    threshold : float
        Probability from which a name is certain.

    Returns
    -------
    ndarray of int64, shape (n_tracks,)
        Place in `places.names`; -1 for no answer.
    """
    n_genres = places.n_genres
    rows = np.arange(len(sums))
    best = sums[:, :n_genres].argmax(axis=1).astype(np.int64)
    answer = np.where(sums[rows, best] >= threshold, best, -1)
    sizes = places.holds.sum(axis=1)
    taken = np.where(answer >= 0, 0, np.iinfo(np.int64).max)  # genres in the answer
    reached = np.zeros(len(sums))
    for name in range(n_genres, len(places.names)):
        is_better = sums[:, name] >= threshold
        is_better &= (sizes[name] < taken) | (
            (sizes[name] == taken) & (sums[:, name] > reached)
        )
        answer[is_better] = name
        taken[is_better] = sizes[name]
        reached[is_better] = sums[is_better, name]
    return answer
