"""Clear up what a server that died left behind, and keep what it had finished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from genrelens.server.keeping.adopting import adopt
from genrelens.server.keeping.database.times import utc_now
from genrelens.server.keeping.taking.telling import tell_not_done

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.server.keeping.jobs import JobRecord
    from genrelens.server.keeping.store import Store

__all__ = ["Recovery", "recover"]

_MOST_ATTEMPTS = 2
_NEVER_BY_ITSELF = frozenset({"apply", "undo"})  # files of others are changed by them
_NOT_BEGUN = (
    "The server stopped before this began, so it changed no file. Open the plan to "
    "have it done now."
)
_HALF = (
    "The server stopped while files were being changed. Every file is whole: it has "
    "its old genres or its new ones. Open the plan to go on, or to take back what was "
    "written."
)
_PARTIAL = ".genrelens-partial-*"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was found when a server started.

    Parameters
    ----------
    adopted : tuple of str
        Jobs whose results were complete, and are kept.
    queued_again : tuple of str
        Jobs that begin anew.
    interrupted : tuple of str
        Jobs that were given up.
    n_swept : int
        Files and folders that nothing refers to, deleted.
    """

    adopted: tuple[str, ...]
    queued_again: tuple[str, ...]
    interrupted: tuple[str, ...]
    n_swept: int


def recover(store: Store) -> Recovery:
    """Bring records and files into agreement, before any new work begins.

    Parameters
    ----------
    store : Store
        Just opened, with nothing running on it.

    Returns
    -------
    Recovery
        What was found.
    """
    adopted, queued, given_up = [], [], []
    for job in store.jobs.list("running"):
        if adopt(store, job.id) is not None:
            adopted.append(job.id)
        elif job.attempt < _MOST_ATTEMPTS and job.kind not in _NEVER_BY_ITSELF:
            _queue_again(store, job)
            queued.append(job.id)
        else:
            _give_up(store, job)
            given_up.append(job.id)
    for job in store.jobs.list("queued"):
        if job.kind in _NEVER_BY_ITSELF:
            _give_up(store, job)
            given_up.append(job.id)
    _tell_waiting(store)
    n_swept = _sweep(store)
    return Recovery(tuple(adopted), tuple(queued), tuple(given_up), n_swept)


def _queue_again(store: Store, job: JobRecord) -> None:
    store.jobs.clear_output(job.id)
    store.jobs.update(
        job.id,
        state="queued",
        stage="",
        done=0,
        total=0,
        seconds_left=None,
        note=f"The server stopped while this ran{_where(job)}. It begins anew; what "
        f"had been done of it is lost, and nothing else.",
    )


def _give_up(store: Store, job: JobRecord) -> None:
    store.jobs.clear_output(job.id)
    sentence = (
        f"The server stopped {job.attempt} times while this ran{_where(job)}, so it is "
        f"not tried again by itself. Start it again if you wish; with less memory in "
        f"use, or a smaller table."
    )
    if job.kind in _NEVER_BY_ITSELF:
        sentence = _NOT_BEGUN if job.state == "queued" else _HALF
        tell_not_done(store, job, sentence)
    store.jobs.update(
        job.id, state="interrupted", finished=utc_now(), error=sentence, note=""
    )


def _where(job: JobRecord) -> str:
    return f" (at '{job.stage}')" if job.stage else ""


def _tell_waiting(store: Store) -> None:
    """Call nothing in the making that no job is about to make."""
    live = [*store.jobs.list("queued"), *store.jobs.list("running")]
    reading = {job.table_id for job in live if job.kind == "inspect"}
    answering = {job.answer_id for job in live if job.kind == "predict"}
    for table in store.tables.list():
        if table.state == "reading" and table.id not in reading:
            store.tables.set_state(
                table.id, "failed", "Its reading was interrupted. Read it again."
            )
    for answer in store.answers.list():
        if answer.state == "working" and answer.id not in answering:
            store.answers.set_state(
                answer.id, "failed", "Its answering was interrupted. Send it again."
            )
    _tell_music_waiting(store, live)


def _tell_music_waiting(store: Store, live: list[JobRecord]) -> None:
    folders = {job.music_id for job in live if job.kind == "extract"}
    plans = {job.plan_id for job in live if job.plan_id}
    for folder in store.music.list():
        if folder.state == "reading" and folder.id not in folders:
            store.music.set_state(
                folder.id, "failed", "Its reading was interrupted. Read it again."
            )
    for plan in store.plans.list():
        if plan.id in plans:
            continue
        if plan.state == "making":
            store.plans.set_state(
                plan.id, "failed", "Its making was interrupted. Make another one."
            )
        if plan.state in ("applying", "undoing"):
            store.plans.set_state(plan.id, "stopped", "It was stopped in between.")


def _sweep(store: Store) -> int:
    folders = store.folders
    kept = {
        folders.tables: {table.id for table in store.tables.list()},
        folders.models: {model.id for model in store.models.list()},
        folders.answers: {answer.id for answer in store.answers.list()},
        folders.jobs: {job.id for job in store.jobs.list() if not job.is_over},
        folders.uploads: set(),
        folders.music: {music.id for music in store.music.list()},
        folders.plans: {plan.id for plan in store.plans.list()},
    }
    n_swept = 0
    for folder, names in kept.items():
        for entry in folder.iterdir():
            if entry.name not in names:
                _delete(store, entry)
                n_swept += 1
    for partial in [*folders.data.rglob(_PARTIAL)]:
        _delete(store, partial)
        n_swept += 1
    return n_swept


def _delete(store: Store, entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        store.folders.remove(entry)
    else:
        entry.unlink()
