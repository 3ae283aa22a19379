from __future__ import annotations

import os
from pathlib import Path

import pytest

from genrelens.server.music.opening import TrackFileError, open_below, state_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "music" / "deep" / "er").mkdir(parents=True)
    (tmp_path / "music" / "deep" / "er" / "song.mp3").write_bytes(b"sound")
    (tmp_path / "secret.mp3").write_bytes(b"secret")
    return tmp_path / "music"


def _n_open() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_file_below_the_folder_is_opened_with_its_state(root: Path) -> None:
    file, state = open_below(root, "deep/er/song.mp3")
    with file:
        assert file.read() == b"sound"
    told = (root / "deep/er/song.mp3").stat()
    assert (state.n_bytes, state.mtime_ns) == (told.st_size, told.st_mtime_ns)


@pytest.mark.parametrize(
    "path",
    [
        *("../secret.mp3", "deep/../../secret.mp3", "/etc/passwd", "", ".", "..", "/"),
        *("deep", "deep/er/none.mp3", "deep/er/song.mp3/x", "a\0b", "deep/er/../x"),
    ],
)
def test_no_path_leads_out_or_to_what_is_no_file(root: Path, path: str) -> None:
    n_before = _n_open()
    with pytest.raises(TrackFileError):
        open_below(root, path)
    assert state_of(root, path) is None
    assert _n_open() == n_before


def test_no_link_is_followed_wherever_it_leads(root: Path) -> None:
    (root / "link.mp3").symlink_to(root / "deep/er/song.mp3")
    (root / "away").symlink_to(root.parent)
    for path in ("link.mp3", "away/secret.mp3"):
        with pytest.raises(TrackFileError, match="behind a link"):
            open_below(root, path)


def test_a_pipe_does_not_make_anybody_wait(root: Path) -> None:
    os.mkfifo(root / "pipe.mp3")
    with pytest.raises(TrackFileError):
        open_below(root, "pipe.mp3")
