"""Say on what a job worked on that it did not come to an end, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from genrelens.server.keeping.jobs import JobRecord
    from genrelens.server.keeping.store import Store

__all__ = ["JOURNAL", "WORK", "tell_not_done"]

WORK: Final = {
    "inspect": "inspection",
    "predict": "prediction",
    "train": "training",
    "extract": "reading of the music",
    "name": "naming of the genres",
    "plan": "making of the plan",
    "apply": "writing of the genres",
    "undo": "taking back",
}
"""What a job of a kind does, in words."""

JOURNAL: Final = "journal"
"""What the name of a plan's journal holds; it is there once anything is written."""


def tell_not_done(store: Store, job: JobRecord, told: str) -> None:
    """Record on a table, an answer, a folder or a plan why a job did not end well."""
    if job.kind == "inspect" and job.table_id:
        store.tables.set_state(job.table_id, "failed", told)
    if job.kind == "predict" and job.answer_id:
        store.answers.set_state(job.answer_id, "failed", told)
    if job.kind == "extract" and job.music_id:
        store.music.set_state(job.music_id, "failed", told)
    if job.kind == "plan" and job.plan_id:
        store.plans.set_state(job.plan_id, "failed", told)
    if job.kind in ("apply", "undo") and job.plan_id:
        has_begun = any(store.plans.folder(job.plan_id).glob(f"*{JOURNAL}*"))
        store.plans.set_state(job.plan_id, "stopped" if has_begun else "ready", told)
