"""Make plans of genres to be written, change them, apply them, and take them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from genrelens.server.api.jobs import JobAnswer, describe_job
from genrelens.server.api.music.folders import (  # (pydantic reads them)
    MaxError,  # noqa: TC001
    ModelChoice,  # noqa: TC001
)
from genrelens.server.library.reviewing import (
    apply_reviewed,
    change_rows,
    remove_plan,
    reset_rows,
    reviewed_csv,
    row_of,
    told_outcomes,
    undo_applied,
)
from genrelens.server.library.starting import new_plan
from genrelens.server.studio import studio_of

if TYPE_CHECKING:
    from genrelens.server.keeping.music.plans import PlanRecord
    from genrelens.server.studio import Studio
    from genrelens.workflow.plan_review.rows import ReviewRow
    from genrelens.workflow.plan_review.selecting import PlanQuery

__all__ = ["Plan", "RowsAsked", "describe_plan", "router", "tell_row"]

router = APIRouter(tags=["plans"])

Decision = Literal["write", "ask", "leave"]
Policy = Literal["merge", "append", "overwrite", "only-if-empty", "separate-field"]
_Genres = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=500)]], Field(max_length=50)
]
_Row = Annotated[int, Path(ge=1, le=10**9)]
_COUNTED = ("write", "ask", "leave", "changed", "by_model", "by_person")


class PlanRequested(BaseModel):
    """How a plan is to be made."""

    model_config = ConfigDict(extra="forbid")

    model: ModelChoice
    policy: Policy = Field(
        default="merge", description="What becomes of the genres that a file has."
    )
    max_error: MaxError = 0.05


class PlanCounts(BaseModel):
    """What a plan would do now."""

    write: int
    ask: int
    leave: int
    changed: int = Field(description="Rows that a person changed.")
    by_model: int = Field(
        description="Rows to be written as planned, as no person said otherwise."
    )
    by_person: int
    sure: int = Field(
        description="Rows that the model is sure of, those whose file says so already "
        "with them: the promise is about all of these."
    )
    contradicting: int = Field(description="Of by_model: the file has another genre.")
    expected_wrong: float | None = Field(
        description="Of those that the model is sure of, by their own probabilities."
    )
    promised: str = Field(
        description="What is promised of them, and what to look at first, in words."
    )


class Plan(BaseModel):
    """A plan: which genres are to be written into which files."""

    id: str
    music: str
    model: str
    model_name: str
    policy: str
    max_error: float
    created: str
    state: Literal[
        "making",
        "failed",
        "ready",
        "applying",
        "applied",
        "undoing",
        "undone",
        "stopped",
    ]
    error: str
    promise: str = Field(description="What deciding so achieved in training.")
    notices: list[str]
    counts: PlanCounts | None = Field(description="Null until the plan is made.")
    applied: dict[str, int] | None = Field(description="Files by what became of them.")
    undone: dict[str, int] | None


class PlanList(BaseModel):
    """Plans, the newest first."""

    items: list[Plan]
    total: int


class PlanAndJob(BaseModel):
    """A plan, and the job that makes, applies or undoes it."""

    plan: Plan
    job: JobAnswer


class PlanRowAnswer(BaseModel):
    """One file of a plan, as it stands now."""

    row: int
    path: str
    artist: str
    title: str
    old: list[str]
    new: list[str] = Field(description="What the file has afterwards, if written.")
    decision: Decision
    planned: Decision = Field(description="What the plan said.")
    candidates: list[str]
    probability: float | None
    reasons: str
    is_changed: bool
    is_writable: bool


class PlanRows(BaseModel):
    """Rows of a plan that fulfil every condition."""

    items: list[PlanRowAnswer]
    total: int
    counts: PlanCounts


class RowsAsked(BaseModel):
    """Conditions that rows are to fulfil; what is empty is not asked."""

    search: str = Field(default="", max_length=200)
    decision: Literal["", "write", "ask", "leave"] = ""
    genre: str = Field(default="", max_length=500)
    changed: bool | None = None

    def query(self) -> PlanQuery:
        """Give the question to the plan."""
        from genrelens.workflow.plan_review.selecting import PlanQuery

        return PlanQuery(**self.model_dump())


class RowChange(BaseModel):
    """What a person wants; what is not given stays."""

    model_config = ConfigDict(extra="forbid")

    decision: Decision | None = None
    genres: _Genres | None = Field(
        default=None,
        description="All genres that the file is to have; none for the plan's own.",
    )


class RowsChosen(RowsAsked):
    """Conditions for a change; one that is misspelt is refused, not left away."""

    model_config = ConfigDict(extra="forbid")


class ManyRows(BaseModel):
    """A change of all rows that fulfil conditions."""

    model_config = ConfigDict(extra="forbid")

    rows: RowsChosen = Field(default_factory=RowsChosen)
    change: RowChange | None = Field(
        default=None, description="Null to take earlier changes back."
    )


class RowAndCounts(BaseModel):
    """A row as it is kept, and what the plan would do now."""

    row: PlanRowAnswer
    counts: PlanCounts


class ManyChanged(BaseModel):
    """How many rows were changed, and what the plan would do now."""

    n_rows: int
    counts: PlanCounts


class Confirmation(BaseModel):
    """A person's yes."""

    model_config = ConfigDict(extra="forbid")

    files: int = Field(
        ge=0, le=10**9, description="How many files are written, as it was told."
    )


class FileOutcome(BaseModel):
    """What became of one file."""

    path: str
    end: str
    reason: str
    old: list[str]
    new: list[str]


class Outcomes(BaseModel):
    """What became of each file when the plan was applied, and when it was undone."""

    apply: list[FileOutcome]
    undo: list[FileOutcome]


@router.post("/music/{music_id}/plans", status_code=202)
def make_plan(request: Request, music_id: str, asked: PlanRequested) -> PlanAndJob:
    """Have a plan made; nothing is written into any file."""
    studio = studio_of(request)
    plan, job = new_plan(studio, music_id, asked.model_dump())
    return PlanAndJob(plan=describe_plan(studio, plan), job=describe_job(studio, job))


@router.get("/plans")
def list_plans(
    request: Request, music: Annotated[str, Query(max_length=40)] = ""
) -> PlanList:
    """List the plans, all or those of one folder."""
    studio = studio_of(request)
    records = studio.store.plans.list(
        studio.store.music.get(music).id if music else None
    )
    items = [describe_plan(studio, record) for record in records]
    return PlanList(items=items, total=len(items))


@router.get("/plans/{plan_id}")
def one_plan(request: Request, plan_id: str) -> Plan:
    """Tell of a plan."""
    studio = studio_of(request)
    return describe_plan(studio, studio.store.plans.get(plan_id))


@router.delete("/plans/{plan_id}", status_code=204)
def delete_plan(request: Request, plan_id: str) -> None:
    """Forget a plan, unless it is written and could not be taken back then."""
    remove_plan(studio_of(request), plan_id)


@router.get("/plans/{plan_id}/rows")
def list_rows(
    request: Request,
    plan_id: str,
    asked: Annotated[RowsAsked, Query()],
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
    limit: Annotated[int, Query(ge=0, le=1000)] = 100,
) -> PlanRows:
    """List the files of a plan as they stand now."""
    from genrelens.workflow.plan_review.selecting import select_rows

    rows = studio_of(request).plans.rows(plan_id)
    found = select_rows(rows, asked.query())
    return PlanRows(
        items=[tell_row(row) for row in found[offset : offset + limit]],
        total=len(found),
        counts=_counts(rows),
    )


@router.patch("/plans/{plan_id}/rows/{row}")
def change_row(
    request: Request, plan_id: str, row: _Row, asked: RowChange
) -> RowAndCounts:
    """Change what is done with one file; it is on the disk when this answers."""
    studio = studio_of(request)
    before = row_of(studio, plan_id, row)
    _change(studio, plan_id, [before], asked)
    return _row_and_counts(studio, plan_id, row)


@router.delete("/plans/{plan_id}/rows/{row}")
def reset_row(request: Request, plan_id: str, row: _Row) -> RowAndCounts:
    """Let one file stand as it was planned."""
    studio = studio_of(request)
    reset_rows(studio, plan_id, [row_of(studio, plan_id, row)])
    return _row_and_counts(studio, plan_id, row)


@router.post("/plans/{plan_id}/rows")
def change_many(request: Request, plan_id: str, asked: ManyRows) -> ManyChanged:
    """Change all files that fulfil conditions: all of them, or none."""
    from genrelens.workflow.plan_review.selecting import select_rows

    studio = studio_of(request)
    found = select_rows(studio.plans.rows(plan_id), asked.rows.query())
    if asked.change is None:
        reset_rows(studio, plan_id, found)
    else:
        _change(studio, plan_id, found, asked.change)
    return ManyChanged(n_rows=len(found), counts=_counts(studio.plans.rows(plan_id)))


@router.get(
    "/plans/{plan_id}/plan.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def plan_csv(request: Request, plan_id: str, *, raw: bool = False) -> Response:
    """Give the plan as it stands now, as `genrelens tag apply` reads it.

    Text that a spreadsheet would run as a formula begins with an apostrophe, unless
    `raw` is asked for.
    """
    text = reviewed_csv(studio_of(request), plan_id, raw=raw)
    return Response(
        text.encode("utf-8"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="plan.csv"'},
    )


@router.post("/plans/{plan_id}/apply", status_code=202)
def apply(request: Request, plan_id: str, asked: Confirmation) -> PlanAndJob:
    """Write the genres into the files, once it was said how many these are."""
    studio = studio_of(request)
    job = apply_reviewed(studio, plan_id, asked.files)
    plan = describe_plan(studio, studio.store.plans.get(plan_id))
    return PlanAndJob(plan=plan, job=describe_job(studio, job))


@router.post("/plans/{plan_id}/undo", status_code=202)
def undo(request: Request, plan_id: str) -> PlanAndJob:
    """Give every file back what it had before the plan was applied."""
    studio = studio_of(request)
    job = undo_applied(studio, plan_id)
    plan = describe_plan(studio, studio.store.plans.get(plan_id))
    return PlanAndJob(plan=plan, job=describe_job(studio, job))


@router.get("/plans/{plan_id}/outcomes")
def list_outcomes(request: Request, plan_id: str) -> Outcomes:
    """Tell what became of each file."""
    studio = studio_of(request)
    told = {kind: told_outcomes(studio, plan_id, kind) for kind in ("apply", "undo")}
    return Outcomes.model_validate(told)


def describe_plan(studio: Studio, record: PlanRecord) -> Plan:
    """Tell of a plan."""
    made: dict[str, Any] = record.summary.get("plan", {})
    is_made = record.state not in ("making", "failed")
    return Plan(
        id=record.id,
        music=record.music_id,
        **{
            name: record.request[name]
            for name in ("model", "model_name", "policy", "max_error")
        },
        created=record.created,
        state=record.state,
        error=record.error,
        promise=made.get("promise", ""),
        notices=made.get("notices", []),
        counts=_counts(studio.plans.rows(record.id)) if is_made else None,
        applied=record.summary.get("apply", {}).get("counts"),
        undone=record.summary.get("undo", {}).get("counts"),
    )


def tell_row(row: ReviewRow) -> PlanRowAnswer:
    """Tell of one file of a plan."""
    plan = row.plan
    return PlanRowAnswer(
        row=row.row,
        path=plan.path,
        artist=plan.artist,
        title=plan.title,
        old=list(plan.old),
        new=list(row.new),
        decision=row.decision,  # type: ignore[arg-type]
        planned=plan.decision,  # type: ignore[arg-type]
        candidates=list(row.candidates),
        probability=plan.probability,
        reasons=plan.reasons,
        is_changed=row.is_changed,
        is_writable=row.is_writable,
    )


def _change(
    studio: Studio, plan_id: str, rows: list[ReviewRow], asked: RowChange
) -> None:
    genres = None if asked.genres is None else tuple(asked.genres)
    change_rows(studio, plan_id, rows, decision=asked.decision, genres=genres)


def _row_and_counts(studio: Studio, plan_id: str, row: int) -> RowAndCounts:
    rows = studio.plans.rows(plan_id)
    return RowAndCounts(row=tell_row(rows[row - 1]), counts=_counts(rows))


def _counts(rows: tuple[ReviewRow, ...]) -> PlanCounts:
    from genrelens.workflow.plan_review.rows import count_rows
    from genrelens.workflow.tag_plans.promised import tell_promised

    counts = count_rows(rows)
    promised = counts.promised
    return PlanCounts(
        **{name: getattr(counts, name) for name in _COUNTED},
        sure=promised.n_sure,
        contradicting=promised.n_contradicting,
        expected_wrong=promised.expected_wrong,
        promised=tell_promised(promised),
    )
