"""Answer what genre a track would have with the values that a person sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.bundle.model_trust import ModelTrust
from genrelens.evaluation.novelty.scoring import score_novelty
from genrelens.workflow.answering.decision_columns import decision_columns
from genrelens.workflow.answering.largest_error import check_max_error
from genrelens.workflow.explaining.explaining_inputs import calibrated
from genrelens.workflow.what_if.oddities import tell_oddities
from genrelens.workflow.what_if.values import Value, read_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.bundle.trained_model import TrainedModel

__all__ = ["WhatIf", "answer_row", "what_if"]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a model says to one set of values.

    Parameters
    ----------
    genre : str
        The most probable.
    probability : float
        Its probability, as ``predict`` tells it: calibrated where the model can.
    probabilities, own_probabilities : dict of str to float
        Of every genre, in the model's order: calibrated, and as the model gives
        them (which is what contributions add up to).
    decision, decided_genre, decision_reason : str
        As ``predict`` decides; empty where the model carries no rules.
    warnings : tuple of str
        What lies outside of the collection, and whether anything is near the track.
    """

    genre: str
    probability: float
    probabilities: dict[str, float]
    own_probabilities: dict[str, float]
    decision: str
    decided_genre: str
    decision_reason: str
    warnings: tuple[str, ...]


def what_if(
    trained: TrainedModel, values: Mapping[str, Value], *, max_error: float = 0.05
) -> WhatIf:
    """Say what genre a track with these values would have.

    Parameters
    ----------
    trained : TrainedModel
        Who is asked.
    values : mapping of str to value
        By name of the attribute, in the model's own units; see `read_values`.
    max_error : float
        Largest share of wrong genres among those written, from 0.005 to 0.5.

    Raises
    ------
    InputError
        If a value cannot be used, none is given, or the error is out of range.
    """
    check_max_error(max_error)
    return answer_row(
        trained, read_values(trained.features, values), max_error=max_error
    )


def answer_row(
    trained: TrainedModel, row: pd.DataFrame, *, max_error: float = 0.05
) -> WhatIf:
    """Answer for one track that is in the model's form already."""
    trust = trained.trust or ModelTrust()
    own = trained.model.predict_proba(row)
    sure = calibrated(trained, own)
    decided = ("", "", "")
    told = list(
        tell_oddities(
            trained.features, trained.references, trained.model.encoder_, row.iloc[0]
        )
    )
    novelty = None
    if trust.novelty is not None:
        novelty = score_novelty(trust.novelty, row, trained.features)
        if novelty.reasons[0]:
            told.append(f"unlike anything trained on: {novelty.reasons[0]}")
    if not trust.why_undecided:
        found = decision_columns(
            trust, sure, trained.genres, max_error=max_error, novelty=novelty
        )
        decided = tuple(str(cell) for cell in found.iloc[0])  # type: ignore[assignment]
    # Of equal ones the first, as everywhere.
    first = int(np.argsort(-sure[0], kind="stable")[0])
    return WhatIf(
        trained.genres[first],
        float(sure[0, first]),
        _by_genre(trained, sure[0]),
        _by_genre(trained, own[0]),
        *decided,
        tuple(told),
    )


def _by_genre(trained: TrainedModel, proba: NDArray[np.float64]) -> dict[str, float]:
    return dict(zip(trained.genres, proba.tolist(), strict=True))
