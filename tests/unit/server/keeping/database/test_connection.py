from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from genrelens.server.keeping.database.connection import Database, NoRoomError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADD = "INSERT INTO models VALUES (?, '', NULL, NULL, '', 'trained', 0.0, '', '{}')"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "x.sqlite")
    yield made
    made.close()


def ids(database: Database) -> list[str]:
    return [row["id"] for row in database.rows("SELECT id FROM models ORDER BY id")]


def test_what_fails_in_the_middle_is_not_kept_at_all(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction():  # noqa: PT012
        database.write(ADD, ("a",))
        database.write(ADD, ("b",))
        _ = 1 / 0
    assert ids(database) == []


def test_an_inner_transaction_is_part_of_the_outer_one(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction():  # noqa: PT012
        with database.transaction():
            database.write(ADD, ("a",))
        _ = 1 / 0
    assert ids(database) == []
    with database.transaction():
        database.write(ADD, ("b",))
    assert ids(database) == ["b"]


def test_foreign_keys_are_held(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        database.write("INSERT INTO decisions VALUES ('none', 'k', 'd', '')")


def test_many_threads_lose_nothing(database: Database) -> None:
    def add(number: int) -> None:
        with database.transaction():
            database.write(ADD, (f"{number:03}",))
            assert database.row("SELECT 1 FROM models WHERE id = ?", (f"{number:03}",))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(100)))
    assert ids(database) == [f"{number:03}" for number in range(100)]


def test_what_is_told_as_done_waits_for_the_disk(database: Database) -> None:
    def level() -> int:
        return int(database.rows("PRAGMA synchronous")[0][0])

    with database.transaction():
        assert level() == 2  # FULL
    with database.transaction(may_be_lost=True):
        assert level() == 1  # NORMAL
    database.write(ADD, ("a",))
    assert level() == 2


def test_others_can_read_while_it_is_open(database: Database, tmp_path: Path) -> None:
    database.write(ADD, ("a",))
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert other.execute("SELECT id FROM models").fetchall() == [("a",)]


def test_the_file_is_readable_by_its_owner_only(
    database: Database, tmp_path: Path
) -> None:
    database.write(ADD, ("a",))
    for file in tmp_path.iterdir():
        assert file.stat().st_mode & 0o777 == 0o600, file.name


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "y.sqlite").write_bytes(b"this is no database at all, " * 50)
    with pytest.raises(sqlite3.DatabaseError):
        Database(tmp_path / "y.sqlite")


def test_a_full_disk_is_told_with_a_remedy_and_nothing_of_it_stays(
    database: Database,
) -> None:
    pages = database.row("PRAGMA page_count")
    assert pages is not None
    database.row(f"PRAGMA max_page_count = {pages[0] + 2}")
    with (  # noqa: PT012
        pytest.raises(NoRoomError, match="Make room"),
        database.transaction(),
    ):
        database.write(ADD, ("a",))
        database.write(ADD, ("x" * 100_000,))
    assert ids(database) == []
    database.row("PRAGMA max_page_count = 1000000")
    database.write(ADD, ("b",))
    assert ids(database) == ["b"]


def test_a_transaction_that_cannot_be_kept_is_given_up_and_the_next_one_is_kept(
    database: Database,
) -> None:
    job = "INSERT INTO models VALUES ('a','','tab-0',NULL,'','trained',0.0,'','{}')"
    with pytest.raises(sqlite3.IntegrityError), database.transaction():  # noqa: PT012
        database.row("PRAGMA defer_foreign_keys = ON")  # looked at when it is kept
        database.write(job)
    database.write(ADD, ("b",))
    assert ids(database) == ["b"]
