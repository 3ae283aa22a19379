"""Measure an extraction: one core and two, a second run, and seconds a clip.

Run ``python benchmarks/sound/extracting.py --files 1000``. The music is rendered here:
half FLAC, half MP3, each of its own pitch and beat, so that no file is a copy.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import soundfile

from genrelens.workflow.extracting.extracting import extract_folder
from genrelens.workflow.extracting.requests import ExtractRequest, ExtractResult

RATE = 44_100


def render(folder: Path, n_files: int, seconds: float) -> None:
    """Write the music."""
    times = np.arange(round(RATE * seconds)) / RATE
    for number in range(n_files):
        rng = np.random.default_rng(number)
        tempo, pitch = rng.uniform(70, 170), rng.uniform(110, 440)
        beat = np.exp(-6 * (times * tempo / 60 % 1))
        chord = sum(
            np.sin(2 * np.pi * pitch * ratio * times) for ratio in (1, 1.25, 1.5)
        )
        samples = 0.2 * beat * chord + 0.02 * rng.normal(size=len(times))
        place = folder / f"{number // 100:02d}" / f"{number:04d}"
        place.parent.mkdir(parents=True, exist_ok=True)
        suffix = ".flac" if number % 2 else ".mp3"
        soundfile.write(place.with_suffix(suffix), samples, RATE)


def cpu_seconds() -> float:
    """Give the processor time of this process and of its children that ended."""
    used = [resource.getrusage(resource.RUSAGE_SELF)]
    used.append(resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def run(
    folder: Path, cache: Path, *, network: str, workers: int
) -> tuple[ExtractResult, float, float]:
    """Extract once; give the result, wall and processor seconds."""
    began, used = time.perf_counter(), cpu_seconds()
    result = extract_folder(
        ExtractRequest(
            folder,
            cache.with_name("table.csv"),
            network=network,
            workers=workers,
            cache=cache,
        )
    )
    return result, time.perf_counter() - began, cpu_seconds() - used


def measure(folder: Path, beside: Path, network: str, n_files: int) -> dict[str, float]:
    """Extract on one core, on two, and again."""
    caches = {workers: beside / f"{network}{workers}.sqlite" for workers in (1, 2)}
    walls, cpu = {}, 0.0
    for workers, cache in caches.items():
        result, walls[workers], cpu = run(
            folder, cache, network=network, workers=workers
        )
        if (result.n_new, len(result.errors)) != (n_files, 0):
            sys.exit(f"{result.n_new} of {n_files} listened to: {result.errors}")
    again, wall, _ = run(folder, caches[2], network=network, workers=2)
    if again.n_unchanged != n_files:
        sys.exit("the second run did not know every file")
    return {
        "one_core_seconds": walls[1],
        "two_cores_seconds": walls[2],
        "two_cores_times_faster": walls[1] / walls[2],
        "second_run_seconds": wall,
        "second_run_times_faster": walls[2] / wall,
        "cpu_seconds_a_clip": cpu / n_files,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--networks", nargs="+", default=["none", "music-tags"])
    options = parser.parse_args()
    beside = Path(tempfile.mkdtemp(prefix="genrelens-extracting-"))
    try:
        folder = beside / "music"
        render(folder, options.files, options.seconds)
        warm = beside / "warm"
        render(warm, 2, options.seconds)  # compiles what is compiled once
        figures: dict[str, object] = {"files": options.files}
        for network in options.networks:
            run(warm, beside / f"warm{network}.sqlite", network=network, workers=2)
            figures[network] = measure(folder, beside, network, options.files)
    finally:
        shutil.rmtree(beside)
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
