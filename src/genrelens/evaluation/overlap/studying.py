"""Study which genres overlap, from predictions of tracks the models had not met."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import InputError
from genrelens.evaluation.overlap.family_tree import grow_family_tree
from genrelens.evaluation.overlap.merging import propose_merges
from genrelens.evaluation.overlap.pairs import BOUND, study_pairs
from genrelens.evaluation.overlap.resampling import draw_groups
from genrelens.evaluation.overlap.results import GenreOverlap
from genrelens.evaluation.overlap.shared_tracks import count_shared, share_of_smaller
from genrelens.evaluation.overlap.soft_confusion import mean_answers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.evaluation.scores import HeldOut

__all__ = ["study_overlap"]


def study_overlap(
    held_out: HeldOut,
    genres: Sequence[str],
    track_keys: NDArray[np.int64] | None,
    *,
    scenario: str,
    seed: int,
    n_replicates: int | None = None,
) -> GenreOverlap:
    """Find genres that are not told apart, merges worth making, and families.

    Nothing is trained.

    Parameters
    ----------
    held_out : HeldOut
        Out-of-fold predictions.
    genres : sequence of str, length n_genres
        Names of the genres, in the order of the probabilities.
    track_keys : ndarray of int64, shape (n_tracks,), or None
        Number of each row's track (`genrelens.checking.identity.track_keys`), for
        the same rows; None where tracks are not known.
    scenario : str
        Title of the scenario, for people.
    seed : int
        Of the intervals and of the random merges.
    n_replicates : int, optional
        Drawings; as for single scores where not given.

    Returns
    -------
    GenreOverlap

    Raises
    ------
    InputError
        If sizes do not fit, or fewer than two genres have tracks.
    """
    names = [str(genre) for genre in genres]
    n_tracks = np.bincount(held_out.codes, minlength=held_out.proba.shape[1])
    n_present = int((n_tracks > 0).sum())
    _check_sizes(held_out, names, n_present)
    shared, shares = None, None
    if track_keys is not None:
        shared = count_shared(held_out.codes, track_keys, len(names))
        shares = share_of_smaller(shared)
    draws = draw_groups(held_out, seed=seed, n_replicates=n_replicates)
    study = study_pairs(held_out, names, draws, shared=shared, shares=shares)
    return GenreOverlap(
        scenario=scenario,
        n_tracks=len(held_out.codes),
        n_groups=len(np.unique(held_out.units)),
        n_genres=n_present,
        bound=BOUND,
        n_pairs=study.n_pairs,
        pairs=study.pairs,
        merges=propose_merges(
            held_out, names, study.pairs, draws, bound=BOUND, seed=seed
        ),
        family_tree=grow_family_tree(names, n_tracks, mean_answers(held_out), shares),
        notes=study.notes,
    )


def _check_sizes(held_out: HeldOut, names: list[str], n_present: int) -> None:
    if held_out.proba.shape[1] != len(names):
        raise InputError(
            f"{len(names)} names and {held_out.proba.shape[1]} columns of "
            "probabilities do not fit. Give one name a genre."
        )
    if n_present < 2:  # noqa: PLR2004
        raise InputError(
            f"{n_present} genre has tracks, so none can overlap. Give at least two."
        )
