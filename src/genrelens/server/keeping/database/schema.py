"""What the tables of the database look like, version by version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.errors import GenrelensError

if TYPE_CHECKING:
    import sqlite3

__all__ = ["MIGRATIONS", "NewerDataError", "migrate"]

_FIRST = """
CREATE TABLE tables (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, suffix TEXT NOT NULL,
    n_bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, created TEXT NOT NULL,
    is_sample INTEGER NOT NULL, state TEXT NOT NULL, error TEXT NOT NULL,
    options TEXT NOT NULL, summary TEXT NOT NULL
) STRICT;
CREATE TABLE models (
    id TEXT PRIMARY KEY, name TEXT NOT NULL,
    table_id TEXT REFERENCES tables(id) ON DELETE SET NULL,
    job_id TEXT REFERENCES jobs(id) ON DELETE SET NULL,
    sha256 TEXT NOT NULL, source TEXT NOT NULL, seconds REAL NOT NULL,
    created TEXT NOT NULL, summary TEXT NOT NULL
) STRICT;
CREATE TABLE answers (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, suffix TEXT NOT NULL,
    model_id TEXT NOT NULL REFERENCES models(id) ON DELETE CASCADE,
    n_bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, created TEXT NOT NULL,
    state TEXT NOT NULL, error TEXT NOT NULL
) STRICT;
CREATE TABLE jobs (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL,
    table_id TEXT REFERENCES tables(id) ON DELETE SET NULL,
    model_id TEXT REFERENCES models(id) ON DELETE SET NULL,
    answer_id TEXT REFERENCES answers(id) ON DELETE SET NULL,
    result_id TEXT NOT NULL, request TEXT NOT NULL,
    created TEXT NOT NULL, started TEXT NOT NULL, finished TEXT NOT NULL,
    stage TEXT NOT NULL, done INTEGER NOT NULL, total INTEGER NOT NULL,
    note TEXT NOT NULL, error TEXT NOT NULL, attempt INTEGER NOT NULL,
    seconds_left REAL
) STRICT;
CREATE INDEX jobs_by_state ON jobs(state);
CREATE TABLE decisions (
    model_id TEXT NOT NULL REFERENCES models(id) ON DELETE CASCADE,
    key TEXT NOT NULL, decision TEXT NOT NULL, decided TEXT NOT NULL,
    PRIMARY KEY (model_id, key)
) STRICT;
CREATE TABLE courses (
    number INTEGER PRIMARY KEY AUTOINCREMENT, job_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL, table_id TEXT NOT NULL, points TEXT NOT NULL
) STRICT;
"""

_MUSIC = """
CREATE TABLE music (
    id TEXT PRIMARY KEY, path TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    created TEXT NOT NULL, state TEXT NOT NULL, error TEXT NOT NULL,
    table_id TEXT REFERENCES tables(id) ON DELETE SET NULL,
    read TEXT NOT NULL, summary TEXT NOT NULL, named TEXT NOT NULL
) STRICT;
CREATE TABLE plans (
    id TEXT PRIMARY KEY,
    music_id TEXT NOT NULL REFERENCES music(id) ON DELETE CASCADE,
    request TEXT NOT NULL, created TEXT NOT NULL, state TEXT NOT NULL,
    error TEXT NOT NULL, summary TEXT NOT NULL
) STRICT;
CREATE TABLE plan_changes (
    plan_id TEXT NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
    row INTEGER NOT NULL, decision TEXT NOT NULL, genres TEXT NOT NULL,
    changed TEXT NOT NULL, PRIMARY KEY (plan_id, row)
) STRICT;
ALTER TABLE jobs ADD COLUMN music_id TEXT REFERENCES music(id) ON DELETE SET NULL;
ALTER TABLE jobs ADD COLUMN plan_id TEXT REFERENCES plans(id) ON DELETE SET NULL;
"""

MIGRATIONS = (_FIRST, _MUSIC)
"""The n-th brings a database from version n to version n + 1."""


class NewerDataError(GenrelensError):
    """A later genrelens wrote the data folder."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a database to the newest version, all of it or nothing.

    Parameters
    ----------
    connection : sqlite3.Connection
        Open, in autocommit mode, outside a transaction.

    Raises
    ------
    NewerDataError
        If its version is later than this program knows.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        raise NewerDataError(
            f"The data folder was written by a later genrelens (schema {version}; "
            f"this one knows {len(MIGRATIONS)}). Install the later version, or give "
            f"another folder with --data."
        )
    if version == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for script in MIGRATIONS[version:]:
            for statement in script.split(";\n"):
                if statement.strip():
                    connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
