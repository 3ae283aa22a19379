"""Answer what would become of a track if its values were others."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt
from starlette.concurrency import run_in_threadpool

from genrelens.errors import NoCollectionError
from genrelens.server.studio import studio_of

if TYPE_CHECKING:
    from genrelens.server.studio import Studio
    from genrelens.workflow.browsing.collection import Collection

__all__ = ["collection_of", "router"]

router = APIRouter(tags=["what if"])

_Cell = StrictBool | StrictInt | StrictFloat | Annotated[str, Field(max_length=500)]
_Values = Annotated[
    dict[Annotated[str, Field(max_length=500)], _Cell | None],
    Field(
        max_length=2000,
        description="Values by name of the attribute, in the model's own units: "
        "numbers, true or false, or a category's level; null where not known.",
    ),
]
_Genre = Annotated[str, Field(max_length=500)]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WhatIfRequest(_Sent):
    """The values, and whether the reasons are wanted as well."""

    track: _Values
    explain: bool = Field(default=False, description="Whether to give contributions.")
    genre: _Genre | None = Field(None, description="Genre to explain.")
    against: _Genre | None = Field(None, description="Genre to set it against.")
    max_error: float = Field(0.05, ge=0.005, le=0.5)


class Contribution(BaseModel):
    """One attribute's part in a genre's probability."""

    feature: str
    label: str
    unit: str
    value: float | str | None
    contribution: float = Field(description="In units of probability.")
    words: str


class Explanation(BaseModel):
    """Why this genre rather than the other."""

    genre: str
    rival: str
    probability: float = Field(description="The model's own.")
    rival_probability: float
    base: float = Field(description="Over all of training.")
    rival_base: float
    contributions: list[Contribution] = Field(description="Strongest first.")
    rival_contributions: list[Contribution]
    sentence: str
    calibration: str = Field(description="How the two probabilities differ, or empty.")
    svg: str = Field(description="The waterfall, styled by the studio's style sheet.")


class WhatIfAnswer(BaseModel):
    """What the model says to these values."""

    genre: str
    probability: float
    probabilities: dict[str, float] = Field(description="Calibrated where possible.")
    own_probabilities: dict[str, float] = Field(description="As the model has them.")
    decision: str
    decided_genre: str
    decision_reason: str
    warnings: list[str]
    explanation: Explanation | None = None


class FlipRequest(_Sent):
    """The values, and the genre to reach."""

    track: _Values
    to: _Genre | None = Field(None, description="Any other genre if not given.")


class MoveAnswer(BaseModel):
    """One attribute set to another value."""

    feature: str
    label: str
    before: float | str | None
    after: float | str
    cost: float = Field(description="Share of the collection that lies between.")
    words: str


class FlipAnswer(BaseModel):
    """One change that gives the track another genre."""

    moves: list[MoveAnswer]
    genre: str
    probabilities: dict[str, float]
    cost: float = Field(description="Sum of the moves' costs.")
    sentence: str


class FlipSearchAnswer(BaseModel):
    """The smallest change found, and others; or the truth that there is none."""

    genre: str
    to: str | None
    probabilities: dict[str, float] = Field(description="As the track is now.")
    sentence: str
    flips: list[FlipAnswer] = Field(description="Smallest first.")
    nearest: FlipAnswer | None
    is_by_collection: bool = Field(
        description="Whether costs count the collection's own tracks; by the model "
        "file's quantiles otherwise."
    )


@router.post("/models/{model_id}/what-if")
async def what_if_values(
    request: Request, model_id: str, asked: WhatIfRequest
) -> WhatIfAnswer:
    """Say what genre a track with these values would have.

    The numbers are those of `predict` for a track with these values. A value that a
    table's cell could not say, because it is read there as missing or as another one
    (a tempo of 0, a loudness of -3000), is refused.
    """
    from genrelens.workflow.what_if.answering import what_if
    from genrelens.workflow.what_if.explaining import why_if

    studio = studio_of(request)
    opened = studio.models.if_open(model_id)
    if opened is None:
        opened = await run_in_threadpool(studio.models.get, model_id)
    # A few milliseconds: less than handing it to another thread can cost.
    found = what_if(opened.trained, asked.track, max_error=asked.max_error)
    answer = WhatIfAnswer.model_validate(asdict(found))
    if asked.explain:
        why = await run_in_threadpool(
            why_if,
            opened.trained,
            asked.track,
            genre=asked.genre,
            against=asked.against,
        )
        answer.explanation = Explanation.model_validate(why.to_dict())
    return answer


@router.post("/models/{model_id}/flip")
def flip_values(
    request: Request, model_id: str, asked: FlipRequest
) -> FlipSearchAnswer:
    """Find the smallest change of one or two attributes that flips the genre."""
    from genrelens.workflow.what_if.flipping import axes_of, flip

    studio = studio_of(request)
    trained = studio.models.get(model_id).trained
    collection = collection_of(studio, model_id)
    axes = axes_of(trained, collection)
    found = flip(trained, asked.track, to=asked.to, axes=axes)
    return FlipSearchAnswer.model_validate(
        {
            **found.to_dict(trained.genres),
            "is_by_collection": collection is not None,
        }
    )


def collection_of(studio: Studio, model_id: str) -> Collection | None:
    """Give the tracks of a model, or None where it was brought without any."""
    try:
        return studio.models.collection(model_id)
    except NoCollectionError:
        return None
