from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from genrelens.cli.app import main
from genrelens.cli.sound.extract import _headline


@pytest.fixture
def music(tmp_path, hostile_sound):
    folder = tmp_path / "music"
    folder.mkdir()
    content = hostile_sound.by_soundfile("FLAC", "PCM_16")
    for name in ("a.flac", "b.flac"):
        (folder / name).write_bytes(content)
    (folder / "cut.flac").write_bytes(content[: len(content) // 2])
    return folder


def extract(music, capsys, *more: str, network: str = "none") -> tuple[object, str]:
    beside = music.parent
    with pytest.raises(SystemExit) as left:
        main(
            [
                *("extract", str(music), "--output", str(beside / "t.csv")),
                *("--network", network, "--cache", str(beside / "c.sqlite"), *more),
            ]
        )
    told = capsys.readouterr()
    return left.value.code, told.out + told.err


def test_the_summary_says_how_many_what_failed_why_and_what_next(music, capsys) -> None:
    code, told = extract(music, capsys)
    assert code == 0
    assert "2 tracks of 3 sound files" in told
    assert "1 file was left out" in told
    assert "truncated: Its end is missing" in told
    assert "cut.flac: It states a length of" in told
    assert "1 recording is there more than once (2 files)" in told
    assert "_estimate only resemble" in told
    assert f"genrelens train {music.parent / 't.csv'}" in told
    assert "No file names a genre" in told
    assert f"genrelens predict music-tags {music}" in told
    _, again = extract(music, capsys, "--quiet")
    assert "3 unchanged since the last run" in again
    assert "listening" not in again


def test_a_table_that_a_person_changed_is_refused_and_replaced_when_asked(
    music, capsys
) -> None:
    extract(music, capsys)
    (music / "c.flac").write_bytes((music / "a.flac").read_bytes())
    _, told = extract(music, capsys)
    assert "t.sound.json" in told
    assert "1 known by their sound (copied, moved or retagged)" in told
    table = music.parent / "t.csv"
    table.write_text("mine")
    code, told = extract(music, capsys)
    assert code == 2
    assert "'t.csv' was changed" in told
    assert table.read_text() == "mine"
    code, _ = extract(music, capsys, "--replace")
    assert code == 0
    assert table.read_text() != "mine"


def test_a_missing_network_names_the_command_that_fetches_it(
    music, capsys, monkeypatch, tmp_path
) -> None:
    monkeypatch.setenv("GENRELENS_NETWORKS", str(tmp_path / "none"))
    code, told = extract(music, capsys, network="music-tags")
    assert code == 2
    assert "genrelens models add music-tags" in told
    assert "Traceback" not in told


def test_names_cannot_command_the_terminal(music, capsys) -> None:
    (music / "\x1b[31mred.mp3").write_text("no sound")
    _, told = extract(music, capsys)
    assert "\x1b" not in told


@pytest.mark.parametrize(
    ("duration_ms", "told"),
    [(62_000, "1 minute of"), (180_000, "3 minutes of"), (5_400_000, "1.5 hours of")],
)
def test_the_length_is_told_in_its_number(duration_ms, told) -> None:
    frame = pd.DataFrame({"duration_ms": [duration_ms]})
    result = SimpleNamespace(frame=frame, n_files=1, elapsed=1.0)
    assert f", {told} music" in _headline(result)
