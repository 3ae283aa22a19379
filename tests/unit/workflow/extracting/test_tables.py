from __future__ import annotations

import numpy as np

from genrelens.audio.library.file_tags import FileTags
from genrelens.workflow.extracting.cache import Kept
from genrelens.workflow.extracting.tables import (
    duplicates_table,
    errors_table,
    tracks_table,
)

WORDS = np.random.default_rng(0).integers(2**32, size=600, dtype=np.uint64)


def kept(content: str, sound: str = "s", **tags: object) -> Kept:
    return Kept(
        content, sound, FileTags(**tags), "mp3", 30_000,
        np.array([1.5, np.nan]), WORDS.astype(np.uint32),
    )  # fmt: skip


def test_a_track_is_a_row_and_what_is_not_there_is_empty() -> None:
    frame = tracks_table(
        ["a", "b"],
        [kept("1", artists=("X", "Y"), genres=("Rock", "Pop"), year=1999), kept("2")],
        ["tempo", "key"],
    )
    assert list(frame) == [
        "path", "content_hash", "sound_hash", "track_name", "artist", "album", "year",
        "genre", "file_format", "duration_ms", "tempo", "key",
    ]  # fmt: skip
    assert frame.loc[0, ["artist", "genre", "year"]].tolist() == [
        "X; Y", "Rock; Pop", 1999,
    ]  # fmt: skip
    assert frame.loc[1, ["track_name", "artist", "genre", "year"]].isna().all()
    assert frame["tempo"].tolist() == [1.5, 1.5]
    assert frame["key"].isna().all()


def test_tables_without_rows_have_their_columns() -> None:
    assert list(tracks_table([], [], ["tempo"]))[-1] == "tempo"
    assert list(errors_table([])) == ["path", "code", "reason", "remedy"]
    assert list(duplicates_table([], [], []))[:3] == ["group", "path", "kind"]


def test_an_error_says_what_to_do() -> None:
    row = errors_table([("a.mp3", "too-long", "It lasts.")]).iloc[0]
    assert row["remedy"] == "Cut it into its tracks."


def test_copies_are_one_group_of_which_one_is_to_stay() -> None:
    frame = duplicates_table(["a", "b"], [kept("1"), kept("1")], [480_000, 480_000])
    assert frame["group"].tolist() == [1, 1]
    assert sorted(frame["keep"]) == [False, True]
    assert set(frame["kind"]) == {"content"}


def test_of_equal_sound_the_tagged_original_stays_though_its_path_is_longer() -> None:
    tagged = kept("1", title="Song", artists=("X",), genres=("Rock",))
    frame = duplicates_table(
        ["a.mp3", "Artist/Album/original.mp3"], [kept("2"), tagged], [480_000] * 2
    )
    assert frame["path"].tolist() == ["Artist/Album/original.mp3", "a.mp3"]
    assert frame["kind"].tolist() == ["sound", "sound"]
    double = "same recording as Artist/Album/original.mp3"
    assert frame["reason"].tolist() == [
        "more tags", f"{double}, 0 of 5 tags where the kept one has 3",
    ]  # fmt: skip
