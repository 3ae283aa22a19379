"""Keep what a person decides about labels, and hand it out as corrections."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from genrelens.errors import NoCollectionError
from genrelens.server.api.what_if import Explanation, collection_of
from genrelens.server.keeping.store import NotHere
from genrelens.server.studio import studio_of

if TYPE_CHECKING:
    from genrelens.server.studio import Studio
    from genrelens.workflow.labels.review_queue import DoubtedLabel, ReviewQueue

__all__ = ["decisions_of", "known_genres", "queue_of", "router"]

router = APIRouter(tags=["reviews"])

_Key = Annotated[str, Field(max_length=60)]
_MOST = 1_000


class ReviewItem(BaseModel):
    """One label in doubt, and what was decided about it."""

    id: str
    key: str
    line: int
    row: int
    title: str
    names: list[tuple[str, str]] = Field(description="Headers of the table, and texts.")
    label: str
    suggestion: str
    second_genre: str
    confidence: float | None = Field(description="Of the suggestion.")
    doubt: float | None
    kind: str
    reason: str
    n_rows: int = Field(description="Rows of the table that are decided with it.")
    decision: str | None = Field(description="None while it is open.")


class ReviewProgress(BaseModel):
    """How far the review has come."""

    total: int
    done: int
    left: int


class ReviewList(BaseModel):
    """Labels in doubt, the most doubtful first."""

    items: list[ReviewItem]
    total: int = Field(description="Labels that the filters let through.")
    progress: ReviewProgress
    kinds: list[str]
    genres: list[str]


class ReviewReasons(BaseModel):
    """One label in doubt, with what speaks for the suggestion against the label."""

    item: ReviewItem
    explanation: Explanation | None
    note: str = Field(description="How the reasons are to be read, or why none are.")


class DecisionRequest(BaseModel):
    """What is decided."""

    model_config = ConfigDict(extra="forbid")

    decision: Annotated[str, Field(max_length=5_000)] = Field(
        description="'keep', a genre, several with ' | ' between, or 'new: name'."
    )


class DecisionAnswer(BaseModel):
    """The decision as it is kept, and how far the review has come."""

    item: ReviewItem
    progress: ReviewProgress


@router.get("/models/{model_id}/reviews")
def list_reviews(
    request: Request,
    model_id: str,
    *,
    kind: Annotated[str, Query(max_length=200)] = "",
    genre: Annotated[str, Query(max_length=500)] = "",
    state: Literal["all", "open", "done"] = "all",
    search: Annotated[str, Query(max_length=200)] = "",
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 200,
) -> ReviewList:
    """List the labels in doubt; `genre` is the label or the suggestion."""
    studio = studio_of(request)
    queue = queue_of(studio, model_id)
    decided = decisions_of(studio, model_id)
    found = [
        item
        for item in queue.items
        if (not kind or item.kind == kind)
        and (not genre or genre in (item.label, item.suggestion))
        and (state == "all" or (item.id in decided) == (state == "done"))
        and (not search or search.casefold() in _searched(item))
    ]
    return ReviewList(
        items=[_tell(item, decided) for item in found[offset : offset + limit]],
        total=len(found),
        progress=_progress(queue, decided),
        kinds=sorted({item.kind for item in queue.items}),
        genres=known_genres(studio, model_id, queue),
    )


@router.get("/models/{model_id}/reviews/{key}")
def show_review(request: Request, model_id: str, key: _Key) -> ReviewReasons:
    """Show one label in doubt, with the reasons for the suggestion."""
    studio = studio_of(request)
    item = _find(queue_of(studio, model_id), key)
    explanation, note = _reasons(studio, model_id, item)
    told = _tell(item, decisions_of(studio, model_id))
    return ReviewReasons(item=told, explanation=explanation, note=note)


@router.put("/models/{model_id}/reviews/{key}")
def decide_review(
    request: Request, model_id: str, key: _Key, asked: DecisionRequest
) -> DecisionAnswer:
    """Keep a decision; it is on the disk when this answers."""
    from genrelens.workflow.labels.deciding import settle_decision

    studio = studio_of(request)
    queue = queue_of(studio, model_id)
    item = _find(queue, key)
    settled = settle_decision(asked.decision, known_genres(studio, model_id, queue))
    studio.store.decisions.put(model_id, item.id, settled)
    return _answer(studio, model_id, queue, item)


@router.delete("/models/{model_id}/reviews/{key}")
def reopen_review(request: Request, model_id: str, key: _Key) -> DecisionAnswer:
    """Take a decision back, so that the label is open again."""
    studio = studio_of(request)
    queue = queue_of(studio, model_id)
    item = _find(queue, key)
    studio.store.decisions.clear(model_id, item.id)
    return _answer(studio, model_id, queue, item)


@router.get(
    "/models/{model_id}/corrections.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def corrections_csv(request: Request, model_id: str, *, raw: bool = False) -> Response:
    """Give the review table with the decisions, as `train --corrections` reads it.

    Text that a spreadsheet would run as a formula begins with an apostrophe, unless
    `raw` is asked for.
    """
    from genrelens.workflow.labels.decided_table import decided_csv

    studio = studio_of(request)
    queue = queue_of(studio, model_id)
    text = decided_csv(queue, decisions_of(studio, model_id), raw=raw)
    return Response(
        text.encode("utf-8"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="corrections.csv"'},
    )


def queue_of(studio: Studio, model_id: str) -> ReviewQueue:
    """Read the labels in doubt of a model.

    Raises
    ------
    NotHere
        If there is no such model, or it was brought without its review table.
    """
    from genrelens.workflow.labels.review_queue import read_queue

    return read_queue(studio.store.models.file(model_id, "review"))


def decisions_of(studio: Studio, model_id: str) -> dict[str, str]:
    """Give what was decided, by the id of the label."""
    return {
        key: str(told) for key, told in studio.store.decisions.all(model_id).items()
    }


def known_genres(studio: Studio, model_id: str, queue: ReviewQueue) -> list[str]:
    """Give every genre that needs no ``new:``, in order."""
    own = studio.models.get(model_id).trained.genres
    every = {*own, *queue.genres}
    return sorted(every, key=lambda name: (name.casefold(), name))


def _find(queue: ReviewQueue, key: str) -> DoubtedLabel:
    found = queue.find(key)
    if found is None:
        raise NotHere("label in doubt", key)
    return found


def _searched(item: DoubtedLabel) -> str:
    texts = [item.title, item.reason, *(text for _, text in item.names)]
    return "\n".join(texts).casefold()


def _tell(item: DoubtedLabel, decided: dict[str, str]) -> ReviewItem:
    return ReviewItem.model_validate({**asdict(item), "decision": decided.get(item.id)})


def _progress(queue: ReviewQueue, decided: dict[str, str]) -> ReviewProgress:
    done = sum(item.id in decided for item in queue.items)
    total = len(queue.items)
    return ReviewProgress(total=total, done=done, left=total - done)


def _answer(
    studio: Studio, model_id: str, queue: ReviewQueue, item: DoubtedLabel
) -> DecisionAnswer:
    decided = decisions_of(studio, model_id)
    return DecisionAnswer(item=_tell(item, decided), progress=_progress(queue, decided))


def _reasons(
    studio: Studio, model_id: str, item: DoubtedLabel
) -> tuple[Explanation | None, str]:
    from genrelens.workflow.what_if.track_reasons import LEARNT, why_track

    collection = collection_of(studio, model_id)
    if collection is None:
        return None, "The tracks of this model are not here, so no reasons are shown."
    trained = studio.models.get(model_id).trained
    try:
        why = why_track(
            trained, collection, item.row, genre=item.suggestion, against=item.label
        )
    except NoCollectionError as error:
        return None, str(error)
    if why is None:
        return None, "There are no two genres here that the model could weigh."
    return Explanation.model_validate(why.to_dict()), LEARNT
