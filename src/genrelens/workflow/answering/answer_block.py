"""Answer a block of tracks: genres, decisions, families and reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from genrelens.bundle.model_trust import ModelTrust
from genrelens.evaluation.hierarchy.tree_places import place_genres
from genrelens.evaluation.novelty.telling import tell_novelty
from genrelens.explanation.words import strongest_reasons
from genrelens.workflow.answering.decision_columns import decide_rows
from genrelens.workflow.answering.family_columns import place_rows

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.bundle.trained_model import TrainedModel

__all__ = ["UNLIKE", "answer_block", "give_reasons", "unlike_words"]

UNLIKE: Final = "_unlike_training"
"""Column of what a model that cannot decide says of novel tracks."""

_RANKS: Final = ("", "second_", "third_")


def answer_block(
    trained: TrainedModel,
    inputs: pd.DataFrame,
    *,
    max_error: float,
    uncalibrated: bool = False,
    reasons: bool = False,
) -> tuple[dict[str, Any], NDArray[np.float64]]:
    """Answer tracks whose attributes are in the form that the model asks for.

    What is said of a track depends on nothing but that track.

    Parameters
    ----------
    trained : TrainedModel
        Who answers.
    inputs : pandas.DataFrame, n_tracks x n_features
        The model's attributes, in its order.
    max_error : float
        Largest share of wrong genres among those written.
    uncalibrated : bool
        Whether probabilities are told as the model gives them.
    reasons : bool
        Whether the strongest reasons are given in words.

    Returns
    -------
    columns : dict of str to array or list, each of length n_tracks
        Columns of the answer by name, in their order.
    told : ndarray of float64, shape (n_tracks, n_genres)
        Probability of every genre, as it is told.
    """
    given = trained.model.predict_proba(inputs)
    trust = trained.trust or ModelTrust()
    sure = given if trust.calibrator is None else trust.calibrator.apply(given)
    told = given if uncalibrated else sure
    genres = np.asarray(trained.genres, dtype=object)
    order = np.argsort(-sure, axis=1, kind="stable")
    answer: dict[str, Any] = {}
    for rank, name in enumerate(_RANKS[: len(genres)]):
        column = order[:, rank]
        answer[f"{name}genre"] = genres[column]
        answer[f"{name}probability"] = np.take_along_axis(told, column[:, None], 1)[
            :, 0
        ]
    novelty = None
    if trust.novelty is not None:
        novelty = tell_novelty(trust.novelty, inputs, trained.features)
    if not trust.why_undecided:
        answer |= decide_rows(
            trust, sure, trained.genres, max_error=max_error, novelty=novelty
        )
    elif novelty is not None:
        answer[UNLIKE] = [unlike_words(reason) for reason in novelty.reasons]
    if trust.tree is not None and trust.certainty is not None:
        places = place_genres(trust.tree, trained.genres)
        answer |= place_rows(sure, places, trust.certainty)
    if reasons:
        answer["reasons"] = give_reasons(trained, inputs, order[:, 0])
    return answer, told


def unlike_words(reason: str) -> str:
    """Say in a warning what makes a track unlike training; empty for no reason."""
    return f"unlike anything trained on: {reason}" if reason else ""


def give_reasons(
    trained: TrainedModel, inputs: pd.DataFrame, first: NDArray[np.int64]
) -> list[str]:
    """Give the strongest reasons for each track's first genre, in words."""
    values, _ = trained.model.shapley_values(inputs)
    return strongest_reasons(
        trained.features,
        trained.references,
        inputs,
        np.take_along_axis(values, first[:, None, None], axis=2)[:, :, 0],
        np.asarray(trained.genres, dtype=object)[first],
    )
