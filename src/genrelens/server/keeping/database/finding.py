"""Find or change what is kept under an id, and say so where nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from genrelens.server.keeping.database.ids import Kind, NotHere, checked_id

if TYPE_CHECKING:
    import sqlite3

    from genrelens.server.keeping.database.connection import Database, Value

__all__ = ["change", "find"]

_TABLES: Final[dict[Kind, str]] = {
    "table": "tables",
    "job": "jobs",
    "model": "models",
    "answer": "answers",
    "music": "music",
    "plan": "plans",
}


def find(database: Database, kind: Kind, asked: str) -> sqlite3.Row:
    """Give the row of one thing.

    Raises
    ------
    NotHere
        If there is none of that kind and id.
    """
    query = f"SELECT * FROM {_TABLES[kind]} WHERE id = ?"  # noqa: S608
    found = database.row(query, (checked_id(kind, asked),))
    if found is None:
        raise NotHere(kind, asked)
    return found


def change(database: Database, kind: Kind, asked: str, **columns: Value) -> None:
    """Write columns of the row of one thing, all of them or none.

    Parameters
    ----------
    database : Database
        Where it is recorded.
    kind : "table", "job", "model", "answer", "music" or "plan"
        What it is.
    asked : str
        Its id.
    **columns
        New values by the column's name, which is ours and never a stranger's.

    Raises
    ------
    NotHere
        If there is none of that kind and id.
    """
    written = ", ".join(f"{name} = ?" for name in columns)
    statement = f"UPDATE {_TABLES[kind]} SET {written} WHERE id = ?"  # noqa: S608
    if not database.write(statement, (*columns.values(), checked_id(kind, asked))):
        raise NotHere(kind, asked)
