"""How long, and how much memory: `genrelens train` against the usual notebook.

Both do the same job on the same table, one after the other, each in a process
of its own: clean, artist-grouped 5-fold cross-validation, metrics, permutation
importance, Shapley values of 500 tracks, plots. genrelens does more besides
(random-split and baseline scenarios, a locked test, intervals, stress tests, the
report page); that is not subtracted.

Usage: python benchmarks/against_notebook.py [--table CSV] [--trees 100]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
TABLE = HERE.parents[1] / "shared" / "data" / "tidytuesday" / "spotify_songs.csv"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--table", type=Path, default=TABLE)
    parser.add_argument("--trees", type=int, default=100)
    arguments = parser.parse_args()
    if not arguments.table.is_file():
        sys.exit(f"{arguments.table.name} is not there; name a table: --table CSV")
    trees = str(arguments.trees)
    with tempfile.TemporaryDirectory() as folder:
        ours = [
            sys.executable, "-m", "genrelens", "train", str(arguments.table),
            "--target", "playlist_genre", "--features", "audio", "--trees", trees,
            "--explain-tracks", "500", "--output", f"{folder}/ours",
        ]  # fmt: skip
        usual = [
            sys.executable, str(HERE / "usual_way.py"), str(arguments.table), trees,
            f"{folder}/usual",
        ]  # fmt: skip
        warm_up(folder)
        measured = {"genrelens": measure(ours), "usual way": measure(usual)}
    print(f"table {arguments.table.name}, {trees} trees, {os.cpu_count()} processors")
    for name, (wall, cpu, peak) in measured.items():
        print(f"{name:>10}: {wall:7.1f} s wall, {cpu:7.1f} s CPU, {peak:6.0f} MB peak")
    pairs = zip(measured["usual way"], measured["genrelens"], strict=True)
    wall, cpu, peak = (usual / ours for usual, ours in pairs)
    print(
        f"usual way / genrelens: {wall:.1f} x wall time, {cpu:.1f} x CPU time, "
        f"{peak:.1f} x peak memory"
    )


def warm_up(folder: str) -> None:
    """Compile what is compiled once for each installation."""
    command = [sys.executable, "-m", "genrelens", "demo", "--tracks", "600"]
    subprocess.run(
        [*command, "--output", f"{folder}/warm"], check=True, capture_output=True
    )


def measure(command: list[str]) -> tuple[float, float, float]:
    """Run a command; give wall seconds, CPU seconds and peak megabytes."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None  # noqa: S101
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{command[1:3]} failed:\n{complaint.decode()[-2000:]}")
    scale = 1 if sys.platform == "darwin" else 1024
    peak = usage.ru_maxrss * scale / 1e6
    return wall, usage.ru_utime + usage.ru_stime, peak


if __name__ == "__main__":
    main()
