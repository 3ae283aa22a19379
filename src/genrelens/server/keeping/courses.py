"""Remember how jobs that ended well spent their time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from genrelens.server.keeping.database.connection import Database

__all__ = ["Courses"]

_KEPT = 20  # of each kind and table


class Courses:
    """The courses of a store: points of stage, part of the stage, part of the time.

    Parameters
    ----------
    database : Database
        Where they are recorded.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, job_id: str, kind: str, table_id: str, points: list[Any]) -> None:
        """Keep a course; the oldest of many of its kind is forgotten."""
        with self._database.transaction(may_be_lost=True):
            self._database.write(
                "INSERT OR REPLACE INTO courses (job_id, kind, table_id, points) "
                "VALUES (?, ?, ?, ?)",
                (job_id, kind, table_id, json.dumps(points)),
            )
            self._database.write(
                "DELETE FROM courses WHERE kind = ? AND table_id = ? AND number NOT IN "
                "(SELECT number FROM courses WHERE kind = ? AND table_id = ? "
                "ORDER BY number DESC LIMIT ?)",
                (kind, table_id, kind, table_id, _KEPT),
            )

    def recent(self, kind: str, *, table_id: str, most: int) -> list[list[Any]]:
        """Give the newest courses of a kind: of one table, or else of any."""
        for where, values in (("AND table_id = ?", (table_id,)), ("", ())):
            rows = self._database.rows(
                f"SELECT points FROM courses WHERE kind = ? {where} "  # noqa: S608
                "ORDER BY number DESC LIMIT ?",
                (kind, *values, most),
            )
            if rows:
                return [json.loads(row["points"]) for row in rows]
        return []
