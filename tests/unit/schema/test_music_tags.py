"""The fifty tags have distinct columns that headers lead back to."""

from __future__ import annotations

from genrelens.schema.music_tags import MUSIC_TAG_COLUMNS, MUSIC_TAGS
from genrelens.schema.spelling import normalise_header


def test_there_are_fifty_with_a_column_each():
    assert len(MUSIC_TAGS) == 50
    assert len({tag.column for tag in MUSIC_TAGS}) == 50
    assert [MUSIC_TAGS[0].word, MUSIC_TAGS[33].word, MUSIC_TAGS[49].word] == [
        "rock",
        "Hip-Hop",
        "happy",
    ]
    assert MUSIC_TAGS[33].column == "tag_hip_hop"
    assert MUSIC_TAGS[33].label == "Hip-Hop tag"


def test_a_column_is_its_own_folded_header():
    for tag in MUSIC_TAGS:
        assert normalise_header(tag.column) == (tag.column, "")


def test_the_columns_are_audio_from_0_to_1_in_the_same_order():
    assert [known.name for known in MUSIC_TAG_COLUMNS] == [
        tag.column for tag in MUSIC_TAGS
    ]
    assert all(known.is_audio for known in MUSIC_TAG_COLUMNS)
    assert {(known.low, known.high) for known in MUSIC_TAG_COLUMNS} == {(0, 1)}
