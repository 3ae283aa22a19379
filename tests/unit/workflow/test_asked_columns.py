"""What training refuses is refused in its own words before it begins."""

from __future__ import annotations

import pytest

from genrelens.errors import InputError
from genrelens.evaluation.grouping import find_groups
from genrelens.workflow.asked_columns import refuse_unknown_columns
from genrelens.workflow.inspecting import inspect_table
from genrelens.workflow.preparing import prepare
from genrelens.workflow.requests import TableRequest

NAMES = ("tempoo", "zzz", "\x1b[31m", "")


@pytest.fixture
def columns(write_tracks):
    return inspect_table(TableRequest(table=write_tracks())).to_dict()["columns"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("option", ["drop", "features"])
def test_the_sentence_is_that_of_training(write_tracks, columns, option, name) -> None:
    asked = {option: (name,)}
    with pytest.raises(InputError) as here:
        refuse_unknown_columns(columns, **asked)
    with pytest.raises(InputError) as there:
        prepare(TableRequest(table=write_tracks(), **asked))
    assert str(here.value) == str(there.value)


@pytest.mark.parametrize("name", NAMES)
def test_the_sentence_about_groups_is_that_of_training(
    write_tracks, columns, name
) -> None:
    prepared = prepare(TableRequest(table=write_tracks()))
    with pytest.raises(InputError) as here:
        refuse_unknown_columns(columns, group=name)
    with pytest.raises(InputError) as there:
        find_groups(prepared.checked.table, prepared.rows, by=name)
    assert str(here.value) == str(there.value)


def test_every_column_may_be_named_by_header_or_name(columns) -> None:
    for one in columns:
        for name in (one["header"], one["name"]):
            refuse_unknown_columns(
                columns, group=name, drop=(name,), force=(name,), features=(name,)
            )
    refuse_unknown_columns(columns, features="audio")
