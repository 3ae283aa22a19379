from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from genrelens.server.keeping.store import InUseError, NotHere, new_id
from genrelens.server.tables.changing import (
    change_options,
    newest_inspection,
    read_again,
    remove_table,
)

if TYPE_CHECKING:
    from genrelens.server.studio import Studio

pytestmark = pytest.mark.usefixtures("still_queue")

CSV = b"tempo,energy,genre\n" + b"".join(
    f"{100 + i},0.{i % 9},{'a' if i % 2 else 'b'}\n".encode() for i in range(20)
)


def test_the_same_options_read_nothing_again(studio: Studio, bring_here) -> None:
    table = bring_here(CSV)
    job = newest_inspection(studio, table.id)
    change_options(studio, table.id, table.options)
    assert newest_inspection(studio, table.id) == job
    change_options(studio, table.id, replace(table.options, group="tempo"))
    assert newest_inspection(studio, table.id) == job


def test_another_option_ends_the_reading_that_waits_and_begins_another(
    studio: Studio, bring_here
) -> None:
    table = bring_here(CSV)
    first = read_again(studio, table.id)
    told = change_options(studio, table.id, replace(table.options, min_tracks=2))
    second = newest_inspection(studio, table.id)
    assert second is not None
    assert second.id != first.id
    assert studio.store.jobs.get(first.id).state == "cancelled"
    assert (second.state, told.state) == ("queued", "reading")


def test_a_table_in_training_stays(studio: Studio, bring_here) -> None:
    table = bring_here(CSV)
    job = studio.store.jobs.add("train", table_id=table.id, request={})
    with pytest.raises(InUseError, match="queued"):
        remove_table(studio, table.id)
    studio.store.jobs.update(job.id, state="done")
    remove_table(studio, table.id)
    with pytest.raises(NotHere):
        studio.store.tables.get(table.id)


def test_an_unknown_table_is_not_here(studio: Studio) -> None:
    asked = new_id("table")
    assert newest_inspection(studio, asked) is None
    for act in (read_again, remove_table):
        with pytest.raises(NotHere):
            act(studio, asked)
