from __future__ import annotations

import json
import unicodedata
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.server.keeping.store import NotHere
from genrelens.server.keeping.tables import TableOptions, display_name
from genrelens.workflow.requests import TrainRequest

if TYPE_CHECKING:
    from genrelens.server.keeping.store import Store

HEADERS = st.text(min_size=1, max_size=12)
OPTIONS = st.builds(
    TableOptions,
    target=st.none() | HEADERS,
    group=st.none() | HEADERS,
    drop=st.lists(HEADERS, max_size=3).map(tuple),
    force=st.lists(HEADERS, max_size=3).map(tuple),
    features=st.sampled_from(["all", "audio"]) | st.lists(HEADERS).map(tuple),
    conflicts=st.sampled_from(["keep-all", "first", "drop"]),
    min_tracks=st.integers(1, 10**6),
    encoding=st.none() | st.just("cp1252"),
    delimiter=st.none() | st.just("\t"),
)


@given(OPTIONS)
def test_options_survive_json(options: TableOptions) -> None:
    told = json.loads(json.dumps(options.to_dict()))
    assert TableOptions.from_dict(told) == options


def test_every_option_is_a_field_of_a_training_request() -> None:
    known = {field.name for field in fields(TrainRequest)}
    assert {field.name for field in fields(TableOptions)} <= known


def test_a_table_is_moved_in_with_its_bytes_and_its_name_beside_them(
    store: Store, add_table
) -> None:
    made = add_table("../../<b>Ünïcode\u202e.CSV", b"a\n1\n")
    assert made.state == "reading"
    assert made.name == "<b>Ünïcode .CSV"
    path = store.tables.path(made.id)
    assert path.read_bytes() == b"a\n1\n"
    assert path.name == "original.csv"
    assert path.parent == store.tables.folder(made.id)
    assert path.parent.name == made.id
    assert list(store.folders.uploads.iterdir()) == []


def test_state_options_and_summary_are_kept(store: Store, add_table) -> None:
    made = add_table()
    options = TableOptions(target="genre", drop=("a", "b"), min_tracks=9)
    store.tables.set_options(made.id, options)
    store.tables.set_state(made.id, "ready", summary={"n_rows": 3})
    store.tables.set_state(made.id, "failed", "because")
    told = store.tables.get(made.id)
    assert (told.options, told.state, told.error) == (options, "failed", "because")
    assert told.summary == {"n_rows": 3}


def test_a_removed_table_leaves_nothing_and_takes_no_model_with_it(
    store: Store, add_table, add_model
) -> None:
    kept, gone = add_table("kept.csv"), add_table("gone.csv")
    model = add_model(table_id=gone.id)
    job = store.jobs.add("inspect", table_id=gone.id, request={})
    folder = store.tables.folder(gone.id)
    store.tables.remove(gone.id)
    assert not folder.exists()
    assert [table.id for table in store.tables.list()] == [kept.id]
    assert store.models.get(model).table_id == ""
    assert store.jobs.get(job.id).table_id == ""


@pytest.mark.parametrize("asked", ["tab-0123456789ab", "tab-x", "../../../etc/passwd"])
def test_an_unknown_table_is_not_here_whatever_is_asked_of_it(
    store: Store, asked: str
) -> None:
    for ask in (
        store.tables.get,
        store.tables.path,
        store.tables.folder,
        store.tables.remove,
        lambda table: store.tables.set_state(table, "ready"),
        lambda table: store.tables.set_options(table, TableOptions()),
    ):
        with pytest.raises(NotHere, match="no table"):
            ask(asked)


@given(st.text(max_size=400))
def test_a_shown_name_is_one_short_line_without_folders(name: str) -> None:
    shown = display_name(name)
    assert 0 < len(shown) <= 255
    assert "/" not in shown
    assert not any(unicodedata.category(one)[0] == "C" for one in shown)
    assert display_name(shown) == shown


def test_a_long_name_keeps_its_ending() -> None:
    assert display_name("a" * 300 + ".csv").endswith("….csv")
