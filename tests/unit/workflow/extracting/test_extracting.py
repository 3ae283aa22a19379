from __future__ import annotations

import shutil

import mutagen
import pandas as pd
import pytest

from genrelens.errors import InputError, OutputError
from genrelens.workflow.extracting import extracting
from genrelens.workflow.extracting.extracting import extract_folder
from genrelens.workflow.extracting.requests import ExtractRequest


@pytest.fixture
def music(tmp_path, hostile_sound):
    folder = tmp_path / "music"
    folder.mkdir()
    for number in range(4):
        samples = hostile_sound.melody(pitch=200.0 + 30 * number)
        content = hostile_sound.by_soundfile("FLAC", "PCM_16", samples)
        place = folder / f"{number}.flac"
        place.write_bytes(content)
        tags = mutagen.File(place)
        tags["genre"], tags["title"] = ["Rock", "Pop"], f"Song {number}"
        tags.save()
    whole = (folder / "3.flac").read_bytes()
    (folder / "cut.flac").write_bytes(whole[: len(whole) // 2])
    return folder


def run(folder, name="table.csv", listener=lambda *_: None, **options):
    beside = folder.parent
    request = ExtractRequest(
        folder, beside / name, network="none", cache=beside / "c.sqlite",
        workers=1, **options,
    )  # fmt: skip
    return extract_folder(request, listener=listener)


def test_a_folder_becomes_three_tables(music) -> None:
    stages = []
    result = run(music, listener=lambda *told: stages.append(told))
    assert result.frame["path"].tolist() == [f"{n}.flac" for n in range(4)]
    assert result.frame["genre"].tolist() == ["Rock; Pop"] * 4
    assert result.frame["peak_level_db"].notna().all()
    assert result.errors["code"].tolist() == ["truncated"]
    assert (result.n_files, result.n_new, result.n_unchanged) == (5, 5, 0)
    assert set(result.files) >= {"table", "errors", "duplicates", "cache"}
    read = pd.read_csv(result.files["table"])
    assert read["duration_ms"].tolist() == [3_000] * 4
    assert ("listening to the files", 5, 5) in stages


def test_nothing_is_opened_the_second_time(music, monkeypatch) -> None:
    first = run(music)
    monkeypatch.setattr("genrelens.audio.isolation.pool.OneChild", None)
    second = run(music, "again.csv")
    assert (second.n_new, second.n_unchanged) == (0, 5)
    assert second.files["table"].read_bytes() == first.files["table"].read_bytes()


def test_only_what_changed_is_listened_to(music) -> None:
    before = run(music).frame.set_index("path")
    tags = mutagen.File(music / "0.flac")
    tags["genre"] = "Jazz"
    tags.save()
    shutil.copy(music / "1.flac", music / "copy.flac")
    (music / "2.flac").rename(music / "moved.flac")
    (music / "3.flac").unlink()
    result = run(music)
    after = result.frame.set_index("path")
    assert (result.n_new, result.n_reused, result.n_unchanged) == (0, 3, 2)
    assert result.n_removed == 2
    assert after.index.tolist() == ["0.flac", "1.flac", "copy.flac", "moved.flac"]
    assert after.loc["0.flac", "genre"] == "Jazz"
    assert after.loc["0.flac", "sound_hash"] == before.loc["0.flac", "sound_hash"]
    assert after.loc["0.flac", "content_hash"] != before.loc["0.flac", "content_hash"]
    values = after.columns[after.columns.get_loc("duration_ms") :]
    pd.testing.assert_series_equal(
        after.loc["moved.flac", values], before.loc["2.flac", values],
        check_names=False,
    )  # fmt: skip
    assert result.duplicates["path"].tolist() == ["1.flac", "copy.flac"]
    assert run(music).n_removed == 0


def test_a_fault_that_may_pass_is_tried_again_and_others_are_not(
    music, monkeypatch
) -> None:
    run(music)
    monkeypatch.setattr(extracting, "PASSING", frozenset({"truncated"}))
    again = run(music)
    assert (again.n_new, again.n_unchanged) == (1, 4)


def test_another_stretch_is_listened_to_anew(music) -> None:
    run(music)
    assert run(music, seconds=3.5).n_new == 5


def test_parquet_holds_the_same(music) -> None:
    frame = run(music, "table.parquet").frame
    read = pd.read_parquet(music.parent / "table.parquet")
    pd.testing.assert_frame_equal(read, frame, check_dtype=False)


def test_without_an_output_nothing_is_written(music) -> None:
    before = {path.name for path in music.parent.iterdir()}
    result = extract_folder(
        ExtractRequest(music, network="none", cache=music.parent / "c.sqlite")
    )
    assert len(result.frame) == 4
    assert {path.name for path in music.parent.iterdir()} - before <= {
        "c.sqlite", "c.sqlite-wal", "c.sqlite-shm",
    }  # fmt: skip


def test_what_cannot_begin_says_why_and_writes_nothing(music, tmp_path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.txt").touch()
    with pytest.raises(InputError, match=r"no sound files: 1 file has another") as told:
        extract_folder(ExtractRequest(tmp_path / "empty", network="none"))
    assert len(str(told.value)) < 300 + len(str(tmp_path))
    with pytest.raises(InputError, match="music-tags"):
        extract_folder(ExtractRequest(music, network="unheard"))
    with pytest.raises(OutputError, match=r"\.csv or \.parquet"):
        run(music, "table.xlsx")
    assert not (tmp_path / "c.sqlite").exists()


def test_genres_that_a_person_wrote_are_refused_before_anything_is_heard(
    music, monkeypatch
) -> None:
    table = run(music).files["table"]
    written = table.read_bytes().replace(b"Rock; Pop", b"Zydeco")
    table.write_bytes(written)
    (music / "new.flac").write_bytes((music / "0.flac").read_bytes())
    with monkeypatch.context() as patched:
        patched.setattr(extracting, "list_sounds", None)
        with pytest.raises(OutputError, match=r"'table\.csv' was changed.*--replace"):
            run(music)
    assert table.read_bytes() == written
    assert run(music, "other.csv").n_unchanged == 5
    assert b"Zydeco" not in run(music, replace=True).files["table"].read_bytes()
    assert run(music).n_new == 0


def test_what_is_changed_while_it_listens_is_not_lost(music) -> None:
    table = run(music).files["table"]

    def edit(stage: str, *_: int) -> None:
        if stage == "looking for doubles":
            table.write_text("mine")

    with pytest.raises(OutputError, match="was changed"):
        run(music, listener=edit)
    assert table.read_text() == "mine"
