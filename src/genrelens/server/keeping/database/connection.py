"""One SQLite connection that many threads may use, one at a time."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from genrelens.errors import OutputError
from genrelens.server.keeping.database.schema import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["Database", "NoRoomError"]

Value = str | int | float | None

_UNWRITABLE = frozenset(
    (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)
)
_PRIMARY = 0xFF  # the rest of an error's code tells its variant
_NO_ROOM = (
    "The studio could not write to its data folder ({error}), so nothing was changed. "
    "Make room on its disk, or see that it may be written; then do this again."
)


class NoRoomError(OutputError):
    """The database cannot be written, most likely since the disk is full."""


class Database:
    """The studio's database, open.

    Every write stands in a transaction. What a transaction wrote is on the disk when
    it ends, unless it was said that it may be lost (progress of a job): then a power
    failure may lose it, but never tears anything.

    Parameters
    ----------
    file : Path
        The database; made where it does not exist.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = threading.RLock()
        self._depth = 0
        file.touch(mode=0o600)
        self._connection = sqlite3.connect(
            file, isolation_level=None, check_same_thread=False, timeout=10
        )
        self._connection.row_factory = sqlite3.Row
        try:
            for pragma in ("journal_mode = WAL", "foreign_keys = ON"):
                self._connection.execute(f"PRAGMA {pragma}").fetchall()
            self._connection.execute("PRAGMA synchronous = FULL")
            migrate(self._connection)
        except BaseException:
            self._connection.close()
            raise

    @contextmanager
    def transaction(self, *, may_be_lost: bool = False) -> Iterator[None]:
        """Do several things as one: all of them, or none.

        A transaction within a transaction is part of the outer one. Other threads
        wait until it ends, so nothing slow belongs into it.

        Raises
        ------
        NoRoomError
            If the disk does not take it; nothing of it is kept then.
        """
        with self._lock:
            if self._depth:
                self._depth += 1
                try:
                    yield
                finally:
                    self._depth -= 1
                return
            level = "NORMAL" if may_be_lost else "FULL"
            try:
                self._connection.execute(f"PRAGMA synchronous = {level}")
                self._connection.execute("BEGIN IMMEDIATE")
                self._depth = 1
                yield
                self._connection.execute("COMMIT")
            except sqlite3.OperationalError as error:
                if _is_unwritable(error):
                    raise NoRoomError(_NO_ROOM.format(error=error)) from error
                raise
            finally:
                self._depth = 0
                if self._connection.in_transaction:  # SQLite ends some by itself
                    self._connection.execute("ROLLBACK")

    def write(
        self, statement: str, values: Sequence[Value] = (), *, may_be_lost: bool = False
    ) -> int:
        """Do one statement in a transaction, and give the number of rows changed."""
        with self.transaction(may_be_lost=may_be_lost):
            return self._connection.execute(statement, values).rowcount

    def rows(self, query: str, values: Sequence[Value] = ()) -> list[sqlite3.Row]:
        """Give what a query finds."""
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def row(self, query: str, values: Sequence[Value] = ()) -> sqlite3.Row | None:
        """Give the first row that a query finds, or None."""
        found = self.rows(query, values)
        return found[0] if found else None

    def close(self) -> None:
        """Close the file; everything written is in it."""
        with self._lock:
            self._connection.close()


def _is_unwritable(error: sqlite3.OperationalError) -> bool:
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return code & _PRIMARY in _UNWRITABLE
