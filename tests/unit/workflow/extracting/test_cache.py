from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from genrelens.audio.analysis import Analysis, Failure
from genrelens.audio.faults import PASSING
from genrelens.audio.library.file_tags import FileTags
from genrelens.audio.library.walking import SoundPath
from genrelens.errors import InputError
from genrelens.workflow.extracting import cache as cache_module
from genrelens.workflow.extracting.cache import Kept, SoundCache
from genrelens.workflow.extracting.cache_tables import KEPT_DAYS

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


def test_files_that_swap_their_names_keep_what_was_found(cache) -> None:
    """Two children are told that the contents are known before either is kept."""
    other = Analysis(
        Path("b.mp3"), "c" * 64, "d" * 64, FileTags("B"), "mp3", 6_000, (2.5, 1.0), b""
    )
    cache.keep(PLACE, FOUND)
    cache.keep(SoundPath("b.mp3", 11, 21, 31), other)
    assert cache.knows("content", "a" * 64)
    assert cache.knows("content", "c" * 64)
    cache.keep(SoundPath("a.mp3", 11, 21, 31), Analysis(Path("a.mp3"), "c" * 64))
    cache.keep(SoundPath("b.mp3", 10, 20, 30), Analysis(Path("b.mp3"), "a" * 64))
    found = dict(cache.all())
    assert (found[b"a.mp3"].tags, found[b"b.mp3"].tags) == (FileTags("B"), TAGS)
    np.testing.assert_array_equal(found[b"a.mp3"].numbers, [2.5, 1.0])


def test_a_known_file_that_breaks_before_its_copy_is_kept_takes_nothing_away(
    cache,
) -> None:
    cache.keep(PLACE, FOUND)
    assert cache.knows("content", "a" * 64)
    cache.keep(PLACE, Failure(Path("a.mp3"), "truncated", "Cut."))
    cache.keep(SoundPath("b.mp3", 10, 20, 31), Analysis(Path("b.mp3"), "a" * 64))
    assert dict(cache.all())[b"b.mp3"].tags == TAGS


def test_what_is_gone_for_long_is_dropped_at_the_end_of_a_run(
    cache, monkeypatch
) -> None:
    today = [20_000]
    monkeypatch.setattr(cache_module, "_today", lambda: today[0])
    cache.keep(PLACE, FOUND)
    cache.keep(SoundPath("copy.mp3", 10, 20, 31), Analysis(Path("c"), "a" * 64))
    cache.forget_gone([b"a.mp3", b"copy.mp3"])
    today[0] += KEPT_DAYS
    cache.note_here([b"copy.mp3"])
    cache.end_run()
    assert {path for path, _ in cache.all()} == {b"a.mp3", b"copy.mp3"}
    today[0] += 1
    cache.forget_gone([b"a.mp3"])  # it is gone since the first day all the same
    cache.end_run()
    assert {path for path, _ in cache.all()} == {b"copy.mp3"}
    assert cache.knows("content", "a" * 64)
    cache.forget_gone([b"copy.mp3"])
    today[0] += KEPT_DAYS + 1
    cache.end_run()
    assert not cache.knows("content", "a" * 64)
    assert not cache.knows("sound", "b" * 64)


def test_settings_that_are_used_no_more_are_dropped(tmp_path, monkeypatch) -> None:
    file = tmp_path / "c.sqlite"
    today = [20_000]
    monkeypatch.setattr(cache_module, "_today", lambda: today[0])
    for days, known in ((0, False), (KEPT_DAYS, True), (1, True)):
        today[0] += days
        with closing(SoundCache(file, "one")) as one:
            assert one.knows("sound", "b" * 64) is known
            one.keep(PLACE, FOUND)
            if not known:
                one.end_run()
        with closing(SoundCache(file, "two")) as two:
            two.keep(PLACE, FOUND)
            two.end_run()
    with closing(SoundCache(file, "one")) as one:
        assert one.unchanged() == {}
        assert not one.knows("content", "a" * 64)
    with closing(SoundCache(file, "two")) as two:
        assert two.knows("content", "a" * 64)


def test_what_another_run_has_dropped_is_a_fault_that_may_pass(cache) -> None:
    cache.keep(PLACE, Analysis(Path("a.mp3"), "a" * 64))
    ((_, (code, reason)),) = cache.all()
    assert code in PASSING
    assert "another run" in reason


def test_a_cache_of_an_earlier_version_is_emptied_and_of_a_later_one_left(
    tmp_path,
) -> None:
    file = tmp_path / "c.sqlite"
    with closing(sqlite3.connect(file)) as made:
        made.executescript(
            "CREATE TABLE files (path BLOB); CREATE TABLE sounds (row BLOB);"
            "INSERT INTO files VALUES ('a');"
            "PRAGMA application_id = 1735160686; PRAGMA user_version = 1;"
        )
    with closing(SoundCache(file, "one")) as opened:
        assert list(opened.all()) == []
        opened.keep(PLACE, FOUND)
    with closing(sqlite3.connect(file)) as made:
        made.execute("PRAGMA user_version = 99")
    with pytest.raises(InputError, match="--cache"):
        SoundCache(file, "one")


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
