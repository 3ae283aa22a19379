"""Write down what every part of an extraction gives for a rendered clip.

The cache of an extraction trusts the version numbers in `genrelens.audio.method`. The
values written here are what `tests/unit/audio/test_method.py` holds them to.
"""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import mutagen.id3
import numpy as np
import soundfile

from genrelens.audio.decoding.by_pyav import decode_by_pyav
from genrelens.audio.decoding.decoding import decode
from genrelens.audio.embedding.onnx_facts import NetworkFacts
from genrelens.audio.embedding.onnx_network import OnnxNetwork
from genrelens.audio.library.file_tags import read_file_tags
from genrelens.audio.library.hashing import hash_sound
from genrelens.audio.method import METHOD
from genrelens.audio.music_tags.network import MusicTagsNetwork
from genrelens.audio.music_tags.published import ARRAYS
from genrelens.audio.signal.measuring import measure
from genrelens.audio.similar_sound.fingerprint import fingerprint
from genrelens.audio.sound import Sound
from genrelens.schema.sound_columns import SOUND_COLUMNS

if TYPE_CHECKING:
    from numpy.typing import NDArray

PLACE = Path(__file__).parents[1] / "tests" / "golden" / "sound-method.json"
RATE = 44_100
SECONDS = 12


def clip() -> NDArray[np.float64]:
    """Render two channels: four chords, a beat at 120 and a little noise."""
    times = np.arange(SECONDS * RATE) / RATE
    chords = [(220, 277.2, 329.6), (146.8, 220, 293.7), (164.8, 207.7, 246.9)]
    music = np.zeros_like(times)
    for place in range(8):
        part = slice(place * RATE * 3 // 2, (place + 1) * RATE * 3 // 2)
        swell = 0.2 + 0.1 * place
        for hertz in chords[place % 3]:
            overtones = (np.sin(2 * np.pi * hertz * n * times) / n for n in (1, 2, 3))
            music[part] += swell * sum(overtones, np.zeros_like(times))[part]
    noise = np.random.RandomState(4).uniform(-1, 1, len(times))
    beat = np.exp(-30 * (times % 0.5)) * noise
    left = 0.15 * music + 0.2 * beat + 0.005 * noise
    return np.stack([left, 0.8 * left], axis=1)


def values() -> dict[str, dict[str, Any]]:
    """Give what every part gives, as JSON has it."""
    samples = clip().astype(np.float32)
    sound = Sound(samples, RATE, 0.0, float(SECONDS))
    found = {
        "decoding": _decoding(samples),
        "file_tags": _file_tags(),
        "fingerprint": {"words": fingerprint(sound).tolist()},
        "music_tags": _hear_drawn(sound),
        "own_network": _hear_own(sound),
    }
    measured = measure(sound)
    for column in SOUND_COLUMNS:
        group = found.setdefault(column.group, {})
        group[column.name] = measured.get(column.name)
    return found


def _decoding(samples: NDArray[np.float32]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for kind, subtype in (("WAV", "FLOAT"), ("FLAC", "PCM_16"), ("MP3", None)):
        file = io.BytesIO()
        soundfile.write(file, samples, RATE, format=kind, subtype=subtype)
        for name, (sound, _) in (
            (kind, decode(file, seconds=5)),
            (f"{kind} by PyAV", decode_by_pyav(file, seconds=5)),
        ):
            told[name] = [sound.start, sound.track_seconds, len(sound.samples)]
            if kind != "MP3":  # its samples are the encoder's matter
                told[f"{name} samples"] = hash_sound(sound)
    return told


def _file_tags() -> dict[str, Any]:
    frames: Any = mutagen.id3  # it carries no types
    tags = frames.ID3()
    tags.add(frames.TIT2(text="A Song"))
    tags.add(frames.TPE1(text=["One", "Other"]))
    tags.add(frames.TALB(text="Whole"))
    tags.add(frames.TDRC(text="2001-02-03"))
    tags.add(frames.TCON(text=["(17)", "Trip-Hop", "139"]))
    file = io.BytesIO(bytes(4_000))
    tags.save(file)
    return asdict(read_file_tags(file, "a.mp3"))


def _hear_drawn(sound: Sound) -> dict[str, Any]:
    """Hear with a network of drawn weights: the arithmetic, without the weights."""
    drawn = np.random.RandomState(20)
    arrays = {}
    for name, shape in ARRAYS.items():
        size = 1.0 if name.endswith(("kernel", "variance")) else 0.2
        spread = np.sqrt(np.prod(shape[:-1])) if name.endswith("kernel") else 1.0
        low = 0.5 if name.endswith("variance") else -size
        arrays[name] = (drawn.uniform(low, size, shape) / spread).astype(np.float32)
    network = MusicTagsNetwork(arrays, digest="0" * 64)
    heard = network.hear(sound.mono(network.rate))
    return dict(zip(network.columns, map(float, heard), strict=True))


def _hear_own(sound: Sound) -> dict[str, Any]:
    """Hear with a network of somebody's own that gives two numbers a window."""
    session = SimpleNamespace(
        get_inputs=lambda: [
            SimpleNamespace(name="sound", type="tensor(float)", shape=[1, "n"])
        ],
        run=lambda _, given: [
            np.array([[given["sound"].std(), given["sound"].max()]], dtype=np.float32)
        ],
    )
    facts = NetworkFacts("own", 16_000, "CC0", (), 2.5)
    network = OnnxNetwork("own.onnx", facts, session, b"")
    heard = network.hear(sound.mono(network.rate))
    return dict(zip(network.columns, map(float, heard), strict=True))


def differing(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Name what differs by more than processors do."""
    if one.keys() != other.keys():
        return sorted(one.keys() ^ other.keys())
    return [name for name in one if not _is_alike(one[name], other[name])]


def _is_alike(one: Any, other: Any) -> bool:  # noqa: ANN401 (as JSON has it)
    if isinstance(one, float) and isinstance(other, float):
        return bool(np.isclose(one, other, rtol=1e-3, atol=1e-5))
    if isinstance(one, list | tuple) and one and isinstance(one[0], int):
        if len(one) != len(other):
            return False
        bits = sum((a ^ b).bit_count() for a, b in zip(one, other, strict=True))
        return bool(bits <= 0.002 * 32 * len(one))
    if isinstance(one, list | tuple):
        pairs = zip(one, other, strict=False)
        return len(one) == len(other) and all(_is_alike(*pair) for pair in pairs)
    return bool(one == other)


def golden_text() -> str:
    """Give the file's text."""
    found = {
        part: {"version": METHOD[part], "values": told}
        for part, told in values().items()
    }
    return json.dumps(found, indent=1) + "\n"


if __name__ == "__main__":
    PLACE.write_text(golden_text(), encoding="utf-8")
    print(f"Written: {PLACE}")
