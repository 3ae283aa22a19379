"""The names of what is measured from sound."""

from __future__ import annotations

from genrelens.schema.known_attributes import KNOWN_ATTRIBUTES
from genrelens.schema.known_columns import known_column, spelt_as
from genrelens.schema.sound_columns import ESTIMATES, SOUND_COLUMNS
from genrelens.schema.spelling import normalise_header

PHYSICAL = {"tempo", "key", "mode"}


def test_names_and_labels_are_unique_and_everything_is_sound():
    assert len({column.name for column in SOUND_COLUMNS}) == len(SOUND_COLUMNS)
    assert len({column.label for column in SOUND_COLUMNS}) == len(SOUND_COLUMNS)
    assert all(column.is_audio for column in SOUND_COLUMNS)


def test_groups_are_those_of_the_schema_and_descriptions_are_sentences():
    groups = {column.group for column in KNOWN_ATTRIBUTES}
    for column in SOUND_COLUMNS:
        assert column.group in groups
        assert column.description.endswith(".")
        assert column.low < column.high


def test_there_are_at_least_as_many_as_the_usual_57():
    assert len(SOUND_COLUMNS) >= 57


def test_only_physical_attributes_share_a_name_with_another_service():
    known = {column.name for column in KNOWN_ATTRIBUTES}
    assert known & {column.name for column in SOUND_COLUMNS} == PHYSICAL
    assert set(ESTIMATES) == {
        "danceability_estimate", "energy_estimate", "valence_estimate",
    }  # fmt: skip


def test_a_header_of_ours_is_recognised_as_ours():
    for column in SOUND_COLUMNS:
        found = spelt_as(normalise_header(column.name)[0])
        assert found is not None
        assert found.name == column.name
        assert known_column(column.name).unit == column.unit
