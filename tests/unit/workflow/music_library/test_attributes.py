from __future__ import annotations

import pytest

from genrelens.workflow.music_library.attributes import (
    key_words,
    measured_of,
    tags_of,
    tempo_words,
)


def test_tags_come_the_surest_first_by_the_words_of_listeners() -> None:
    told = tags_of({"tag_rock": 0.2, "tag_hip_hop": 0.9, "tag_sad": None, "tempo": 1.0})
    assert [(each.word, each.share) for each in told] == [
        ("Hip-Hop", 0.9),
        ("rock", 0.2),
    ]
    assert tags_of({"tempo": 120.0}) == ()


def test_a_key_is_named_once_with_its_mode() -> None:
    told = measured_of({"key": 0.0, "mode": 1.0, "tempo": 120.5, "artist": "Ada"})
    assert [(each.name, each.words) for each in told] == [
        ("key", "C major"),
        ("tempo", "120\u00a0BPM"),
    ]
    assert all(each.description for each in told)


@pytest.mark.parametrize("key", [None, "a", -1.0, 12.0])
def test_what_is_no_key_is_not_named(key: object) -> None:
    assert key_words(key, 1.0) == ""
    assert key_words(3.0, None) == "D♯"
    assert tempo_words(None) == ""
