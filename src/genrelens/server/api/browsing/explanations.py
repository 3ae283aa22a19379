"""Tell through the API why a track gets its genre."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from genrelens.workflow.explaining.explaining_inputs import ExplainResult

__all__ = ["Reason", "TrackExplained", "explained"]


class Reason(BaseModel):
    """One attribute's part in a genre's probability."""

    feature: str
    label: str
    unit: str
    value: float | str | None
    contribution: float = Field(description="In units of probability.")
    words: str


class TrackExplained(BaseModel):
    """Why the finished model calls a track what it does, and not something else."""

    name: str
    genre: str
    rival: str
    probability: float = Field(description="The model's own: base and contributions.")
    rival_probability: float
    base: float = Field(description="Average over all tracks of training.")
    rival_base: float
    contributions: list[Reason]
    rival_contributions: list[Reason]
    sentence: str
    calibration: str = Field(description="How calibrated and own differ; or empty.")
    probabilities: dict[str, float] = Field(description="Calibrated where possible.")
    warnings: str


def explained(result: ExplainResult) -> TrackExplained:
    """Give an explanation as the API tells it: the numbers of ``genrelens explain``."""
    told = result.explanation
    return TrackExplained(
        name=told.name,
        genre=told.genre,
        rival=told.rival,
        probability=told.probability,
        rival_probability=told.rival_probability,
        base=told.base,
        rival_base=told.rival_base,
        contributions=[Reason(**asdict(each)) for each in told.reasons],
        rival_contributions=[Reason(**asdict(each)) for each in told.rival_reasons],
        sentence=told.sentence,
        calibration=result.calibration,
        probabilities=result.probabilities,
        warnings=result.warnings,
    )
