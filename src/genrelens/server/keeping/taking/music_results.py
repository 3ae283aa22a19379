"""Bring what jobs with music made to its place, and record it."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from genrelens.server.keeping.completion import take_output
from genrelens.server.keeping.database.ids import NotHere
from genrelens.writing import write_bytes

if TYPE_CHECKING:
    from genrelens.server.keeping.jobs import JobRecord
    from genrelens.server.keeping.music.plans import PlanState
    from genrelens.server.keeping.store import Store
    from genrelens.server.keeping.tables import TableOptions

__all__ = ["MUSIC_JOBS", "TABLE", "record_music", "take_music"]

MUSIC_JOBS: Final = frozenset({"extract", "name", "plan", "apply", "undo"})
_MEASURED: Final = "tracks.sound.json"
_MEASURED_OF_TABLE: Final = "original.sound.json"  # where a training looks for it
_PLAN_STATES: Final[dict[str, PlanState]] = {
    "plan": "ready",
    "apply": "applied",
    "undo": "undone",
}
TABLE: Final = "table.parquet"
"""What a reading leaves for the list of tables, beside what it leaves for itself."""


def take_music(store: Store, job: JobRecord, output: Path) -> None:
    """Move files to their place; killed in between, it can be done once more.

    Raises
    ------
    NotHere
        If the folder or the plan was removed meanwhile.
    """
    if job.kind == "plan":
        take_output(output, store.plans.folder(job.plan_id))
        return
    if job.kind == "extract" and (output / TABLE).is_file():
        _add_table(store, job, output / TABLE)
    take_output(output, store.music.place(job.music_id))


def record_music(store: Store, job: JobRecord, result: dict[str, Any]) -> None:
    """Record what a job made; called within a transaction."""
    if job.kind == "extract":
        store.music.set_read(job.music_id, _queue_reading(store, job), result)
    elif job.kind == "name":
        store.music.set_named(job.music_id, result)
    else:
        store.plans.set_state(job.plan_id, _PLAN_STATES[job.kind])
        store.plans.tell(job.plan_id, **{job.kind: result})


def _add_table(store: Store, job: JobRecord, made: Path) -> None:
    """Keep a new table among the others, unless it is the one that is here already."""
    with made.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    music = store.music.get(job.music_id)
    before = _table_of(store, music.table_id)
    if before is not None and before[0] == sha256:
        made.unlink()
        return
    if _table_of(store, job.result_id) is None:
        with tempfile.NamedTemporaryFile(
            suffix=".part", dir=store.folders.uploads, delete=False
        ) as arriving:
            copy = Path(arriving.name)
        try:
            shutil.copyfile(made, copy)
            store.tables.add(
                f"{music.name}.parquet",
                copy,
                sha256,
                copy.stat().st_size,
                suffix=".parquet",
                options=None if before is None else before[1],
                table_id=job.result_id,
            )
        finally:
            copy.unlink(missing_ok=True)
    measured = made.with_name(_MEASURED)
    if measured.is_file():
        kept = store.tables.folder(job.result_id) / _MEASURED_OF_TABLE
        write_bytes(kept, measured.read_bytes())
    made.unlink()


def _queue_reading(store: Store, job: JobRecord) -> str:
    """Have a new table inspected; give the id of the folder's table."""
    if _table_of(store, job.result_id) is None:
        return store.music.get(job.music_id).table_id
    store.tables.set_state(job.result_id, "reading")
    store.jobs.add("inspect", table_id=job.result_id, request={})
    return job.result_id


def _table_of(store: Store, table_id: str) -> tuple[str, TableOptions] | None:
    try:
        found = store.tables.get(table_id)
    except NotHere:
        return None
    return found.sha256, found.options
