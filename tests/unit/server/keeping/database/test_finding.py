from __future__ import annotations

import pytest

from genrelens.server.keeping.database.connection import Database
from genrelens.server.keeping.database.finding import change, find
from genrelens.server.keeping.database.ids import NotHere, new_id

OURS, OTHERS = new_id("model"), new_id("model")


@pytest.fixture
def database(tmp_path):
    made = Database(tmp_path / "studio.sqlite")
    for known in (OURS, OTHERS):
        made.write(
            "INSERT INTO models VALUES (?, 'a name', NULL, NULL, '', 'trained', 1.5, "
            "'then', '{}')",
            (known,),
        )
    yield made
    made.close()


def test_a_row_is_found_by_its_id(database) -> None:
    assert find(database, "model", OTHERS)["id"] == OTHERS


def test_columns_change_together_and_in_one_row_only(database) -> None:
    before = dict(find(database, "model", OTHERS))
    change(database, "model", OURS, name="new", seconds=2.5)
    found = find(database, "model", OURS)
    assert (found["name"], found["seconds"]) == ("new", 2.5)
    assert dict(find(database, "model", OTHERS)) == before


@pytest.mark.parametrize(
    "asked", ["mod-0123456789ab", "tab-0123456789ab", "x' OR 1=1 --"]
)
def test_what_is_not_here_is_told_by_its_kind(database, asked) -> None:
    with pytest.raises(NotHere, match="There is no model"):
        find(database, "model", asked)
    with pytest.raises(NotHere, match="There is no model"):
        change(database, "model", asked, name="new")


def test_an_id_of_another_kind_finds_nothing(database) -> None:
    with pytest.raises(NotHere, match="There is no answer"):
        find(database, "answer", OURS)
