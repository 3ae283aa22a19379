"""Say why a track with the values that a person sets gets its genre."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from genrelens.errors import InputError
from genrelens.explanation.words import explain_track
from genrelens.reports.sections.tracks import explanation_chart
from genrelens.workflow.explaining.genre_names import known_genre
from genrelens.workflow.what_if.answering import calibrated
from genrelens.workflow.what_if.values import Value, read_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.explanation.results import TrackExplanation

__all__ = ["WhyIf", "explain_row", "why_if"]

_NAME = "this track"


@dataclass(frozen=True, slots=True)
class WhyIf:
    """The reasons, in numbers, words and a picture.

    Parameters
    ----------
    explanation : TrackExplanation
        Contributions to the forest's own probabilities.
    svg : str
        The waterfall, to stand in a page that has the report's style sheet.
    calibration : str
        How the picture's probability differs from the one that is told; empty
        where they are the same.
    """

    explanation: TrackExplanation
    svg: str
    calibration: str

    def to_dict(self) -> dict[str, Any]:
        """Give everything as plain values, ready for JSON."""
        told = self.explanation
        return {
            "genre": told.genre,
            "rival": told.rival,
            "probability": told.probability,
            "rival_probability": told.rival_probability,
            "base": told.base,
            "rival_base": told.rival_base,
            "contributions": [asdict(reason) for reason in told.reasons],
            "rival_contributions": [asdict(reason) for reason in told.rival_reasons],
            "sentence": told.sentence,
            "calibration": self.calibration,
            "svg": self.svg,
        }


def why_if(
    trained: TrainedModel,
    values: Mapping[str, Value],
    *,
    genre: str | None = None,
    against: str | None = None,
    name: str = _NAME,
) -> WhyIf:
    """Explain a track with these values.

    Parameters
    ----------
    trained : TrainedModel
        Who is asked.
    values : mapping of str to value
        See `read_values`.
    genre, against : str, optional
        The genre to explain, and the one to set it against; the most probable and
        the runner-up where they are not given.
    name : str
        What the track is called.

    Raises
    ------
    InputError
        If a value or a genre cannot be used.
    """
    row = read_values(trained.features, values)
    return explain_row(trained, row, genre=genre, against=against, name=name)


def explain_row(
    trained: TrainedModel,
    row: pd.DataFrame,
    *,
    genre: str | None = None,
    against: str | None = None,
    name: str = _NAME,
) -> WhyIf:
    """Explain one track that is in the model's form already."""
    own = trained.model.predict_proba(row)
    sure = calibrated(trained, own)[0]
    pair = _choose(trained, sure, genre, against)
    shares, base = trained.model.shapley_values(row)
    explanation = explain_track(
        name,
        genre=pair[0],
        rival=pair[1],
        genres=trained.genres,
        proba=own[0],
        values=shares[0],
        base=base,
        features=trained.features,
        references=trained.references,
        row=row.iloc[0],
    )
    features = {feature.name: feature for feature in trained.features}
    told = float(sure[trained.genres.index(pair[0])])
    return WhyIf(
        explanation,
        str(explanation_chart(explanation, features)),
        _tell_calibration(explanation, told),
    )


def _choose(
    trained: TrainedModel,
    sure: NDArray[np.float64],
    genre: str | None,
    against: str | None,
) -> tuple[str, str]:
    order = [trained.genres[place] for place in (-sure).argsort(kind="stable")]
    own, rival = (
        None if name is None else known_genre(trained, name)
        for name in (genre, against)
    )
    own = own or order[0]
    if rival == own:
        raise InputError(
            f"'{own}' cannot be set against itself. Name another genre: "
            f"{', '.join(name for name in order[:8] if name != own)}."
        )
    return own, rival or next(name for name in order if name != own)


def _tell_calibration(explanation: TrackExplanation, told: float) -> str:
    if told == explanation.probability:
        return ""
    return (
        "The contributions add up to the forest's own probability of "
        f"{explanation.genre}, {explanation.probability:.3f}; calibrated on held-out "
        f"tracks it is {told:.3f}."
    )
