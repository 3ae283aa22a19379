"""Render music whose tempo, key and mode are known.

Everything is arithmetic on NumPy arrays: additive tones, noise and envelopes; no
recording, no sound font. The same number always gives the same samples.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.random import Generator
    from numpy.typing import NDArray

RATE = 22_050
MAJOR = (0, 2, 4, 5, 7, 9, 11)
MINOR = (0, 2, 3, 5, 7, 8, 10)

# Chords by their degree of the scale, counted from 0, one a bar.
PROGRESSIONS = {
    1: ((0, 3, 4, 0), (0, 4, 5, 3), (0, 5, 3, 4), (1, 4, 0, 0), (0, 3, 0, 4)),
    0: ((0, 3, 4, 0), (0, 5, 2, 6), (0, 6, 5, 6), (0, 5, 3, 4), (0, 3, 0, 4)),
}


@dataclass(frozen=True)
class Style:
    """What a band plays.

    Drums, bass and chords are strings of one character a step, a bar long: ``x`` is
    a stroke, ``.`` none. ``swing`` is the share of a beat at which its second half
    starts. ``beats`` are those of a bar, ``steps`` the characters to a beat.
    """

    name: str
    tempi: tuple[float, float]
    kick: str
    snare: str
    hat: str
    bass: str
    chord: str
    voice: str
    beats: int = 4
    steps: int = 4
    swing: float = 0.5
    melody: float = 0.5
    bend: float = 0.004


STYLES = (
    Style("rock", (95, 180), "x.......x.x.....", "....x.......x...",
          "x.x.x.x.x.x.x.x.", "x.x.x.x.x.x.x.x.", "x.......x.x.....", "guitar"),
    Style("techno", (110, 150), "x...x...x...x...", "....x.......x...",
          "..x...x...x...x.", "..x...x...x...x.", "x..x..x.x..x..x.", "saw",
          melody=0.2, bend=0.0),
    Style("ballad", (60, 90), "x.......x.......", "....x.......x...",
          "x.x.x.x.x.x.x.x.", "x.......x.......", "x.x.x.x.x.x.x.x.", "piano",
          bend=0.008),
    Style("waltz", (85, 190), "x.....", "......", "......", "x.....", "..x.x.",
          "strings", beats=3, steps=2, bend=0.01),
    Style("swing", (110, 200), "x.......", "..x...x.", "x.xxx.xx", "x.x.x.x.",
          "x..x....", "piano", steps=2, swing=0.66, bend=0.008),
    Style("funk", (90, 120), "x..x..x...x.....", "....x..x.x..x...",
          "xxxxxxxxxxxxxxxx", "x..x..x...x..x..", "....x.......x..x", "guitar"),
    Style("folk", (75, 140), "................", "................",
          "................", "x.......x.......", "x.x.x.x.x.x.x.x.", "guitar",
          bend=0.012),
    Style("bossa", (110, 160), "x..xx..xx..xx..x", "...x..x...x...x.",
          "x.x.x.x.x.x.x.x.", "x.....x.x.....x.", "x..x..x...x..x..", "piano"),
)  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A rendered clip with what is true of it."""

    name: str
    style: str
    samples: NDArray[np.float32]
    tempo: float
    key: int
    mode: int


def hertz(note: float, cents: float = 0.0) -> float:
    """Give the frequency of a MIDI note."""
    return float(440.0 * 2 ** ((note - 69 + cents / 100) / 12))


def tone(
    note: float, seconds: float, voice: str, random: Generator, cents: float = 0.0
) -> NDArray[np.float64]:
    """Give one tone of an instrument."""
    n = max(int(seconds * RATE), 64)
    time = np.arange(n) / RATE
    first = hertz(note, cents)
    n_partials = max(1, min(18, int(0.45 * RATE / first)))
    sound = np.zeros(n)
    starts = random.uniform(0, 2 * np.pi, 18)
    slope, decay, attack = {
        "guitar": (1.1, 2.5, 0.004), "saw": (1.0, 0.6, 0.003),
        "piano": (1.5, 1.8, 0.004), "strings": (1.2, 0.0, 0.09),
        "bass": (1.6, 2.0, 0.006), "lead": (1.4, 0.4, 0.02),
    }[voice]  # fmt: skip
    vibrato = 0.0
    if voice in {"strings", "lead"}:
        vibrato = 0.12 * np.sin(2 * np.pi * 5.3 * time + random.uniform(0, 6))
    for partial in range(1, n_partials + 1):
        phase = 2 * np.pi * partial * first * time + partial * vibrato
        fade = np.exp(-decay * time * (1 + 0.35 * (partial - 1)))
        sound += partial**-slope * fade * np.sin(phase + starts[partial - 1])
    sound *= np.minimum(1, time / attack)
    sound *= np.minimum(1, (seconds - time).clip(0) / 0.03)
    return sound


def drum(which: str, random: Generator) -> NDArray[np.float64]:
    """Give one stroke on a drum."""
    seconds = {"kick": 0.25, "snare": 0.2, "hat": 0.06}[which]
    time = np.arange(int(seconds * RATE)) / RATE
    noise = random.standard_normal(len(time))
    if which == "kick":
        fall = 45 * time + 110 / 30 * (1 - np.exp(-30 * time))
        return 1.4 * np.exp(-14 * time) * np.sin(2 * np.pi * fall)
    if which == "snare":
        return np.exp(-20 * time) * (0.5 * noise + 0.5 * np.sin(1_200 * time))
    return 0.5 * np.exp(-70 * time) * np.diff(noise, prepend=0.0)


@dataclass
class Score:
    """The samples so far, and what decides where the next strokes lie."""

    style: Style
    tempo: float
    samples: NDArray[np.float64]
    random: Generator

    def at(self, bar: int, step: int) -> float:
        """Give the second at which a step starts."""
        style = self.style
        beat, part = divmod(step, style.steps)
        inside = part / style.steps
        if style.swing != 0.5:
            half, rest = divmod(2 * inside, 1)
            bounds = (0.0, style.swing, 1.0)
            inside = bounds[int(half)] + rest * (
                bounds[int(half) + 1] - bounds[int(half)]
            )
        return (bar * style.beats + beat + inside) * 60 / self.tempo

    def play(self, sound: NDArray[np.float64], second: float, gain: float) -> None:
        """Add a sound, a little early or late as hands are."""
        start = int((second + self.random.normal(0, self.style.bend)) * RATE)
        start = max(start, 0)
        room = len(self.samples) - start
        if room > 0:
            part = sound[:room]
            self.samples[start : start + len(part)] += gain * part


def steps_of(pattern: str) -> list[int]:
    """Give the steps at which a pattern has a stroke."""
    return [step for step, mark in enumerate(pattern) if mark == "x"]


def play_bar(
    score: Score, bar: int, tonic: int, mode: int, degree: int, cents: float
) -> None:
    """Play one bar of every instrument."""
    style, random = score.style, score.random
    scale = MAJOR if mode else MINOR
    beat = 60 / score.tempo
    for which, gain in (("kick", 0.9), ("snare", 0.6), ("hat", 0.25)):
        for step in steps_of(getattr(style, which)):
            accent = 1.0 if step % style.steps == 0 else 0.75
            score.play(drum(which, random), score.at(bar, step), gain * accent)
    triad = [scale[(degree + k) % 7] + 12 * ((degree + k) // 7) for k in (0, 2, 4)]
    if mode == 0 and degree == 4:
        triad[1] += 1  # the dominant of a minor key is major
    for step in steps_of(style.bass):
        note = 36 + (tonic + triad[0]) % 12
        sound = tone(note, 0.9 * beat, "bass", random, cents)
        score.play(sound, score.at(bar, step), 0.5)
    marks = steps_of(style.chord)
    for place, step in enumerate(marks):
        last = style.beats * style.steps
        end = marks[place + 1] if place + 1 < len(marks) else last
        seconds = max(score.at(bar, end) - score.at(bar, step), 0.5 * beat)
        notes = triad if style.name != "folk" else [triad[place % 3]]
        for note in notes:
            sound = tone(
                57 + (tonic + note - 9) % 12, seconds, style.voice, random, cents
            )
            score.play(sound, score.at(bar, step), 0.6 / len(notes))
    play_melody(score, bar, tonic, scale, triad, cents)


def play_melody(
    score: Score,
    bar: int,
    tonic: int,
    scale: tuple[int, ...],
    triad: list[int],
    cents: float,
) -> None:
    """Sing some notes over one bar: of the chord on beats, of the scale between."""
    style, random = score.style, score.random
    for half in range(2 * style.beats):
        if random.random() > style.melody:
            continue
        pool = triad if half % 2 == 0 else scale
        note = 69 + (tonic + int(pool[random.integers(len(pool))]) - 9) % 12
        step = half * style.steps // 2
        sound = tone(note, 60 / score.tempo * 0.8, "lead", random, cents)
        score.play(sound, score.at(bar, step), 0.35)


def render(number: int, seconds: float = 25.0) -> Piece:
    """Render clip ``number``: its style, key, mode and tempo follow from the number.

    Numbers 0 to 191 go once through eight styles in each of the 24 keys.
    """
    style = STYLES[number % len(STYLES)]
    place = number // len(STYLES)
    tonic, mode = place % 12, 1 - place // 12 % 2
    random = np.random.default_rng([20_261_122, number])
    low, high = style.tempi
    tempo = round(float(random.uniform(low, high)), 1)
    cents = float(random.choice([0.0, 0.0, random.uniform(-30, 30)]))
    volume = random.uniform(0.2, 0.9)
    samples = play_piece(
        style, tempo, tonic, mode, seed=number, seconds=seconds, cents=cents
    )
    samples *= np.float32(volume / np.abs(samples).max())
    return Piece(f"{style.name}_{number:03d}", style.name, samples, tempo, tonic, mode)


def play_piece(
    style: Style,
    tempo: float,
    tonic: int,
    mode: int,
    *,
    seed: int,
    seconds: float,
    cents: float = 0.0,
) -> NDArray[np.float32]:
    """Play a piece; with another tempo or tonic the same piece, otherwise equal."""
    random = np.random.default_rng([20_261_123, seed])
    score = Score(style, tempo, np.zeros(int(seconds * RATE)), random)
    chords = PROGRESSIONS[mode][int(random.integers(len(PROGRESSIONS[mode])))]
    n_bars = int(np.ceil(seconds / (style.beats * 60 / tempo)))
    for bar in range(n_bars):
        play_bar(score, bar, tonic, mode, chords[bar % len(chords)], cents)
    hiss = 0.002 * np.random.default_rng(seed).standard_normal(len(score.samples))
    return (score.samples + hiss).astype(np.float32)


def rendered(n_clips: int = 192, seconds: float = 25.0) -> Iterator[Piece]:
    """Give clips one after the other."""
    for number in range(n_clips):
        yield render(number, seconds)
