"""Read a table in another way, or remove it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from genrelens.server.keeping.store import InUseError
from genrelens.server.tables.showing import inspection_of
from genrelens.server.warming.libraries import have_libraries

if TYPE_CHECKING:
    from genrelens.server.keeping.jobs import JobRecord
    from genrelens.server.keeping.tables import TableOptions, TableRecord
    from genrelens.server.studio import Studio

__all__ = ["change_options", "newest_inspection", "read_again", "remove_table"]

_NAMING: Final = ("group", "drop", "force", "features")
_FOR_TRAINING_ONLY: Final = frozenset({"group", "features"})


def newest_inspection(studio: Studio, table_id: str) -> JobRecord | None:
    """Give the job that reads a table, or read it last."""
    jobs = studio.store.jobs.list()
    own = [job for job in jobs if job.kind == "inspect" and job.table_id == table_id]
    return own[-1] if own else None


def change_options(studio: Studio, table_id: str, options: TableOptions) -> TableRecord:
    """Keep how a table is to be read, and read it again where that changes anything.

    Raises
    ------
    InputError
        If a column that is newly named is not one of a table that has been read.
    NotHere
        If the table is not here.
    InUseError
        If a training of it waits or runs.
    """
    before = studio.store.tables.get(table_id)
    if options == before.options:
        return before
    _refuse_in_training(studio, table_id, "change how it is read")
    _refuse_unknown(studio, before, options)
    studio.store.tables.set_options(table_id, options)
    told, now = before.options.to_dict(), options.to_dict()
    changed = {name for name in now if now[name] != told[name]}
    if changed - _FOR_TRAINING_ONLY:
        read_again(studio, table_id)
    return studio.store.tables.get(table_id)


def read_again(studio: Studio, table_id: str) -> JobRecord:
    """Read a table from its file once more; a reading that runs is ended.

    Raises
    ------
    NotHere
        If the table is not here.
    """
    _end_readings(studio, studio.store.tables.get(table_id).id)
    return studio.queue.submit("inspect", table_id=table_id)


def remove_table(studio: Studio, table_id: str) -> None:
    """Forget a table and delete its files; models made of it stay.

    Raises
    ------
    NotHere
        If the table is not here.
    InUseError
        If a training of it waits or runs.
    """
    studio.store.tables.get(table_id)
    _refuse_in_training(studio, table_id, "remove it")
    _end_readings(studio, table_id)
    studio.store.tables.remove(table_id)


def _refuse_unknown(studio: Studio, table: TableRecord, options: TableOptions) -> None:
    """Refuse new names that no column has, where the columns are known to stay."""
    told, now = table.options, options
    is_known = (told.encoding, told.delimiter) == (now.encoding, now.delimiter)
    if table.state != "ready" or not is_known:
        return  # they are looked for when the table is read, and again in training
    new = {
        name: getattr(now, name)
        for name in _NAMING
        if getattr(now, name) != getattr(told, name)
    }
    if new:
        have_libraries()
        from genrelens.workflow.asked_columns import refuse_unknown_columns

        columns = inspection_of(studio, table.id)["columns"]
        refuse_unknown_columns(columns, **new)


def _end_readings(studio: Studio, table_id: str) -> None:
    for job in studio.store.jobs.list():
        if job.kind == "inspect" and job.table_id == table_id and not job.is_over:
            studio.queue.cancel(job.id)


def _refuse_in_training(studio: Studio, table_id: str, wish: str) -> None:
    for job in studio.store.jobs.list():
        if job.kind == "train" and job.table_id == table_id and not job.is_over:
            raise InUseError(
                f"A training of this table is {job.state}. Cancel it, or wait for its "
                f"end, to {wish}."
            )
