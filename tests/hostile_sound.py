"""Render small sounds in every format that can be written, and damage them."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import av
import numpy as np
import soundfile

if TYPE_CHECKING:
    from collections.abc import Callable

RATE = 22_050
SECONDS = 3.0
STATES_NO_LENGTH = {".aac", ".ac3", ".mp2"}

_BY_SOUNDFILE = {
    "pcm.wav": ("WAV", "PCM_16"),
    "pcm24.wav": ("WAV", "PCM_24"),
    "float.wav": ("WAV", "FLOAT"),
    "ulaw.wav": ("WAV", "ULAW"),
    "adpcm.wav": ("WAV", "IMA_ADPCM"),
    "pcm.rf64": ("RF64", "PCM_16"),
    "pcm.w64": ("W64", "PCM_16"),
    "pcm.aiff": ("AIFF", "PCM_16"),
    "pcm.au": ("AU", "PCM_16"),
    "pcm.caf": ("CAF", "PCM_16"),
    "alac.caf": ("CAF", "ALAC_16"),
    "sf.flac": ("FLAC", "PCM_16"),
    "vorbis.ogg": ("OGG", "VORBIS"),
    "opus.opus": ("OGG", "OPUS"),
    "sf.mp3": ("MP3", "MPEG_LAYER_III"),
}
_BY_PYAV = {
    "aac.m4a": "aac",
    "alac.m4a": "alac",
    "av.mp3": "libmp3lame",
    "wma.wma": "wmav2",
    "av.opus": "libopus",
    "av.flac": "flac",
    "wavpack.wv": "wavpack",
    "tta.tta": "tta",
    "flac.mka": "flac",
    "adts.aac": "aac",
    "ac3.ac3": "ac3",
    "mp2.mp2": "mp2",
}


def melody(seconds: float = SECONDS, *, rate: int = RATE, pitch: float = 220.0):
    """Give a few beats of a tone with noise, of shape (n_samples,)."""
    times = np.arange(round(seconds * rate)) / rate
    noise = np.random.default_rng(round(pitch)).normal(size=len(times))
    beat = np.exp(-8 * (times * 2 % 1))
    return (0.4 * beat * np.sin(2 * np.pi * pitch * times) + 0.02 * noise).astype("f4")


def by_soundfile(container: str, subtype: str, samples=None, rate: int = RATE) -> bytes:
    """Encode samples with libsndfile."""
    target = io.BytesIO()
    samples = melody() if samples is None else samples
    if subtype == "OPUS":
        rate, samples = 24_000, melody(rate=24_000)
    soundfile.write(target, samples, rate, format=container, subtype=subtype)
    return target.getvalue()


def by_pyav(codec: str, container: str, samples=None) -> bytes:
    """Encode samples with FFmpeg, in stereo at 48 kHz."""
    target = io.BytesIO()
    samples = melody(rate=48_000) if samples is None else samples
    formats = {"m4a": "ipod", "mka": "matroska", "aac": "adts", "wma": "asf"}
    with av.open(target, "w", format=formats.get(container, container)) as written:
        stream = written.add_stream(codec, rate=48_000, layout="stereo")
        kind = stream.codec_context.codec.audio_formats[0].name
        stream.codec_context.format = kind
        if codec == "wmav2":
            stream.bit_rate = 128_000
        frame = av.AudioFrame.from_ndarray(
            (samples * 32_000).astype("i2")[None], format="s16", layout="mono"
        )
        frame.rate, frame.pts = 48_000, 0
        resampler = av.AudioResampler(
            kind, "stereo", 48_000, stream.codec_context.frame_size or None
        )
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            written.mux(stream.encode(part))
        written.mux(stream.encode(None))
    return target.getvalue()


def render_all() -> dict[str, bytes]:
    """Give one whole sound of every format, by file name."""
    sounds = {name: by_soundfile(*how) for name, how in _BY_SOUNDFILE.items()}
    return sounds | {
        name: by_pyav(codec, name.rpartition(".")[2])
        for name, codec in _BY_PYAV.items()
    }


@dataclass(frozen=True)
class Damaged:
    """One hostile file: its name, its bytes, and whether its end was cut off."""

    name: str
    content: bytes
    is_cut: bool = False


def damage(sounds: dict[str, bytes], number: int) -> Damaged:
    """Make the n-th hostile file, the same every time."""
    rng = np.random.default_rng(number)
    names = sorted(sounds)
    name = names[number % len(names)]
    ways = list(_WAYS)
    way = ways[number // len(names) % len(ways)]
    content = _WAYS[way](rng, sounds[name], sounds)
    suffix = name.rpartition(".")[2]
    if way == "another name":
        suffix = names[int(rng.integers(len(names)))].rpartition(".")[2]
    return Damaged(
        f"{number:04d} {way}.{suffix}",
        content,
        is_cut=way == "cut" and f".{suffix}" not in STATES_NO_LENGTH,
    )


def _cut(rng, content: bytes, _: dict[str, bytes]) -> bytes:
    return content[: int(len(content) * rng.uniform(0.2, 0.8))]


def _cut_short(rng, content: bytes, _: dict[str, bytes]) -> bytes:
    return content[: int(rng.integers(0, 200))]


def _flip(rng, content: bytes, _: dict[str, bytes]) -> bytes:
    changed = bytearray(content)
    for place in rng.integers(len(changed), size=int(rng.integers(1, 65))):
        changed[place] = int(rng.integers(256))
    return bytes(changed)


def _flip_head(rng, content: bytes, _: dict[str, bytes]) -> bytes:
    changed = bytearray(content)
    for place in rng.integers(min(len(changed), 160), size=int(rng.integers(1, 9))):
        changed[place] = int(rng.choice([0, 1, 0x7F, 0x80, 0xFF, rng.integers(256)]))
    return bytes(changed)


def _remove(rng, content: bytes, _: dict[str, bytes]) -> bytes:
    at, n = int(rng.integers(len(content))), int(rng.integers(1, 2_000))
    return content[:at] + content[at + n :]


def _insert(rng, content: bytes, _: dict[str, bytes]) -> bytes:
    at = int(rng.integers(len(content)))
    return content[:at] + rng.bytes(int(rng.integers(1, 2_000))) + content[at:]


def _blank(rng, content: bytes, _: dict[str, bytes]) -> bytes:
    at, n = int(rng.integers(len(content))), int(rng.integers(1, 5_000))
    return content[:at] + bytes(len(content[at : at + n])) + content[at + n :]


def _repeat(rng, content: bytes, _: dict[str, bytes]) -> bytes:
    at, n = int(rng.integers(len(content))), int(rng.integers(1, 5_000))
    return content[: at + n] + content[at:]


def _another_head(rng, content: bytes, sounds: dict[str, bytes]) -> bytes:
    other = sounds[sorted(sounds)[int(rng.integers(len(sounds)))]]
    n = int(rng.integers(8, 200))
    return other[:n] + content[n:]


def _same(rng, content: bytes, _: dict[str, bytes]) -> bytes:
    return content


def _huge(rng, content: bytes, _: dict[str, bytes]) -> bytes:
    """Give a WAV, FLAC or AU whose header claims what no track has."""
    extremes = [0, 1, 7_999, 384_001, 2**31 - 1, 2**31, 2**32 - 1]
    rate, size = (int(rng.choice(extremes)) for _ in range(2))
    channels = int(rng.choice([0, 1, 2, 9, 255, 256, 65_535]))
    kind = int(rng.integers(3))
    if kind == 0:
        bits = int(rng.choice([0, 1, 8, 16, 24, 32, 64, 65_535]))
        head = struct.pack(
            "<4sI4s4sIHHIIHH4sI", b"RIFF", size, b"WAVE", b"fmt ", 16,
            int(rng.choice([1, 3, 6, 17, 0xFFFE])), channels, rate,
            rate * max(1, channels * bits // 8) % 2**32,
            channels * bits // 8 % 65_536, bits, b"data", size,
        )  # fmt: skip
        return head + rng.bytes(3_000)
    if kind == 1:
        claimed = (rate % 2**20) << 44 | (channels % 8) << 41 | 15 << 36 | 2**36 - 1
        head = struct.pack(">HH", 16, 65_535) + bytes(6) + claimed.to_bytes(8, "big")
        return b"fLaC\x80\0\0\x22" + head + bytes(16) + rng.bytes(3_000)
    return struct.pack(">4sIIIII", b".snd", 24, size, 6, rate, channels) + bytes(3_000)


def _no_numbers(rng, content: bytes, _: dict[str, bytes]) -> bytes:
    """Give a float WAV with samples that are no numbers, or beyond all sense."""
    samples = melody()
    bad = [np.nan, np.inf, -np.inf, 3e38, -1e30]
    places = rng.integers(len(samples), size=int(rng.integers(1, 50)))
    samples[places] = rng.choice(bad, size=len(places))
    return by_soundfile("WAV", "FLOAT", samples)


def _silly_numbers(rng, content: bytes, _: dict[str, bytes]) -> bytes:
    """Give a WAV that is silent, constant, tiny, loud, or one sample long."""
    samples = [
        np.zeros(RATE), np.ones(RATE), np.full(RATE, 1e-38), 900 * melody(1.0),
        np.ones(1), np.zeros(1), np.resize([1.0, -1.0], RATE), melody(0.01),
        np.eye(1, RATE, 100)[0],
    ][int(rng.integers(9))]  # fmt: skip
    return by_soundfile("WAV", "FLOAT", np.asarray(samples, dtype="f4"))


def _no_sound(rng, content: bytes, _: dict[str, bytes]) -> bytes:
    """Give what is no sound at all, or a list that leads elsewhere."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.mp3", content[:500])
    kinds = (
        b"",
        b"This is no music.\n" * 50,
        packed.getvalue(),
        rng.bytes(int(rng.integers(1, 9_000))),
        b"\xff\xfb\x90\x00" * 500,
        b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + bytes(2_000),
        b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/hostname\n",
        b"ffconcat version 1.0\nfile /etc/hostname\n",
        b"<html>404</html>" * 40,
        bytes(10_000),
    )
    return kinds[int(rng.integers(len(kinds)))]


_WAYS: dict[str, Callable[..., bytes]] = {
    "cut": _cut,
    "head changed": _flip_head,
    "changed": _flip,
    "cut short": _cut_short,
    "part removed": _remove,
    "part added": _insert,
    "part blank": _blank,
    "part repeated": _repeat,
    "another head": _another_head,
    "another name": _same,
    "huge claims": _huge,
    "no numbers": _no_numbers,
    "silly numbers": _silly_numbers,
    "no sound": _no_sound,
}
