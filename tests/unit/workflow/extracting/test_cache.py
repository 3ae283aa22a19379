from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from genrelens.audio.analysis import Analysis, Failure
from genrelens.audio.library.file_tags import FileTags
from genrelens.audio.library.walking import SoundPath
from genrelens.errors import InputError
from genrelens.workflow.extracting.cache import Kept, SoundCache

TAGS = FileTags("Jóga", ("Björk", "Múm"), "", 1997, ("Pop",))
FOUND = Analysis(
    Path("a.mp3"), "a" * 64, "b" * 64, TAGS, "mp3", 5_000, (1.5, None), b"\1\0\0\0"
)
PLACE = SoundPath("a.mp3", 10, 20, 30)


@pytest.fixture
def cache(tmp_path):
    with closing(SoundCache(tmp_path / "c.sqlite", "one")) as opened:
        yield opened


def test_what_is_kept_is_given_back(cache) -> None:
    cache.keep(PLACE, FOUND)
    ((path, kept),) = cache.all()
    assert path == b"a.mp3"
    assert isinstance(kept, Kept)
    assert (kept.tags, kept.file_format, kept.duration_ms) == (TAGS, "mp3", 5_000)
    np.testing.assert_array_equal(kept.numbers, [1.5, np.nan])
    np.testing.assert_array_equal(kept.fingerprint, [1])
    assert cache.unchanged() == {b"a.mp3": (10, 20, 30, None)}


def test_a_copy_and_a_retagged_file_share_what_was_heard(cache) -> None:
    cache.keep(PLACE, FOUND)
    assert cache.knows("content", "a" * 64)
    assert cache.knows("sound", "b" * 64)
    assert not cache.knows("content", "b" * 64)
    copy = SoundPath("copy.mp3", 10, 21, 31)
    cache.keep(copy, Analysis(Path("copy.mp3"), "a" * 64))
    new_tags = FileTags("Other")
    cache.keep(
        SoundPath("new.mp3", 11, 22, 32),
        Analysis(Path("new.mp3"), "c" * 64, "b" * 64, new_tags, "mp3", 5_000),
    )
    found = dict(cache.all())
    assert found[b"copy.mp3"].tags == TAGS
    assert found[b"new.mp3"].tags == new_tags
    np.testing.assert_array_equal(found[b"new.mp3"].numbers, [1.5, np.nan])


def test_a_failure_takes_the_place_of_an_answer_and_the_other_way(cache) -> None:
    cache.keep(PLACE, FOUND)
    cache.keep(PLACE, Failure(Path("a.mp3"), "truncated", "Cut."))
    assert dict(cache.all()) == {b"a.mp3": ("truncated", "Cut.")}
    cache.keep(PLACE, FOUND)
    assert isinstance(dict(cache.all())[b"a.mp3"], Kept)


def test_other_settings_know_nothing_of_it(tmp_path) -> None:
    with closing(SoundCache(tmp_path / "c.sqlite", "one")) as one:
        one.keep(PLACE, FOUND)
    with closing(SoundCache(tmp_path / "c.sqlite", "two")) as two:
        assert not two.knows("sound", "b" * 64)
        assert two.unchanged() == {}
        assert list(two.all()) == []


def test_who_is_gone_comes_back(cache) -> None:
    cache.keep(PLACE, FOUND)
    assert cache.here() == {b"a.mp3"}
    cache.forget_gone([b"a.mp3"])
    assert cache.here() == set()
    cache.note_here([b"a.mp3"])
    assert cache.here() == {b"a.mp3"}


def test_a_foreign_or_damaged_file_is_left_as_it_is(tmp_path) -> None:
    other = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(other)) as made:
        made.execute("CREATE TABLE mine (a)")
    rubbish = tmp_path / "rubbish"
    rubbish.write_bytes(b"no database at all" * 100)
    for file in (other, rubbish):
        before = file.read_bytes()
        with pytest.raises(InputError, match="--cache"):
            SoundCache(file, "one")
        assert file.read_bytes() == before
