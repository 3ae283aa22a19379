"""Score predictions by how near they come on a family tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import InputError
from genrelens.evaluation.hierarchy.answering import sum_over_names
from genrelens.evaluation.hierarchy.certainty import answer_crosswise, are_right
from genrelens.evaluation.hierarchy.results import HierarchicalScores, LevelAnswers
from genrelens.evaluation.hierarchy.tree_places import TreePlaces, place_genres
from genrelens.evaluation.overlap.resampling import GroupDraws, draw_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.evaluation.results import Estimate
    from genrelens.evaluation.scores import HeldOut
    from genrelens.schema.genre_tree import GenreTree

__all__ = ["score_hierarchy"]

_TREE_SAW_ALL = (
    "The families were found from the mistakes on these same tracks, so what is said "
    "of families here may be flattering. What is said of a tree you give is not."
)


def score_hierarchy(
    held_out: HeldOut,
    genres: Sequence[str],
    tree: GenreTree,
    *,
    scenario: str,
    is_given: bool,
    seed: int,
    certainty: float = 0.8,
    n_replicates: int | None = None,
) -> HierarchicalScores:
    """Score out-of-fold predictions on a family tree.

    Hierarchical precision is the share of names on the way up from the predicted
    genres (these included, the root not) that are also on the way up from the
    true ones; recall the share of the latter among the former; F1 their harmonic
    mean. A name with several parents is on several ways.

    Answers at the deepest certain level (`deepest_certain`) are given with a
    threshold chosen on the other folds (`answer_crosswise`), so what is said of
    them here holds for tracks that took no part in the choice of the threshold. A
    tree that was found was grown on all of these predictions; the notes say so.

    Parameters
    ----------
    held_out : HeldOut
        Out-of-fold predictions, best calibrated.
    genres : sequence of str, length n_genres
        Names of the genres.
    tree : GenreTree
        Found or given.
    scenario : str
        Title of the scenario, for people.
    is_given : bool
        Whether the user gave the tree.
    seed : int
        Of the intervals.
    certainty : float, default 0.8
        Share of answers that are wanted right, between 0 and 1.
    n_replicates : int, optional
        Drawings; as for single scores where not given.

    Returns
    -------
    HierarchicalScores

    Raises
    ------
    InputError
        If the certainty is not between 0 and 1, or genres do not fit.

    References
    ----------
    S. Kiritchenko, S. Matwin and F. Famili (2005), Functional annotation of genes
    using hierarchical text categorization, BioLINK; C. Silla and A. Freitas (2011),
    A survey of hierarchical classification across different application domains,
    Data Mining and Knowledge Discovery 22.
    """
    _check_certainty(certainty)
    places = place_genres(tree, genres)
    draws = draw_groups(held_out, seed=seed, n_replicates=n_replicates)
    sums = sum_over_names(held_out.proba, places)
    predicted = held_out.proba.argmax(axis=1)
    precision, recall, f1 = _ways_up(places, held_out.codes, predicted, draws)
    crosswise = answer_crosswise(held_out, sums, places, certainty)
    levels, answered = _tell_levels(crosswise.answer, held_out.codes, places, draws)
    ones = np.ones(len(predicted))
    is_right_family = _right_family(places, sums, held_out.codes)
    return HierarchicalScores(
        scenario=scenario,
        n_tracks=len(predicted),
        n_groups=len(np.unique(held_out.units)),
        tree=tree,
        is_given=is_given,
        n_families=int(places.is_top.sum()),
        accuracy=_share(draws, predicted == held_out.codes, ones),
        family_accuracy=_share(draws, is_right_family, ones),
        precision=precision,
        recall=recall,
        f1=f1,
        certainty=certainty,
        threshold=crosswise.threshold,
        levels=levels,
        answered=answered,
        missing=places.missing,
        notes=(*crosswise.notes, *(() if is_given else (_TREE_SAW_ALL,))),
    )


def _check_certainty(certainty: float) -> None:
    if not 0 < certainty < 1:
        raise InputError(
            f"The certainty is {certainty}. Give a share between 0 and 1, e.g. 0.8."
        )


def _ways_up(
    places: TreePlaces,
    true: NDArray[np.int64],
    predicted: NDArray[np.int64],
    draws: GroupDraws,
) -> tuple[Estimate, Estimate, Estimate]:
    """Compare the names on the way up from predicted and from true genres."""
    is_above = _distinct_names(places).astype(np.float64)
    in_common = is_above.T @ is_above
    length = np.diag(in_common)
    common = in_common[true, predicted]
    of_true, of_predicted = length[true], length[predicted]
    both = (of_true + of_predicted) / 2
    return (
        _share(draws, common, of_predicted),
        _share(draws, common, of_true),
        _share(draws, common, both),
    )


def _distinct_names(places: TreePlaces) -> NDArray[np.bool_]:
    """Give the names above each genre; a genre with genres below it once."""
    families = set(places.names[places.n_genres :])
    is_once = np.array(
        [
            row >= places.n_genres or name not in families
            for row, name in enumerate(places.names)
        ]
    )
    distinct: NDArray[np.bool_] = places.holds[is_once]
    return distinct


def _right_family(
    places: TreePlaces, sums: NDArray[np.float64], codes: NDArray[np.int64]
) -> NDArray[np.bool_]:
    tops = np.flatnonzero(places.is_top)
    family = tops[sums[:, tops].argmax(axis=1)]
    is_right: NDArray[np.bool_] = places.holds[family, codes]
    return is_right


def _tell_levels(
    answer: NDArray[np.int64],
    codes: NDArray[np.int64],
    places: TreePlaces,
    draws: GroupDraws,
) -> tuple[tuple[LevelAnswers, ...], LevelAnswers]:
    is_right = are_right(places, answer, codes)
    masks = {
        "genre": (answer >= 0) & (answer < places.n_genres),
        "family": answer >= places.n_genres,
        "none": answer < 0,
        "answered": answer >= 0,
    }
    found = {
        level: LevelAnswers(
            level=level,
            n_tracks=int(is_at.sum()),
            share=_share(draws, is_at, np.ones(len(answer))),
            accuracy=None
            if level == "none"
            else draws.ratio(
                (is_at & is_right).astype(np.float64), is_at.astype(np.float64)
            ),
        )
        for level, is_at in masks.items()
    }
    answered = found.pop("answered")
    return tuple(found.values()), answered


def _share(
    draws: GroupDraws,
    above: NDArray[np.bool_] | NDArray[np.float64],
    below: NDArray[np.float64],
) -> Estimate:
    """Estimate a ratio whose lower part is never 0."""
    found = draws.ratio(np.asarray(above, dtype=np.float64), below)
    if found is None:
        raise InputError("There are no tracks to score. Give at least one.")
    return found
