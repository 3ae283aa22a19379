"""A file is written whole or not at all, and what stood there survives."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from genrelens import writing
from genrelens.errors import OutputError
from genrelens.writing import replacing, sweep_folder, write_bytes, write_text

HALF_WRITTEN = """
import sys, time
from genrelens.writing import replacing
with replacing(sys.argv[1]) as partial:
    partial.write_text("half a repor")
    print("ready", flush=True)
    time.sleep(60)
"""

KILLED_AT_EVERY_STEP = """
import os, signal, sys, tempfile
from pathlib import Path
from genrelens.writing import write_bytes

target = Path(sys.argv[1])
owners = {"mkstemp": tempfile, "fsync": os, "chmod": Path, "replace": Path}
for step, owner in owners.items():
    for moment in ("before", "after"):
        child = os.fork()
        if not child:
            real = getattr(owner, step)
            def kill(*given, **named):
                if moment == "after":
                    real(*given, **named)
                os.kill(os.getpid(), signal.SIGKILL)
            setattr(owner, step, kill)
            write_bytes(target, b"new")
            os._exit(1)
        _, status = os.waitpid(child, 0)
        print(step, moment, os.WTERMSIG(status), target.read_text(), flush=True)
        target.write_text("old")
"""
COMPLETE = {("replace", "after")}


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_text_is_written_as_utf8_with_line_feeds(tmp_path: Path) -> None:
    target = tmp_path / "new" / "folder" / "report.html"

    write_text(target, "Señorita\n")

    assert target.read_bytes() == b"Se\xc3\xb1orita\n"
    assert _names(target.parent) == ["report.html"]


def test_the_old_file_is_readable_until_the_new_one_is_complete(tmp_path: Path) -> None:
    target = tmp_path / "model"
    target.write_bytes(b"old")

    with replacing(target) as partial:
        partial.write_bytes(b"new")
        assert target.read_bytes() == b"old"
        assert partial.parent == target.parent
        assert partial.stat().st_mode & 0o777 == 0o600

    assert target.read_bytes() == b"new"
    assert _names(tmp_path) == ["model"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, MemoryError])
def test_an_error_in_the_block_leaves_the_old_file(
    tmp_path: Path, error: type[BaseException]
) -> None:
    target = tmp_path / "model"
    target.write_bytes(b"old")

    def write_half() -> None:
        with replacing(target) as partial:
            partial.write_bytes(b"ne")
            raise error

    with pytest.raises(error):
        write_half()

    assert target.read_bytes() == b"old"
    assert _names(tmp_path) == ["model"]


def test_a_full_disk_is_told_in_a_sentence(tmp_path: Path) -> None:
    target = tmp_path / "model\x1b[31m"
    target.write_bytes(b"old")

    with pytest.raises(OutputError) as refusal, replacing(target):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    assert str(refusal.value) == (
        "File 'model\\x1b[31m' could not be written: No space left on device. Nothing "
        "that stood there was changed; free some space or choose another --output."
    )
    assert isinstance(refusal.value.__cause__, OSError)
    assert target.read_bytes() == b"old"
    assert len(_names(tmp_path)) == 1


@pytest.mark.parametrize("step", ["mkstemp", "fsync", "replace", "chmod"])
def test_whichever_step_fails_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    target = tmp_path / "model"
    target.write_bytes(b"old")
    owner = {"mkstemp": writing.tempfile, "fsync": os}.get(step, Path)

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "the disk is broken")

    with monkeypatch.context() as patch:
        patch.setattr(owner, step, fail)
        with pytest.raises(OutputError, match="the disk is broken"):
            write_bytes(target, b"new")

    assert target.read_bytes() == b"old"
    assert _names(tmp_path) == ["model"]


def test_a_folder_that_cannot_be_flushed_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error once said that nothing was changed, after the file was replaced."""
    flush, n_calls = os.fsync, 0

    def fail_on_folders(handle: int) -> None:
        nonlocal n_calls
        n_calls += 1
        if Path(f"/proc/self/fd/{handle}").is_dir():
            raise OSError(errno.EINVAL, "not on this file system")
        flush(handle)

    monkeypatch.setattr(os, "fsync", fail_on_folders)
    write_bytes(tmp_path / "model", b"new")

    assert (tmp_path / "model").read_bytes() == b"new"
    assert n_calls == 2


def test_places_that_cannot_hold_a_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"old")

    with pytest.raises(OutputError, match="a folder of that name stands there"):
        write_bytes(tmp_path / "folder", b"new")
    with pytest.raises(OutputError, match="'x' could not be written"):
        write_bytes(tmp_path / "file" / "x", b"new")
    with pytest.raises(OutputError, match="too long"):
        write_bytes(tmp_path / ("x" * 300), b"new")
    assert (tmp_path / "file").read_bytes() == b"old"


def test_the_longest_names_can_be_written(tmp_path: Path) -> None:
    """The partial file's longer name once hit the limit before the target's did."""
    target = tmp_path / ("é" * 127)

    write_bytes(target, b"new")

    assert target.read_bytes() == b"new"


def test_permissions_are_the_usual_ones_or_those_before(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_bytes(tmp_path / "new", b"1")
        (tmp_path / "old").touch(mode=0o600)
        (tmp_path / "old").chmod(0o600)
        write_bytes(tmp_path / "old", b"1")
    finally:
        os.umask(before)

    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "old").stat().st_mode & 0o777 == 0o600


def test_a_killed_run_loses_nothing_and_is_swept_by_the_next(tmp_path: Path) -> None:
    name = "mix [final] *.html"  # once such names were never swept
    target = tmp_path / name
    target.write_text("the old report")
    child = subprocess.Popen(
        [sys.executable, "-c", HALF_WRITTEN, str(target)], stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    assert len(_names(tmp_path)) == 2

    write_text(target, "written beside a run that is still alive")
    assert len(_names(tmp_path)) == 2, "a living run's partial file is left alone"

    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert target.read_text() == "written beside a run that is still alive"

    write_text(target, "the new report")

    assert target.read_text() == "the new report"
    assert _names(tmp_path) == [name]


def test_killed_at_any_step_the_file_is_old_or_new(tmp_path: Path) -> None:
    target = tmp_path / "model"
    target.write_bytes(b"old")

    child = subprocess.run(
        [sys.executable, "-c", KILLED_AT_EVERY_STEP, str(target)],
        capture_output=True,
        check=True,
        text=True,
    )

    seen = {tuple(line.split()) for line in child.stdout.splitlines()}
    assert seen == {
        (step, moment, "9", "new" if (step, moment) in COMPLETE else "old")
        for step in ("mkstemp", "fsync", "chmod", "replace")
        for moment in ("before", "after")
    }
    write_bytes(target, b"swept")
    assert _names(tmp_path) == ["model"]


def test_the_last_check_sees_the_whole_file_and_may_forbid_the_step(
    tmp_path: Path,
) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")
    seen = []

    def look() -> None:
        (partial,) = tmp_path.glob(".genrelens-partial-*")
        seen.append((partial.read_bytes(), partial.stat().st_mode & 0o777))
        if len(seen) == 1:
            raise ValueError("not now")

    target.chmod(0o604)
    with (
        pytest.raises(ValueError, match="not now"),
        replacing(target, last_check=look) as partial,
    ):
        partial.write_bytes(b"new")
    assert (target.read_bytes(), _names(tmp_path)) == (b"old", ["a"])
    with replacing(target, last_check=look) as partial:
        partial.write_bytes(b"new")
    assert target.read_bytes() == b"new"
    assert seen == [(b"new", 0o604)] * 2


def test_a_folder_is_swept_of_what_the_dead_left_and_of_nothing_else(
    tmp_path: Path,
) -> None:
    dead = tmp_path / ".genrelens-partial-4194303-x-a.mp3"
    alive = tmp_path / f".genrelens-partial-{os.getpid()}-x-b.mp3"
    for path in (dead, alive, tmp_path / "c.mp3"):
        path.touch()
    with replacing(tmp_path / "a.mp3", sweeps=False) as partial:
        partial.touch()
    assert dead.exists()
    sweep_folder(tmp_path)
    assert _names(tmp_path) == sorted([alive.name, "a.mp3", "c.mp3"])
