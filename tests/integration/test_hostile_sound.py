"""Whatever lies in a folder of music, every file is a row or an error, exactly once."""

from __future__ import annotations

import math
import os
import socket
from pathlib import Path

import pytest

from genrelens.audio.faults import REMEDIES
from genrelens.workflow.extracting.extracting import extract_folder
from genrelens.workflow.extracting.requests import ExtractRequest

N_HOSTILE = 2_000


def extract(folder: Path, beside: Path):
    return extract_folder(
        ExtractRequest(
            folder,
            output=beside / "table.csv",
            network="none",
            seconds=3,
            cache=beside / "cache.sqlite",
        )
    )


def test_two_thousand_hostile_files_are_each_listed_once(
    hostile_sound, tmp_path
) -> None:
    folder = tmp_path / "music"
    folder.mkdir()
    sounds = hostile_sound.render_all()
    whole = {f"whole {name}" for name in sounds}
    for name, content in sounds.items():
        (folder / f"whole {name}").write_bytes(content)
    damaged = [hostile_sound.damage(sounds, number) for number in range(N_HOSTILE)]
    for one in damaged:
        (folder / one.name).write_bytes(one.content)

    result = extract(folder, tmp_path)

    listed = [*result.frame["path"], *result.errors["path"]]
    assert len(listed) == len(set(listed))
    assert set(listed) == whole | {one.name for one in damaged}
    assert whole <= set(result.frame["path"])
    n_cut = sum(one.is_cut for one in damaged)
    assert n_cut > 80
    rows = set(result.frame["path"])
    assert [one.name for one in damaged if one.is_cut and one.name in rows] == []
    assert set(result.errors["code"]) <= set(REMEDIES)
    assert not {"took-too-long", "crashed"} & set(result.errors["code"])
    values = result.frame.drop(columns=["year"]).select_dtypes("number").to_numpy()
    assert not any(math.isinf(value) for value in values.ravel())
    text = (tmp_path / "table.csv").read_text(encoding="utf-8").lower()
    cells = {cell for line in text.splitlines() for cell in line.split(",")}
    assert not {"nan", "inf", "-inf", "<na>", "none"} & cells


def _make_socket(place: Path) -> None:
    here = Path.cwd()
    os.chdir(place.parent)  # the path of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(place.name)
    finally:
        os.chdir(here)


@pytest.mark.skipif(os.name != "posix", reason="such files are made on Unix only")
def test_what_is_no_plain_file_is_told_and_never_opened(
    hostile_sound, tmp_path
) -> None:
    folder, outside = tmp_path / "music", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    content = hostile_sound.by_soundfile("WAV", "PCM_16")
    (outside / "far.wav").write_bytes(content)
    inner = folder / "a folder.mp3"
    inner.mkdir()
    (inner / "true.wav").write_bytes(content)
    os.mkfifo(folder / "pipe.mp3")
    _make_socket(folder / "socket.mp3")
    for name, target in {
        "device.mp3": "/dev/zero",
        "loop.mp3": "loop.mp3",
        "nowhere.mp3": "gone.mp3",
        "far.wav": outside / "far.wav",
        "far folder": outside,
        "circle": folder,
        "again.wav": inner / "true.wav",
    }.items():
        (folder / name).symlink_to(target)
    odd_names = [b"caf\xe9.wav", b"line\nfeed.wav", b"\x1b[31m.wav", b"=1+1.wav"]
    for name in odd_names:
        (folder / os.fsdecode(name)).write_bytes(content)

    result = extract(folder, tmp_path)

    codes = dict(zip(result.errors["path"], result.errors["code"], strict=True))
    assert codes == {
        "pipe.mp3": "not-a-file",
        "socket.mp3": "not-a-file",
        "device.mp3": "link",
        "loop.mp3": "link",
        "nowhere.mp3": "link",
        "far.wav": "link",
        "far folder": "link",
    }
    assert sorted(result.frame["path"]) == [
        r"\x1b[31m.wav",
        r"\x3d1+1.wav",
        "a folder.mp3/true.wav",
        r"caf\xe9.wav",
        r"line\x0afeed.wav",
    ]
    assert result.n_links == 2


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="root may read everything"
)
def test_what_may_not_be_read_is_told(hostile_sound, tmp_path) -> None:
    folder = tmp_path / "music"
    (folder / "locked").mkdir(parents=True)
    (folder / "secret.wav").write_bytes(hostile_sound.by_soundfile("WAV", "PCM_16"))
    (folder / "secret.wav").chmod(0)
    (folder / "locked").chmod(0)
    try:
        result = extract(folder, tmp_path)
    finally:
        (folder / "locked").chmod(0o700)
    assert dict(zip(result.errors["path"], result.errors["code"], strict=True)) == {
        "locked": "not-permitted",
        "secret.wav": "not-permitted",
    }
