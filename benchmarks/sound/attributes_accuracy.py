"""Hold tempo, key and estimates against what is known of rendered and real clips.

Tempo and key: 192 clips of 25 seconds that `rendering.py` renders (eight styles in
each of the 24 keys, 60 to 200 BPM), and the 28 generated tracks of `audio_ace`, whose
tempo and key are those of the prompt. Estimates: the 100 songs of `emotify_mini`, each
rated by 11 to 59 listeners. Run it with

    python benchmarks/sound/attributes_accuracy.py ../shared/data

A tempo is right within 4 %, "with octaves" also at its half, third, double or triple.
Intervals hold 95 %: Wilson's for shares, Fisher's for correlations.
"""

from __future__ import annotations

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile
from rendering import rendered

from genrelens.audio.signal.measuring import measure
from genrelens.audio.sound import Sound

if TYPE_CHECKING:
    from collections.abc import Iterator

OCTAVES = (1.0, 2.0, 0.5, 3.0, 1 / 3)
NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
Z = 1.959964


@dataclass(frozen=True)
class Clip:
    """A sound with what is true of it."""

    name: str
    sound: Sound
    tempo: float
    key: int
    mode: int


def wilson(n_right: int, n: int) -> str:
    """Give a share with its interval."""
    share = n_right / n
    middle = share + Z**2 / (2 * n)
    half = Z * np.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    low, high = ((middle + sign * half) / (1 + Z**2 / n) for sign in (-1, 1))
    return f"{share:.3f} [{low:.2f}, {high:.2f}]"


def fisher(one: np.ndarray, other: np.ndarray) -> str:
    """Give a correlation with its interval."""
    r = float(np.corrcoef(one, other)[0, 1])
    half = Z / np.sqrt(len(one) - 3)
    low, high = np.tanh(np.arctanh(r) + np.array([-half, half]))
    return f"{r:+.2f} [{low:+.2f}, {high:+.2f}]"


def open_sound(path: Path) -> Sound:
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return Sound(samples, rate, 0.0, len(samples) / rate)


def rendered_clips(n_clips: int) -> Iterator[Clip]:
    for piece in rendered(n_clips):
        sound = Sound(piece.samples[:, None], 22_050, 0.0, len(piece.samples) / 22_050)
        yield Clip(piece.name, sound, piece.tempo, piece.key, piece.mode)


def generated_clips(folder: Path) -> Iterator[Clip]:
    with (folder / "labels.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            yield Clip(
                line["path"],
                open_sound(folder / line["path"]),
                float(line["tempo"]),
                NAMES.index(line["key"]),
                int(line["mode"] == "major"),
            )


def is_tempo(found: float, true: float, octaves: tuple[float, ...] = (1.0,)) -> bool:
    return any(abs(found / true / factor - 1) <= 0.04 for factor in octaves)


def is_relative(row: dict[str, float], clip: Clip) -> bool:
    """Tell whether the relative major or minor was found in place of the key."""
    shift = 3 if clip.mode == 0 else 9
    return row["mode"] != clip.mode and row["key"] == (clip.key + shift) % 12


def librosa_tempo(clip: Clip) -> float:
    import librosa

    return float(np.atleast_1d(librosa.feature.tempo(y=clip.sound.mono(22_050)))[0])


def tell_clips(title: str, clips: Iterator[Clip], *, with_librosa: bool) -> None:
    """Print how many tempi and keys of some clips are right."""
    n = 0
    right = dict.fromkeys(
        ("tempo", "tempo with octaves", "key", "tonic", "key or relative"), 0
    )
    if with_librosa:
        right |= {"librosa's tempo": 0, "librosa's tempo with octaves": 0}
    for clip in clips:
        row = measure(clip.sound)
        n += 1
        is_key = (row["key"], row["mode"]) == (clip.key, clip.mode)
        right["tempo"] += is_tempo(row["tempo"], clip.tempo)
        right["tempo with octaves"] += is_tempo(row["tempo"], clip.tempo, OCTAVES)
        right["key"] += is_key
        right["tonic"] += row["key"] == clip.key
        right["key or relative"] += is_key or is_relative(row, clip)
        if with_librosa:
            theirs = librosa_tempo(clip)
            right["librosa's tempo"] += is_tempo(theirs, clip.tempo)
            right["librosa's tempo with octaves"] += is_tempo(
                theirs, clip.tempo, OCTAVES
            )
    print(f"\n{title}, n = {n}")
    for name, n_right in right.items():
        print(f"  {name:30} {wilson(n_right, n)}")


def tell_estimates(folder: Path) -> None:
    """Print how far estimates go with what listeners felt."""
    rows, felt = [], []
    with (folder / "labels.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            rows.append(measure(open_sound(folder / line["path"])))
            felt.append(
                {
                    "joyful less sad": float(line["joyful_activation"])
                    - float(line["sadness"]),
                    "aroused": float(line["power"])
                    + float(line["joyful_activation"])
                    + float(line["tension"])
                    - float(line["calmness"])
                    - float(line["tenderness"]),
                    "joyful": float(line["joyful_activation"]),
                    "calm": float(line["calmness"]),
                }
            )
    print(f"\nemotify_mini, n = {len(rows)}")
    for name in ("energy_estimate", "danceability_estimate", "valence_estimate"):
        values = np.array([row[name] for row in rows])
        for feeling in felt[0]:
            told = fisher(values, np.array([one[feeling] for one in felt]))
            print(f"  {name:24} and {feeling:16} {told}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with audio_ace, emotify_mini")
    parser.add_argument("--clips", type=int, default=192, help="rendered clips")
    parser.add_argument("--librosa", action="store_true", help="its tempo beside ours")
    options = parser.parse_args()
    clips = rendered_clips(options.clips)
    tell_clips("Rendered", clips, with_librosa=options.librosa)
    generated = generated_clips(options.data / "audio_ace")
    tell_clips("audio_ace", generated, with_librosa=options.librosa)
    tell_estimates(options.data / "emotify_mini")


if __name__ == "__main__":
    main()
