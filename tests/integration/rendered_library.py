"""Render a small music library of three kinds of music, tagged as people tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

RATE = 22_050
SECONDS = 6
KINDS = {
    "metal": ("Metal", "Heavy Metal"),
    "ambient": ("Ambient",),
    "techno": ("Techno", "Electronic"),
}
"""Kinds of music, and the genres that stand in the files' tags."""

_SUFFIXES = (".flac", ".ogg", ".mp3")


def render_library(folder: Path, *, n_tracks: int = 12, n_artists: int = 4) -> None:
    """Write so many tracks of every kind, by so many artists each.

    Their formats take turns; the genre of one track a kind is left out.
    """
    import soundfile

    random = np.random.default_rng(0)
    for kind, genres in KINDS.items():
        for number in range(n_tracks):
            artist = f"{kind.title()} Band {number % n_artists}"
            place = folder / artist
            place.mkdir(parents=True, exist_ok=True)
            suffix = _SUFFIXES[number % len(_SUFFIXES)]
            file = place / f"{number:02d} song{suffix}"
            soundfile.write(file, RECIPES[kind](random), RATE)
            tag_file(
                file,
                title=f"{kind} song {number}",
                artist=artist,
                genres=() if number == n_tracks - 1 else genres,
            )


def tag_file(file: Path, *, title: str, artist: str, genres: tuple[str, ...]) -> None:
    """Write tags into a file, several genres as its format has them."""
    import mutagen

    opened = mutagen.File(file, easy=True)
    if opened.tags is None:
        opened.add_tags()
    opened["title"], opened["artist"] = title, artist
    if genres:
        opened["genre"] = list(genres)
    opened.save()


def _time() -> NDArray[np.float64]:
    return np.arange(RATE * SECONDS) / RATE


def _strokes(bpm: float, decay: float) -> NDArray[np.float64]:
    """Give an envelope that begins anew on each beat."""
    since = np.mod(_time(), 60 / bpm)
    return np.exp(-since / decay)


def _level(sound: NDArray[np.float64], peak: float) -> NDArray[np.float32]:
    return (peak * sound / np.abs(sound).max()).astype(np.float32)


def render_metal(random: np.random.Generator) -> NDArray[np.float32]:
    """Render distorted power chords over fast noisy strokes."""
    time, bpm = _time(), random.uniform(150, 180)
    root = random.uniform(70, 110)
    chord = sum(np.mod(time * root * ratio, 1) - 0.5 for ratio in (1, 1.5, 2))
    guitar = np.tanh(6 * chord * (0.4 + 0.6 * _strokes(2 * bpm, 0.08)))
    drums = random.normal(size=len(time)) * _strokes(2 * bpm, 0.03)
    return _level(guitar + 0.7 * drums, 0.95)


def render_ambient(random: np.random.Generator) -> NDArray[np.float32]:
    """Render soft tones that swell slowly."""
    time, root = _time(), random.uniform(110, 220)
    tones = [
        np.sin(2 * np.pi * (root * ratio * time + random.uniform()))
        * (1 + np.sin(2 * np.pi * (0.1 * time + random.uniform())))
        for ratio in (1, 1.25, 1.5, 2)
    ]
    return _level(np.sum(tones, axis=0), random.uniform(0.1, 0.25))


def render_techno(random: np.random.Generator) -> NDArray[np.float32]:
    """Render a kick on every beat under a short bass and a hiss off the beat."""
    time, bpm = _time(), random.uniform(124, 134)
    since = np.mod(time, 60 / bpm)
    kick = np.sin(2 * np.pi * (50 * since - 30 * np.exp(-since / 0.03))) * _strokes(
        bpm, 0.12
    )
    bass = np.sign(np.sin(2 * np.pi * random.uniform(50, 65) * time)) * _strokes(
        4 * bpm, 0.06
    )
    hiss = random.normal(size=len(time)) * np.roll(
        _strokes(bpm, 0.02), int(RATE * 30 / bpm)
    )
    return _level(kick + 0.3 * bass + 0.2 * hiss, 0.85)


RECIPES: dict[str, Callable[[np.random.Generator], NDArray[np.float32]]] = {
    "metal": render_metal,
    "ambient": render_ambient,
    "techno": render_techno,
}
