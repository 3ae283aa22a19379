import pytest
from pydantic import ValidationError

from genrelens.workflow.browsing.stored_collection import (
    CollectionNotes,
    MapNotes,
    probability_column,
    value_column,
)

NOTES = CollectionNotes(
    model_sha256="a",
    table="t.csv",
    table_sha256="b",
    scenario="unseen artists",
    genres=("dub", "house"),
    features=("tempo",),
    headers={},
    map=MapNotes(method="m", n_near=10, kept=0.4, kept_by_axes=0.1, n_judged=5),
)


def test_notes_are_the_same_when_they_were_written_and_read():
    assert CollectionNotes.model_validate_json(NOTES.model_dump_json()) == NOTES


@pytest.mark.parametrize(
    "wrong", [{"format_version": "2.0"}, {"surprise": 1}, {"genres": None}]
)
def test_notes_of_another_form_are_refused(wrong):
    with pytest.raises(ValidationError):
        CollectionNotes.model_validate({**NOTES.model_dump(), **wrong})


def test_no_two_columns_share_a_name():
    names = [make(n) for make in (probability_column, value_column) for n in range(9)]
    assert len(set(names)) == 18
