from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from genrelens.server.keeping.database import schema
from genrelens.server.keeping.database.schema import (
    MIGRATIONS,
    NewerDataError,
    migrate,
)

if TYPE_CHECKING:
    from pathlib import Path


def opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    with closing(opened(tmp_path / "x")) as connection:
        migrate(connection)
        before = connection.execute("SELECT sql FROM sqlite_master").fetchall()
        migrate(connection)
        assert connection.execute("SELECT sql FROM sqlite_master").fetchall() == before
        assert version(connection) == len(MIGRATIONS)


def test_a_database_of_a_later_version_is_refused_unchanged(tmp_path: Path) -> None:
    with closing(opened(tmp_path / "x")) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
        with pytest.raises(NewerDataError, match="later genrelens"):
            migrate(connection)
        assert version(connection) == len(MIGRATIONS) + 1
        assert connection.execute("SELECT * FROM sqlite_master").fetchall() == []


def test_a_migration_that_fails_leaves_the_earlier_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(opened(tmp_path / "x")) as connection:
        migrate(connection)
        broken = "CREATE TABLE more (a TEXT);\nCREATE TABLE tables (a TEXT);\n"
        monkeypatch.setattr(schema, "MIGRATIONS", (*MIGRATIONS, broken))
        with pytest.raises(sqlite3.OperationalError, match="already exists"):
            migrate(connection)
        assert version(connection) == len(MIGRATIONS)
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        assert "more" not in names


def test_a_later_migration_keeps_what_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(opened(tmp_path / "x")) as connection:
        migrate(connection)
        connection.execute(
            "INSERT INTO models VALUES "
            "('m', 'n', NULL, NULL, '', 'trained', 1.0, '', '{}')"
        )
        more = "ALTER TABLE models ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';\n"
        monkeypatch.setattr(schema, "MIGRATIONS", (*MIGRATIONS, more))
        migrate(connection)
        assert connection.execute("SELECT name, colour FROM models").fetchall() == [
            ("n", "red")
        ]
        assert version(connection) == len(MIGRATIONS) + 1
