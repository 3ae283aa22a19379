"""Say why a track with the values that a person sets gets its genre."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from genrelens.reports.sections.tracks import explanation_chart
from genrelens.workflow.explaining.explaining_inputs import explain_inputs
from genrelens.workflow.what_if.values import Value, read_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

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
        Contributions to the model's own probabilities.
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
    found = explain_inputs(trained, row, name=name, genre=genre, against=against)
    features = {feature.name: feature for feature in trained.features}
    picture = explanation_chart(found.explanation, features)
    return WhyIf(found.explanation, str(picture), found.calibration)
