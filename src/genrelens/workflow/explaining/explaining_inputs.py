"""Say why a track in the model's own form gets its genre, and why not another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import InputError
from genrelens.explanation.words import explain_track
from genrelens.workflow.explaining.genre_names import known_genre

if TYPE_CHECKING:
    import pandas as pd

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.explanation.flipping.results import FlipSearch
    from genrelens.explanation.results import TrackExplanation

__all__ = ["ExplainResult", "calibrated", "explain_inputs"]


@dataclass(frozen=True, slots=True)
class ExplainResult:
    """The explanation of one track.

    Parameters
    ----------
    explanation : TrackExplanation
        Contributions and words, for the genre and for its rival. They add up to
        the model's own probabilities, before these are calibrated.
    probabilities : dict of str to float
        Of every genre, most probable first, as `predict` gives them: calibrated,
        where the model can.
    warnings : str
        What is unusual about this row; empty where nothing is.
    calibration : str
        How the two differ, as a sentence; empty where they are the same.
    flips : FlipSearch or None
        The smallest change that gives it another genre; None where nobody asked.
    """

    explanation: TrackExplanation
    probabilities: dict[str, float]
    warnings: str
    calibration: str = ""
    flips: FlipSearch | None = None


def explain_inputs(
    trained: TrainedModel,
    one: pd.DataFrame,
    *,
    name: str,
    genre: str | None = None,
    against: str | None = None,
) -> ExplainResult:
    """Explain one track whose values were read already.

    Parameters
    ----------
    trained : TrainedModel
        The model.
    one : pandas.DataFrame, 1 row
        Values of the model's attributes, by name.
    name : str
        What the track is called.
    genre, against : str, optional
        As in `genrelens.workflow.explaining.one_track.ExplainRequest`.

    Returns
    -------
    ExplainResult
        Without warnings about how the row was read.

    Raises
    ------
    InputError
        If a genre is not known, or is set against itself.
    """
    own = trained.model.predict_proba(one)
    probabilities = calibrated(trained, own)[0]
    values, base = trained.model.shapley_values(one)
    own_genre, rival = _choose_genres(trained, probabilities, (genre, against))
    explanation = explain_track(
        name,
        genre=own_genre,
        rival=rival,
        genres=trained.genres,
        proba=own[0],
        values=values[0],
        base=base,
        features=trained.features,
        references=trained.references,
        row=one.iloc[0],
    )
    return ExplainResult(
        explanation,
        _ranked(trained, probabilities),
        "",
        _tell_calibration(trained, explanation, probabilities),
    )


def calibrated(trained: TrainedModel, own: np.ndarray) -> np.ndarray:
    """Correct a model's probabilities, where it knows how."""
    calibrator = None if trained.trust is None else trained.trust.calibrator
    return own if calibrator is None else calibrator.apply(own)


def _tell_calibration(
    trained: TrainedModel, explanation: TrackExplanation, probabilities: np.ndarray
) -> str:
    """Say why what contributions add up to is not what `predict` says."""
    told = probabilities[trained.genres.index(explanation.genre)]
    if told == explanation.probability:
        return ""
    return (
        "The contributions add up to the model's own probability of "
        f"{explanation.genre}, {explanation.probability:.3f}; calibrated on held-out "
        f"tracks, as predict gives it, it is {told:.3f}."
    )


def _ranked(trained: TrainedModel, probabilities: np.ndarray) -> dict[str, float]:
    order = np.argsort(-probabilities, kind="stable")
    return {trained.genres[g]: float(probabilities[g]) for g in order}


def _choose_genres(
    trained: TrainedModel,
    probabilities: np.ndarray,
    wanted: tuple[str | None, str | None],
) -> tuple[str, str]:
    order = [trained.genres[g] for g in np.argsort(-probabilities, kind="stable")]
    genre, rival = (
        None if name is None else known_genre(trained, name) for name in wanted
    )
    genre = genre or order[0]
    if rival == genre:
        raise InputError(
            f"'{genre}' cannot be set against itself. Name another genre: "
            f"{', '.join(name for name in order[:8] if name != genre)}."
        )
    return genre, rival or next(name for name in order if name != genre)
