"""Remember what takes long: what was asked, how far it is, how it ended."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from genrelens.server.keeping.database.ids import Kind, NotHere, checked_id, new_id
from genrelens.server.keeping.database.times import utc_now

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from genrelens.server.keeping.database.connection import Database
    from genrelens.server.keeping.folders import Folders

__all__ = ["JobKind", "JobRecord", "JobState", "Jobs"]

JobKind = Literal[
    "inspect", "train", "predict", "extract", "name", "plan", "apply", "undo"
]
JobState = Literal["queued", "running", "done", "failed", "cancelled", "interrupted"]

_PROGRESS = frozenset({"stage", "done", "total", "note", "seconds_left"})
_CHANGEABLE = _PROGRESS | {
    *("state", "started", "finished", "error", "attempt"),
    *("table_id", "model_id", "answer_id", "music_id", "plan_id"),
}
_REFERENCES = ("table_id", "model_id", "answer_id", "music_id", "plan_id")
_MAKES: dict[str, Kind] = {"train": "model", "extract": "table"}
_LANE = """CASE WHEN {job}.kind = 'train' THEN 1
    WHEN {job}.kind IN ('inspect', 'predict') THEN 2 ELSE 3 END"""
_QUERY = f"""
SELECT jobs.*, CASE WHEN state = 'queued' THEN (
    SELECT count(*) FROM jobs AS other WHERE other.state = 'queued'
    AND {_LANE.format(job="other")} = {_LANE.format(job="jobs")}
    AND (other.created, other.rowid) <= (jobs.created, jobs.rowid)
) ELSE 0 END AS position FROM jobs
"""  # noqa: S608 (our own words)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRecord:
    """A piece of work that takes long.

    Parameters
    ----------
    id : str
        ``job-…``.
    kind : str
        What is done: ``inspect``, ``train``, ``predict``, or with music ``extract``,
        ``name``, ``plan``, ``apply``, ``undo``.
    state : str
        ``queued``, ``running``, ``done``, ``failed``, ``cancelled`` or
        ``interrupted`` (the server died twice while it ran).
    table_id, model_id, answer_id, music_id, plan_id : str
        What it works on or made; empty where there is none (any more).
    result_id : str
        The id of the model that a training makes, or of the table that reading music
        makes; decided beforehand, so that what was finished when the server died can
        be adopted.
    request : dict
        Plain values that the task is given.
    created, started, finished : str
        Times in UTC; empty where it has not come to that.
    stage, done, total : str, int, int
        How far it is.
    note : str
        What a reader should know (what was lost when the server died).
    error : str
        Why it failed, in words for people.
    attempt : int
        How often it was started.
    position : int
        Place in its queue, from 1; 0 where it does not wait.
    seconds_left : float, optional
        Estimated; None where it is not known.
    """

    id: str
    kind: JobKind
    state: JobState
    table_id: str
    model_id: str
    answer_id: str
    result_id: str
    request: dict[str, Any]
    created: str
    started: str
    finished: str
    stage: str
    done: int
    total: int
    note: str
    error: str
    attempt: int
    position: int
    seconds_left: float | None
    music_id: str
    plan_id: str

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state not in ("queued", "running")


class Jobs:
    """The jobs of a store.

    Parameters
    ----------
    database : Database
        Where they are recorded.
    folders : Folders
        Where their children write.
    """

    def __init__(self, database: Database, folders: Folders) -> None:
        self._database = database
        self._folders = folders

    def add(
        self,
        kind: JobKind,
        *,
        table_id: str = "",
        model_id: str = "",
        answer_id: str = "",
        music_id: str = "",
        plan_id: str = "",
        request: dict[str, Any],
    ) -> JobRecord:
        """Put a job into the queue."""
        made = new_id("job")
        result = new_id(_MAKES[kind]) if kind in _MAKES else ""
        self._database.write(
            "INSERT INTO jobs VALUES (?, ?, 'queued', ?, ?, ?, ?, ?, ?, '', '', "
            "'', 0, 0, '', '', 0, NULL, ?, ?)",
            (
                *(made, kind, table_id or None, model_id or None, answer_id or None),
                *(result, json.dumps(request, sort_keys=True), utc_now()),
                *(music_id or None, plan_id or None),
            ),
        )
        return self.get(made)

    def get(self, job_id: str) -> JobRecord:
        """Give one job.

        Raises
        ------
        NotHere
            If there is none of that id.
        """
        found = self._database.row(
            f"{_QUERY} WHERE jobs.id = ?", (checked_id("job", job_id),)
        )
        if found is None:
            raise NotHere("job", job_id)
        return _record(found)

    def list(self, state: JobState | None = None) -> list[JobRecord]:
        """Give all jobs, or those in one state, in the order of their coming."""
        where, values = ("", ()) if state is None else ("WHERE state = ?", (state,))
        query = f"{_QUERY} {where} ORDER BY jobs.created, jobs.rowid"
        return [_record(row) for row in self._database.rows(query, values)]

    def update(self, job_id: str, **fields: Any) -> JobRecord:
        """Change some fields of a job.

        Progress alone (``stage``, ``done``, ``total``, ``note``, ``seconds_left``)
        is written without waiting for the disk; anything else is on the disk
        afterwards.

        Raises
        ------
        NotHere
            If there is no job of that id.
        TypeError
            If there is no such field, or it never changes.
        """
        unknown = sorted(set(fields) - _CHANGEABLE)
        if unknown or not fields:
            raise TypeError(f"no field of a job that changes: {', '.join(unknown)}")
        values = [
            value or None if name in _REFERENCES else value
            for name, value in fields.items()
        ]
        changes = ", ".join(f"{name} = ?" for name in fields)
        changed = self._database.write(
            f"UPDATE jobs SET {changes} WHERE id = ?",  # noqa: S608
            (*values, checked_id("job", job_id)),
            may_be_lost=_PROGRESS.issuperset(fields),
        )
        if not changed:
            raise NotHere("job", job_id)
        return self.get(job_id)

    def output(self, job_id: str) -> Path:
        """Give the folder that the job's child writes to, made if need be."""
        folder = self._folders.make(self._folders.jobs / self.get(job_id).id)
        return self._folders.make(folder / "output")

    def clear_output(self, job_id: str) -> None:
        """Delete what the job's child wrote."""
        self._folders.remove(self._folders.jobs / self.get(job_id).id)


def _record(row: sqlite3.Row) -> JobRecord:
    told = {name: row[name] for name in row.keys()}  # noqa: SIM118
    for name in _REFERENCES:
        told[name] = told[name] or ""
    told["request"] = json.loads(told["request"])
    return JobRecord(**told)
