"""Bring a job's complete output to its place, and record it in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.server.keeping.completion import completed, take_output
from genrelens.server.keeping.database.ids import NotHere
from genrelens.server.keeping.database.times import utc_now
from genrelens.server.keeping.taking.music_results import (
    MUSIC_JOBS,
    record_music,
    take_music,
)

if TYPE_CHECKING:
    from genrelens.server.keeping.jobs import JobRecord
    from genrelens.server.keeping.store import Store

__all__ = ["adopt"]

_GONE = "What the job worked on was removed meanwhile, so its result was not kept."


def adopt(store: Store, job_id: str) -> JobRecord | None:
    """Keep what a job made, if all of it is there; killed in between, do it once more.

    A training's files become the folder of its model, whose id (`result_id`) was
    decided when it was asked for; an inspection's go to its table, a prediction's to
    its answer, those of music to the folder or the plan.

    Parameters
    ----------
    store : Store
        Where it belongs.
    job_id : str
        A job that is not over.

    Returns
    -------
    JobRecord or None
        The job, which is over now; None where its output is not complete.
    """
    job = store.jobs.get(job_id)
    output = store.jobs.output(job.id)
    result = completed(output)
    if result is None:
        return None
    try:
        if job.kind == "train":
            take_output(output, store.models.place(job.result_id))
        elif job.kind == "inspect":
            take_output(output, store.tables.folder(job.table_id))
        elif job.kind in MUSIC_JOBS:
            take_music(store, job, output)
        else:
            take_output(output, store.answers.folder(job.answer_id))
        with store.transaction():
            _record(store, job, result)
    except NotHere:
        store.jobs.update(job.id, state="failed", error=_GONE, finished=utc_now())
    store.jobs.clear_output(job.id)
    return store.jobs.get(job.id)


def _record(store: Store, job: JobRecord, result: dict[str, Any]) -> None:
    over: dict[str, Any] = {
        "state": "done",
        "finished": utc_now(),
        "error": "",
        "seconds_left": None,
    }
    if job.kind == "train":
        model = store.models.add(
            job.result_id,
            result["name"],
            sha256=result["sha256"],
            source="trained",
            table_id=job.table_id,
            job_id=job.id,
            seconds=result["seconds"],
            summary=result["summary"],
        )
        over["model_id"] = model.id
    elif job.kind == "inspect":
        store.tables.set_state(job.table_id, "ready", summary=result)
    elif job.kind in MUSIC_JOBS:
        record_music(store, job, result)
    else:
        store.answers.set_state(job.answer_id, "ready")
    store.jobs.update(job.id, **over)
