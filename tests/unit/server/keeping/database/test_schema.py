from __future__ import annotations

import hashlib
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
from genrelens.server.keeping.store import Store
from genrelens.server.keeping.sweeping import recover

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA_1 = """
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
"""Frozen: what studios wrote before there was music."""

CONTENT = b"artist,genre\nA,Hum\n"
ROWS_1 = {
    "tables": (
        *("tab-000000000001", "tracks.csv", ".csv", len(CONTENT)),
        *(hashlib.sha256(CONTENT).hexdigest(), "2026-01-01T00:00:00.000Z"),
        *(0, "ready", "", '{"target": "genre"}', '{"n_rows": 1}'),
    ),
    "jobs": (
        *("job-000000000001", "train", "done", "tab-000000000001", None, None),
        *("mod-000000000001", '{"trees": 3}', "2026-01-01T00:00:01.000Z"),
        *("2026-01-01T00:00:02.000Z", "2026-01-01T00:00:03.000Z"),
        *("growing trees", 3, 3, "", "", 1, None),
    ),
    "models": (
        *("mod-000000000001", "Mine", "tab-000000000001", "job-000000000001"),
        *("00", "trained", 1.5, "2026-01-01T00:00:03.000Z", '{"accuracy": 0.5}'),
    ),
    "answers": (
        *("ans-000000000001", "new.csv", ".csv", "mod-000000000001", 3, "11"),
        *("2026-01-01T00:00:04.000Z", "ready", ""),
    ),
    "decisions": ("mod-000000000001", "row 1", '{"genre": "Hum"}', "2026-01-01"),
    "courses": (1, "job-000000000001", "train", "tab-000000000001", "[]"),
}


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


@pytest.fixture
def data_of_schema_1(tmp_path: Path) -> Path:
    """Make a data folder as a studio left it before there was music."""
    data = tmp_path / "data"
    for name in ("uploads", "jobs"):
        (data / name).mkdir(parents=True)
    for kind in ("tables", "models", "answers"):
        (data / kind / ROWS_1[kind][0]).mkdir(parents=True)
    (data / "tables" / "tab-000000000001" / "original.csv").write_bytes(CONTENT)
    with closing(opened(data / "studio.sqlite")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(SCHEMA_1)
        for table, row in ROWS_1.items():
            marks = ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)  # noqa: S608
        second = ("job-000000000002", "train", "running", *ROWS_1["jobs"][3:])
        marks = ", ".join("?" * len(second))
        connection.execute(f"INSERT INTO jobs VALUES ({marks})", second)  # noqa: S608
        connection.execute("PRAGMA user_version = 1")
    return data


def test_a_data_folder_of_schema_1_opens_and_loses_nothing(
    data_of_schema_1: Path,
) -> None:
    with Store(data_of_schema_1) as store:
        (table,) = store.tables.list()
        assert store.tables.path(table.id).read_bytes() == CONTENT
        assert (table.name, table.state, table.summary) == (
            *("tracks.csv", "ready"),
            {"n_rows": 1},
        )
        assert table.options.target == "genre"
        (model,) = store.models.list()
        assert (model.name, model.table_id, model.job_id) == (
            *("Mine", table.id, "job-000000000001"),
        )
        (answer,) = store.answers.list()
        assert (answer.name, answer.model_id) == ("new.csv", model.id)
        done, running = store.jobs.list()
        assert (done.state, done.request) == ("done", {"trees": 3})
        assert (running.music_id, running.plan_id) == ("", "")
        assert list(store.decisions.all(model.id)) == ["row 1"]
        recover(store)
        assert store.jobs.get(running.id).state == "queued"
    with closing(opened(data_of_schema_1 / "studio.sqlite")) as connection:
        assert version(connection) == len(MIGRATIONS)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for name, row in ROWS_1.items():
            (kept, *_) = connection.execute(f"SELECT * FROM {name}")  # noqa: S608
            assert kept[: len(row)] == row


def test_a_migrated_data_folder_takes_music(
    data_of_schema_1: Path, tmp_path: Path
) -> None:
    with Store(data_of_schema_1) as store:
        music = store.music.know(tmp_path)
        plan = store.plans.add(music.id, {"model": "music-tags"})
        job = store.jobs.add("plan", music_id=music.id, plan_id=plan.id, request={})
    with Store(data_of_schema_1) as store:
        assert store.music.list() == [music]
        assert store.plans.get(plan.id) == plan
        assert store.jobs.get(job.id) == job


def test_a_new_database_and_a_migrated_one_have_the_same_tables(
    data_of_schema_1: Path, tmp_path: Path
) -> None:
    def columns(path: Path) -> dict[str, list[tuple[object, ...]]]:
        with closing(opened(path)) as connection:
            migrate(connection)
            names = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            ).fetchall()
            return {
                name: connection.execute(f"PRAGMA table_info({name})").fetchall()
                for (name,) in sorted(names)
            }

    assert columns(data_of_schema_1 / "studio.sqlite") == columns(tmp_path / "new")
