"""Start, follow, cancel and repeat what takes long."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from genrelens.errors import InputError
from genrelens.server.studio import studio_of
from genrelens.server.working.training_options import TrainingOptions

if TYPE_CHECKING:
    from genrelens.server.keeping.jobs import JobRecord
    from genrelens.server.studio import Studio
    from genrelens.server.working.progress import JobProgress

__all__ = ["JobAnswer", "describe_job", "router", "start_training"]

router = APIRouter(tags=["jobs"])

_STATES = Literal["queued", "running", "done", "failed", "cancelled", "interrupted"]


class NewJob(BaseModel):
    """A training that is asked for."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["train"]
    table: str = Field(max_length=40, description="Id of the table to learn from.")
    options: TrainingOptions = Field(default_factory=TrainingOptions)


class StageAnswer(BaseModel):
    """One stage of a job."""

    name: str
    state: Literal["over", "running", "to come"]
    done: int
    total: int
    seconds: float
    seconds_left: float | None = Field(
        description="About how much longer; null where that is not known."
    )


class JobAnswer(BaseModel):
    """A job, how far it is, and what came of it."""

    id: str
    kind: Literal[
        "inspect", "train", "predict", "extract", "name", "plan", "apply", "undo"
    ]
    state: _STATES
    table: str = Field(description="Id of its table; empty where there is none.")
    model: str = Field(description="Id of the model it used or made.")
    answer: str
    music: str = Field(description="Id of its music folder; empty where there is none.")
    plan: str
    created: str
    started: str
    finished: str
    stage: str
    done: int
    total: int
    stages: list[StageAnswer] = Field(
        description="While it runs: stages that began, then those expected."
    )
    seconds: float = Field(description="Time since it began, or that it took.")
    seconds_left: float | None = Field(
        description="About how much longer; null where that is not known."
    )
    position: int = Field(description="Place in the queue, from 1; 0 beside it.")
    attempt: int
    note: str
    error: str
    page: str = Field(description="Address of the page to look at next.")


class JobList(BaseModel):
    """Jobs, the newest first."""

    items: list[JobAnswer]
    total: int


@router.get("/jobs")
def list_jobs(
    request: Request, state: _STATES | None = None, limit: int = 100, offset: int = 0
) -> JobList:
    """List the jobs, the newest first."""
    studio = studio_of(request)
    records = studio.store.jobs.list(state)[::-1]
    first = max(offset, 0)
    shown = records[first : first + min(max(limit, 0), 1_000)]
    return JobList(
        items=[describe_job(studio, record) for record in shown], total=len(records)
    )


@router.post("/jobs", status_code=202)
def new_job(request: Request, asked: NewJob) -> JobAnswer:
    """Put a training into the queue."""
    studio = studio_of(request)
    return describe_job(studio, start_training(studio, asked.table, asked.options))


@router.get("/jobs/{job_id}")
def one_job(request: Request, job_id: str) -> JobAnswer:
    """Tell how far a job is."""
    studio = studio_of(request)
    return describe_job(studio, studio.store.jobs.get(job_id))


@router.post("/jobs/{job_id}/cancel")
def cancel_job(request: Request, job_id: str) -> JobAnswer:
    """End a job that waits or runs; one that is over stays as it is."""
    studio = studio_of(request)
    return describe_job(studio, studio.queue.cancel(job_id))


@router.post("/jobs/{job_id}/again", status_code=202)
def repeat_job(request: Request, job_id: str) -> JobAnswer:
    """Put a job that is over into the queue once more, as a new job."""
    studio = studio_of(request)
    return describe_job(studio, studio.queue.again(job_id))


def start_training(
    studio: Studio, table_id: str, options: TrainingOptions
) -> JobRecord:
    """Queue a training of a table that can be read.

    Raises
    ------
    NotHere
        If the table, or the model whose corrections are asked for, is not here.
    InputError
        If the table could not be read, or a setting means nothing.
    """
    table = studio.store.tables.get(table_id)
    if table.state == "failed":
        raise InputError(
            f"The table could not be read, so nothing can be learnt from it: "
            f"{table.error} Change how it is read first."
        )
    if options.corrections_of is not None:
        studio.store.models.get(options.corrections_of)
    return studio.queue.submit("train", table_id=table.id, request=options.to_request())


def describe_job(studio: Studio, job: JobRecord) -> JobAnswer:
    """Tell of a job, with live progress where it runs."""
    live = studio.queue.progress(job.id) if job.state == "running" else None
    return JobAnswer(
        id=job.id,
        kind=job.kind,
        state=job.state,
        table=job.table_id,
        model=job.model_id,
        answer=job.answer_id,
        music=job.music_id,
        plan=job.plan_id,
        created=job.created,
        started=job.started,
        finished=job.finished,
        stage=job.stage,
        done=job.done,
        total=job.total,
        stages=_stages(live),
        seconds=_seconds(job) if live is None else live.seconds,
        seconds_left=None if live is None else live.seconds_left,
        position=job.position,
        attempt=job.attempt,
        note=_note(studio, job),
        error=job.error,
        page=_page(job),
    )


def _note(studio: Studio, job: JobRecord) -> str:
    trouble = studio.queue.trouble_of(job)
    return f"Jobs do not go on just now: {trouble}" if trouble else job.note


def _stages(live: JobProgress | None) -> list[StageAnswer]:
    return (
        []
        if live is None
        else [
            StageAnswer(
                name=stage.name,
                state=stage.state,
                done=stage.done,
                total=stage.total,
                seconds=stage.seconds,
                seconds_left=stage.seconds_left,
            )
            for stage in live.stages
        ]
    )


def _seconds(job: JobRecord) -> float:
    """Give the time that a job which does not run took; 0 where it never began."""
    if not job.started or not job.finished:
        return 0.0
    began, ended = (
        datetime.fromisoformat(moment).astimezone(UTC)
        for moment in (job.started, job.finished)
    )
    return max((ended - began).total_seconds(), 0.0)


def _page(job: JobRecord) -> str:
    """Give the page of what a job made; its own page where it made nothing."""
    if job.state == "done" and job.kind == "train" and job.model_id:
        return f"/models/{job.model_id}"
    if job.state == "done" and job.kind == "inspect" and job.table_id:
        return f"/tables/{job.table_id}"
    if job.state == "done" and job.kind == "predict" and job.answer_id:
        return f"/answers/{job.answer_id}"
    if job.state == "done" and job.plan_id:
        return f"/plans/{job.plan_id}"
    if job.state == "done" and job.music_id:
        return f"/music/{job.music_id}"
    return f"/jobs/{job.id}"
