"""Compare processor seconds a clip: ours, librosa's usual script, and essentia.

Ours decodes and measures all attributes. The usual script is the one behind GTZAN's 57
features: load, chroma, RMS, spectral shape, zero crossings, harmonic and percussive
parts, tempo, 20 MFCCs. Essentia's MusicExtractor runs where it is installed, in an
environment of its own (`requirements/audio-peers.in`). Run it with

    python benchmarks/sound/extraction_speed.py ../shared/data/emotify_mini/clips

All take turns clip by clip, on one thread each, after one clip that is not counted
(librosa compiles there). Seconds are those of the process and its children's threads.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile
from threadpoolctl import threadpool_limits

from genrelens.audio.signal.measuring import measure
from genrelens.audio.sound import Sound

if TYPE_CHECKING:
    from collections.abc import Callable

MUST = 0.7

ESSENTIA = """
import json, sys, time
import essentia
essentia.log.infoActive = essentia.log.warningActive = False
from essentia.standard import MusicExtractor
extract = MusicExtractor()
seconds, n = [], 0
for number, path in enumerate(sys.argv[1:]):
    began = time.process_time()
    pool, _ = extract(path)
    if number:
        seconds.append(time.process_time() - began)
    n = len(pool.descriptorNames())
print(json.dumps({"seconds": seconds, "n": n, "version": essentia.__version__}))
"""


def ours(path: Path) -> int:
    """Decode and measure; give the number of attributes."""
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return len(measure(Sound(samples, rate, 0.0, len(samples) / rate)))


def usual_script(path: Path) -> int:
    """Do what the scripts behind GTZAN's table of 57 features do."""
    import librosa

    y, rate = librosa.load(path)
    harmonic, percussive = librosa.effects.hpss(y)
    parts = [
        librosa.feature.chroma_stft(y=y, sr=rate),
        librosa.feature.rms(y=y),
        librosa.feature.spectral_centroid(y=y, sr=rate),
        librosa.feature.spectral_bandwidth(y=y, sr=rate),
        librosa.feature.spectral_rolloff(y=y, sr=rate),
        librosa.feature.zero_crossing_rate(y),
        harmonic,
        percussive,
        *librosa.feature.mfcc(y=y, sr=rate, n_mfcc=20),
    ]
    row = [stat for part in parts for stat in (float(part.mean()), float(part.var()))]
    tempo, _ = librosa.beat.beat_track(y=y, sr=rate)
    row.append(float(np.atleast_1d(tempo)[0]))
    return len(row)


def usual_script_without_separation(path: Path) -> int:
    """Do the same without the costly harmonic and percussive parts."""
    import librosa

    hpss = librosa.effects.hpss
    librosa.effects.hpss = lambda y: (y[:1], y[:1])
    try:
        return usual_script(path)
    finally:
        librosa.effects.hpss = hpss


def in_turn(
    calls: dict[str, Callable[[Path], int]], paths: list[Path]
) -> tuple[dict[str, list[float]], dict[str, int]]:
    """Run every call on every clip and give the seconds of all clips but the first."""
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    counts: dict[str, int] = {}
    for number, path in enumerate(paths):
        for name, call in calls.items():
            began = time.process_time()
            counts[name] = call(path)
            if number:
                seconds[name].append(time.process_time() - began)
    return seconds, counts


def essentia(python: Path, paths: list[Path]) -> dict[str, object]:
    """Run the extractor in its own environment."""
    command = [str(python), "-c", ESSENTIA, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clips", type=Path, help="folder with sound files")
    parser.add_argument("--n", type=int, default=30, help="clips that count")
    parser.add_argument("--essentia", type=Path, help="Python that has essentia")
    options = parser.parse_args()
    paths = sorted(path for path in options.clips.iterdir() if path.is_file())
    spread = np.linspace(0, len(paths) - 1, options.n + 1).round().astype(int)
    paths = [paths[place] for place in spread]
    calls = {
        "ours": ours,
        "librosa, usual script": usual_script,
        "librosa, without separation": usual_script_without_separation,
    }
    with threadpool_limits(1):
        seconds, counts = in_turn(calls, paths)
    if options.essentia:
        told = essentia(options.essentia, paths)
        name = f"essentia {told['version']} MusicExtractor"
        seconds[name], counts[name] = told["seconds"], told["n"]
    mean = float(np.mean(seconds["ours"]))
    print(f"\nProcessor seconds a clip, n = {len(paths) - 1}\n")
    print("| | attributes | mean | median | highest | ours / it |")
    print("|---|--:|--:|--:|--:|--:|")
    for name, costs in seconds.items():
        cells = (np.mean(costs), np.median(costs), np.max(costs), mean / np.mean(costs))
        print(
            f"| {name} | {counts[name]} | "
            + " | ".join(f"{c:.3f}" for c in cells)
            + " |"
        )
    ratio = mean / float(np.mean(seconds["librosa, usual script"]))
    verdict = "reached" if ratio <= MUST else "MISSED"
    print(f"\nMust: at most {MUST} of the usual script; {ratio:.3f}: {verdict}.")
    packages = ("numpy", "scipy", "librosa", "soundfile")
    told = ", ".join(f"{name} {version(name)}" for name in packages)
    print(f"Python {platform.python_version()}, {told}; {os.cpu_count()} processors,")
    print(f"load {os.getloadavg()[1]:.1f}.")


if __name__ == "__main__":
    main()
