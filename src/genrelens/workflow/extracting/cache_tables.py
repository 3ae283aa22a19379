"""Lay out the tables of a cache of sounds, and drop what was not met for long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

__all__ = ["APPLICATION", "KEPT_DAYS", "VERSION", "drop_old", "lay_out"]

APPLICATION: Final = 0x676C736E  # "glsn"
VERSION: Final = 2
KEPT_DAYS: Final = 90
"""How long files that are gone, and settings that are not used, stay kept."""

_SCHEMA: Final = """
CREATE TABLE uses (settings TEXT PRIMARY KEY, day INTEGER NOT NULL) STRICT;
CREATE TABLE files (
    path BLOB NOT NULL, settings TEXT NOT NULL,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, inode INTEGER NOT NULL,
    gone_day INTEGER, content_hash TEXT, code TEXT, reason TEXT,
    PRIMARY KEY (path, settings)
) STRICT, WITHOUT ROWID;
CREATE TABLE contents (
    content_hash TEXT NOT NULL, settings TEXT NOT NULL,
    sound_hash TEXT NOT NULL, tags TEXT NOT NULL, file_format TEXT NOT NULL,
    duration_ms INTEGER NOT NULL,
    PRIMARY KEY (content_hash, settings)
) STRICT, WITHOUT ROWID;
CREATE TABLE sounds (
    sound_hash TEXT NOT NULL, settings TEXT NOT NULL,
    row BLOB NOT NULL, fingerprint BLOB NOT NULL,
    PRIMARY KEY (sound_hash, settings)
) STRICT, WITHOUT ROWID;
"""


def lay_out(connection: sqlite3.Connection, *, earlier: bool) -> None:
    """Make the tables, in the place of those of an earlier version.

    Parameters
    ----------
    connection : sqlite3.Connection
        An empty file, or a cache of an earlier version.
    earlier : bool
        Whether it is the latter; what it holds is dropped and listened to again.
    """
    dropped = "DROP TABLE files; DROP TABLE sounds;" if earlier else ""
    connection.executescript(
        f"BEGIN IMMEDIATE; {dropped} {_SCHEMA} PRAGMA application_id = "
        f"{APPLICATION}; PRAGMA user_version = {VERSION}; COMMIT;"
    )


def drop_old(connection: sqlite3.Connection, settings: str, today: int) -> None:
    """Drop what was not met for `KEPT_DAYS` days, and what no file refers to.

    A disk that is away for some weeks loses nothing; a cache never grows without
    end. Contents and sounds are dropped here alone, so that what a run was told to be
    known stays there until its end.

    Parameters
    ----------
    connection : sqlite3.Connection
        Within a transaction.
    settings : str
        Those of the run that has ended; they are noted as used.
    today : int
        Days since 1970.
    """
    limit = today - KEPT_DAYS
    connection.execute(
        "INSERT INTO uses VALUES (?, ?) "
        "ON CONFLICT (settings) DO UPDATE SET day = excluded.day",
        (settings, today),
    )
    connection.execute("DELETE FROM uses WHERE day < ?", (limit,))
    connection.execute(
        "DELETE FROM files WHERE gone_day < ? "
        "OR settings NOT IN (SELECT settings FROM uses)",
        (limit,),
    )
    connection.execute(
        "DELETE FROM contents WHERE (content_hash, settings) NOT IN "
        "(SELECT content_hash, settings FROM files WHERE content_hash IS NOT NULL)"
    )
    connection.execute(
        "DELETE FROM sounds WHERE (sound_hash, settings) NOT IN "
        "(SELECT sound_hash, settings FROM contents)"
    )
