"""Whatever ends an extraction, the next one goes on and makes the same table."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import soundfile

N_FILES = 60
N_KILLS = 5

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills as on Unix")


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of short tones of different pitch, some of them damaged."""
    folder = tmp_path_factory.mktemp("music")
    times = np.arange(2 * 22_050) / 22_050
    for number in range(N_FILES):
        tone = 0.3 * np.sin(2 * np.pi * (200 + 7 * number) * times)
        place = folder / f"{number % 4}" / f"{number:02d}.flac"
        place.parent.mkdir(exist_ok=True)
        soundfile.write(place, tone, 22_050)
        if number % 15 == 0:
            place.write_bytes(place.read_bytes()[:9_000])
    return folder


def command(music: Path, beside: Path) -> list[str]:
    return [
        *(sys.executable, "-m", "genrelens", "extract", str(music)),
        *("--output", str(beside / "table.csv"), "--network", "none"),
        *("--cache", str(beside / "cache.sqlite"), "--workers", "2"),
    ]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("table*"))}


def n_kept(cache: Path) -> int:
    try:
        with sqlite3.connect(f"file:{cache}?mode=ro", uri=True, timeout=10) as opened:
            return opened.execute("SELECT count(*) FROM files").fetchone()[0]
    except sqlite3.OperationalError:  # not made yet
        return 0


def children_of(parent: int) -> list[int]:
    """Give the processes that a process has started, as Linux tells."""
    tasks = Path(f"/proc/{parent}/task")
    if not tasks.exists():
        return []
    told = []
    for task in tasks.iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that ended
            told.append((task / "children").read_text())
    return [int(word) for words in told for word in words.split()]


def is_running(process: int) -> bool:
    try:
        told = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    return told.rpartition(")")[2].split()[0] not in "ZX"


def wait_for(condition, seconds: float = 120.0) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.005)


def test_a_killed_run_goes_on_and_ends_in_the_same_bytes(music, tmp_path) -> None:
    straight, killed = tmp_path / "straight", tmp_path / "killed"
    subprocess.run(command(music, straight), check=True, capture_output=True)
    expected = contents(straight)
    assert expected["table.csv"].count(b"\r\n") == 1 + N_FILES - 4
    assert expected["table.errors.csv"].count(b"truncated") == 4

    rng = np.random.default_rng(7)
    kept = 0
    for _ in range(N_KILLS):
        goal = kept + int(rng.integers(0, 13))
        with subprocess.Popen(
            command(music, killed),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            wait_for(
                lambda goal=goal, process=process: (
                    n_kept(killed / "cache.sqlite") >= goal
                    or process.poll() is not None
                )
            )
            children = children_of(process.pid)
            process.send_signal(signal.SIGKILL)
        wait_for(lambda children=children: not any(map(is_running, children)))
        now = n_kept(killed / "cache.sqlite")
        assert now >= kept, "what was kept is never lost"
        kept = now

    subprocess.run(command(music, killed), check=True, capture_output=True)
    assert contents(killed) == expected


def test_an_interrupted_run_leaves_the_earlier_table_whole(music, tmp_path) -> None:
    (tmp_path / "table.csv").write_text("an earlier table")
    with subprocess.Popen(
        [*command(music, tmp_path), "--replace"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:
        wait_for(lambda: n_kept(tmp_path / "cache.sqlite") >= 1)
        children = children_of(process.pid)
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
    assert process.returncode == 130
    assert "Interrupted." in told
    assert "Traceback" not in told
    wait_for(lambda: not any(map(is_running, children)))
    assert (tmp_path / "table.csv").read_text() == "an earlier table"
