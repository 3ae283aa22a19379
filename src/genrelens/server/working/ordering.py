"""Write down for a child what it is to do, with paths that only the server knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.server.keeping.taking.music_results import MUSIC_JOBS
from genrelens.server.music.roots import open_roots
from genrelens.server.warming.libraries import have_libraries

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.server.keeping.jobs import JobRecord
    from genrelens.server.keeping.store import Store
    from genrelens.server.settings import Settings

__all__ = ["MUSIC_TAGS", "order_of"]

MUSIC_TAGS = "music-tags"
"""Stands for the start from the network's tags, in place of a model's id."""


def order_of(job: JobRecord, store: Store, settings: Settings) -> dict[str, Any]:
    """Give the order for a job, as plain values.

    Returns
    -------
    dict
        ``kind``, ``job``, ``output`` (an empty folder), ``options`` (what was asked
        for), and the files: ``table``, for predictions ``model``, for trainings with
        a label review ``corrections``; with music ``folder`` (the music itself),
        ``place`` (what was read of it), and the folder of the ``plan``.

    Raises
    ------
    NotHere
        If what the job works on was removed.
    MusicNotGivenError
        If the music folder is not one of those given at the start.
    """
    store.jobs.clear_output(job.id)  # of an attempt that was cut short
    order: dict[str, Any] = {
        "kind": job.kind,
        "job": job.id,
        "output": str(store.jobs.output(job.id)),
        "options": job.request,
    }
    if job.kind in MUSIC_JOBS:
        return order | _with_music(job, store, settings)
    if job.kind == "predict":
        answer = store.answers.get(job.answer_id)
        order["table"] = str(store.answers.path(answer.id))
        order["name"] = answer.name
        order["model"] = str(store.models.file(job.model_id, "model"))
        return order
    table = store.tables.get(job.table_id)
    order["table"] = str(store.tables.path(table.id))
    order["name"] = table.name
    order["is_sample"] = table.is_sample
    order["threads"] = settings.threads
    options = {**table.options.to_dict(), **job.request}
    reviewed = options.pop("corrections_of", None)
    if reviewed:
        order["corrections"] = str(_corrections(store, reviewed))
    order["options"] = options
    return order


def _with_music(job: JobRecord, store: Store, settings: Settings) -> dict[str, Any]:
    roots = open_roots(store, settings.music)
    told = {
        "folder": str(roots.path(job.music_id)),
        "place": str(store.music.place(job.music_id)),
        "threads": settings.threads,
    }
    if job.plan_id:
        told["plan"] = str(store.plans.folder(job.plan_id))
    if job.kind in ("name", "plan"):
        model = job.request.get("model", "")
        is_start = model == MUSIC_TAGS
        told["model"] = model if is_start else str(store.models.file(model, "model"))
    return told


def _corrections(store: Store, model_id: str) -> Path:
    """Write what was decided about a model's labels, as it stands now."""
    have_libraries()
    from genrelens.workflow.labels.decided_table import write_corrections

    return write_corrections(
        store.models.file(model_id, "review"),
        store.decisions.all(model_id),
        store.models.folder(model_id) / "corrections.csv",
    )
