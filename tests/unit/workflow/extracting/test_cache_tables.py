from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from genrelens.workflow.extracting.cache_tables import KEPT_DAYS, drop_old, lay_out

DAY = 20_000


@pytest.fixture
def tables():
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as opened:
        lay_out(opened, earlier=False)
        yield opened


def counts(tables) -> list[int]:
    return [
        tables.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608
        for name in ("uses", "files", "contents", "sounds")
    ]


def put(tables, path: str, letter: str, *, gone: int | None = None) -> None:
    tables.execute(
        "INSERT INTO files VALUES (?, 's', 1, 1, 1, ?, ?, NULL, NULL)",
        (path.encode(), gone, letter),
    )
    tables.execute(
        "INSERT INTO contents VALUES (?, 's', ?, '{}', 'mp3', 1)", (letter, letter)
    )
    tables.execute("INSERT INTO sounds VALUES (?, 's', x'00', x'')", (letter,))


def test_only_what_was_not_met_for_long_goes(tables) -> None:
    put(tables, "here", "a")
    put(tables, "gone lately", "b", gone=DAY - KEPT_DAYS)
    put(tables, "gone", "c", gone=DAY - KEPT_DAYS - 1)
    drop_old(tables, "s", DAY)
    assert counts(tables) == [1, 2, 2, 2]
    drop_old(tables, "s", DAY + 1)
    assert counts(tables) == [1, 1, 1, 1]


def test_a_replaced_file_leaves_no_facts_behind(tables) -> None:
    put(tables, "a", "a")
    put(tables, "b", "b")
    tables.execute("UPDATE files SET content_hash = NULL WHERE path = ?", (b"b",))
    drop_old(tables, "s", DAY)
    assert counts(tables) == [1, 2, 1, 1]


def test_an_earlier_layout_is_replaced() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as opened:
        opened.executescript("CREATE TABLE files (a); CREATE TABLE sounds (a);")
        lay_out(opened, earlier=True)
        assert counts(opened) == [0, 0, 0, 0]
