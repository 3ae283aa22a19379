"""A clear tag names a genre, an unclear one does not, and the reason is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.audio.music_tags.first_genres import (
    KINDRED,
    LEAD,
    LEAST,
    MEASURED,
    first_genres,
)
from genrelens.errors import InputError
from genrelens.schema.music_tags import MUSIC_TAGS

if TYPE_CHECKING:
    from pathlib import Path

WORDS = [tag.word for tag in MUSIC_TAGS]


def _tags(**heard: float) -> np.ndarray:
    values = np.zeros(50)
    for word, value in heard.items():
        values[WORDS.index(word.replace("_", " "))] = value
    return values


def test_a_clear_tag_names_its_genre_and_is_the_reason():
    named = first_genres(_tags(country=0.81, rock=0.2))
    assert named.genre == "country"
    assert named.strength == pytest.approx(0.81)
    assert named.reason == "country tag 0.81"


def test_a_weak_tag_names_nothing():
    genre, strength, reason = first_genres(_tags(jazz=0.49))
    assert genre is None
    assert strength == pytest.approx(0.49)
    assert reason == "no clear tag: the strongest is jazz tag 0.49, below 0.50"


def test_two_kinds_of_music_at_once_name_nothing():
    genre, _, reason = first_genres(_tags(jazz=0.7, blues=0.5))
    assert genre is None
    assert reason == "jazz tag 0.70, but blues tag 0.50 too"


def test_kindred_words_are_no_rivals_and_the_narrower_one_is_named():
    assert first_genres(_tags(rock=0.8, metal=0.1)).genre == "rock"
    named = first_genres(_tags(rock=0.8, heavy_metal=0.7))
    assert named.genre == "metal"
    assert named.reason == "rock tag 0.80, and heavy metal tag 0.70"
    assert first_genres(_tags(soul=0.6, rnb=0.7)).genre == "r&b"


def test_a_track_without_tags_is_left_unnamed():
    assert first_genres(np.full(50, np.nan)) == (None, 0.0, "no tags were heard")


def test_another_number_of_tags_is_refused():
    with pytest.raises(InputError, match="from 50 tags"):
        first_genres(np.zeros(49))


@given(st.lists(st.floats(0, 1, width=32), min_size=50, max_size=50))
def test_whatever_is_named_is_strong_and_leads(values):
    genre, strength, reason = first_genres(values)
    assert reason
    kinds = [
        max(values[WORDS.index(word)] for words in kin.values() for word in words)
        for kin in KINDRED
    ]
    ranked = sorted(kinds, reverse=True)
    assert strength == ranked[0]
    assert (genre is not None) == (ranked[0] >= LEAST and ranked[0] >= LEAD * ranked[1])
    if genre is not None:
        assert genre in KINDRED[int(np.argmax(kinds))]


def test_each_word_belongs_to_one_genre():
    words = [word for kin in KINDRED for some in kin.values() for word in some]
    assert len(words) == len(set(words))
    assert set(words) <= set(WORDS)


@pytest.mark.real_tables
def test_the_error_that_is_told_is_the_one_measured(real_tables: Path):
    with np.load(real_tables / "gtzan_tags" / "evaluation.npz") as stored:
        tags, clips = stored["X"], stored["IDS"]
    same = {"hiphop": "hip hop"}
    pairs = []
    for clip in np.unique(clips):
        genre = str(clip).split("/")[0]
        named = first_genres(tags[clips == clip].mean(axis=0)).genre
        if named is not None:
            pairs.append((same.get(genre, genre), named))
    n_wrong = sum(genre != named for genre, named in pairs)
    assert (len(np.unique(clips)), len(pairs), n_wrong) == (290, 100, 10)
    assert "290 clips" in MEASURED
    assert "34 % (29 to 40 %)" in MEASURED
    assert "10 %" in MEASURED
