"""Say why a track gets its genre, and why not another."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from genrelens.server.api.browsing.explanations import TrackExplained, explained
from genrelens.server.api.predicting import (
    TrackValues,  # noqa: TC001 (FastAPI reads the signature)
)
from genrelens.server.guarding.problems import Problem
from genrelens.server.studio import studio_of

__all__ = ["ExplainRequest", "router"]

router = APIRouter(tags=["explain"])

_Genre = Annotated[str, Field(min_length=1, max_length=500)]


class ExplainRequest(BaseModel):
    """A track, and the genres that are asked about."""

    model_config = ConfigDict(extra="forbid")

    track: TrackValues
    genre: _Genre | None = Field(
        default=None, description="Genre to explain; the most probable if not given."
    )
    against: _Genre | None = Field(
        default=None, description="Genre to set it against; the runner-up if not given."
    )


@router.post(
    "/models/{model_id}/explain",
    responses={
        404: {"model": Problem, "description": "There is no such model."},
        422: {"model": Problem, "description": "Track or genre cannot be used."},
    },
)
def explain(request: Request, model_id: str, asked: ExplainRequest) -> TrackExplained:
    """Explain one track, as `genrelens explain` does."""
    from genrelens.workflow.explaining.given_track import explain_given

    trained = studio_of(request).models.get(model_id).trained
    return explained(
        explain_given(trained, asked.track, genre=asked.genre, against=asked.against)
    )
