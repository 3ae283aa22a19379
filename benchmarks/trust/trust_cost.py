"""Hold the cost of the whole trust analysis against that of a plain training run.

Both are the same command on the same table, each in a process of its own: once with
``--quick``, which leaves out what needs further models, and once without.

Run with ``python benchmarks/trust/trust_cost.py [TABLE] [OPTIONS ...]``; the table is
by default that of 32,833 rows in ``../shared/data/tidytuesday``, audio attributes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TABLE = Path(__file__).parents[3] / "shared" / "data" / "tidytuesday"
USUAL = [
    str(TABLE / "spotify_songs.csv"),
    *("--target", "playlist_genre", "--features", "audio"),
]


def measure(*options: str) -> tuple[float, float, float]:
    """Train once; give wall seconds, processor seconds and peak megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "genrelens", "train", *options]
        started = time.perf_counter()
        process = subprocess.Popen(
            [*command, "--output", folder, "--quiet"], stdout=subprocess.DEVNULL
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    if status:
        sys.exit(f"training ended with status {status}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main(given: list[str]) -> None:
    options = given or USUAL
    plain = measure(*options, "--quick")
    full = measure(*options)
    print("| | wall | CPU | peak memory |\n|---|---|---|---|")
    for name, found in (("plain (`--quick`)", plain), ("with all of trust", full)):
        print(f"| {name} | {found[0]:.1f} s | {found[1]:.1f} s | {found[2]:,.0f} MB |")
    ratios = [second / first for first, second in zip(plain, full, strict=True)]
    print(
        "| **ratio** | " + " | ".join(f"**{ratio:.1f} ×**" for ratio in ratios) + " |"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
