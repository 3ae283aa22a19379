"""Render small sound files of every kind, with tags such as real libraries have."""
# ruff: noqa: E501 (a table of kinds, one a line)

from __future__ import annotations

import hashlib
import io
import struct
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import av
import numpy as np
import soundfile
from mutagen import apev2, asf, flac, id3, mp4, oggopus, oggvorbis, wave
from mutagen.aiff import AIFF

if TYPE_CHECKING:
    from collections.abc import Callable

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 24
RATE = 44_100


@dataclass(frozen=True)
class Rendered:
    """One file, its genres, and whether it is sound that can be decoded."""

    path: Path
    genres: tuple[str, ...]
    is_real: bool = True


def samples(seed: int, rate: int = RATE) -> np.ndarray:
    """Give half a second of a tone in noise, float32 in -1 to 1."""
    rng = np.random.default_rng(seed)
    time = np.arange(rate // 2) / rate
    tone = 0.3 * np.sin(2 * np.pi * (220 + 10 * (seed % 40)) * time)
    return (tone + 0.02 * rng.normal(size=time.size)).astype(np.float32)


def by_soundfile(suffix: str, seed: int, **options: str) -> bytes:
    rate = 48_000 if options.get("subtype") == "OPUS" else RATE
    made = io.BytesIO()
    options = {"format": suffix.upper(), **options}
    soundfile.write(made, samples(seed, rate), rate, **options)
    return made.getvalue()


def by_ffmpeg(kind: str, codec: str, seed: int, **options: str) -> bytes:
    """Encode with PyAV; `options` go to the writer of the container."""
    with TemporaryDirectory() as folder:
        made = Path(folder) / "made"  # some writers read what they wrote
        _encode(made, kind, codec, seed, options)
        return made.read_bytes()


def _encode(made: Path, kind: str, codec: str, seed: int, options: dict) -> None:
    with av.open(str(made), "w", format=kind, options=options) as container:
        stream = container.add_stream(codec, rate=RATE)
        stream.layout = "mono"
        stream.bit_rate = 64_000
        stream.time_base = Fraction(1, RATE)
        frame = av.AudioFrame.from_ndarray(
            (samples(seed) * 32_000).astype(np.int16)[None], format="s16", layout="mono"
        )
        frame.sample_rate = RATE
        stream.codec_context.open()
        resampler = av.AudioResampler(
            stream.format, "mono", RATE, stream.codec_context.frame_size or 1_024
        )
        for each in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(each))
        container.mux(stream.encode(None))


def decoded(path: Path) -> str:
    """Hash what PyAV decodes: samples alone."""
    told = hashlib.sha256()
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            told.update(frame.to_ndarray().tobytes())
    return told.hexdigest()


def frames(version: int, genres: list[str]) -> id3.ID3:
    tags = id3.ID3()
    encoding = 3 if version == 4 else 1
    tags.add(id3.TIT2(encoding=encoding, text=["Títle 日本"]))
    tags.add(id3.TPE1(encoding=0, text=["An Artist"]))
    tags.add(id3.TXXX(encoding=0, desc="replaygain_track_gain", text=["-6.5 dB"]))
    tags.add(id3.APIC(encoding=0, mime="image/png", type=3, desc="", data=PICTURE))
    tags.add(id3.PRIV(owner="org.example", data=bytes(range(200))))
    tags.add(id3.COMM(encoding=encoding, lang="eng", desc="", text=["A comment é"]))
    if genres:
        tags.add(id3.TCON(encoding=encoding, text=genres))
    chapter = id3.CHAP(
        element_id="c1", start_time=0, end_time=250, start_offset=0xFFFFFFFF,
        end_offset=0xFFFFFFFF, sub_frames=[id3.TIT2(encoding=0, text=["One"])],
    )  # fmt: skip
    if version > 2:
        tags.add(chapter)
    return tags


def old_tag(genre: int = 17) -> bytes:
    """Give an ID3v1.1 tag."""
    fields = (b"Old title", b"Old artist", b"Old album")
    padded = b"".join(field.ljust(30, b"\0") for field in fields)
    return (
        b"TAG"
        + padded
        + b"1999"
        + b"Old comment".ljust(28, b"\0")
        + b"\0\7"
        + bytes([genre])
    )


def ape_tag(genre: str | None, before: bytes = b"") -> bytes:
    """Put an APEv2 tag behind `before`; one that is there is taken away."""
    made = io.BytesIO(before)
    apev2.delete(made)
    made.seek(0)
    tag = apev2.APEv2()
    tag["Title"] = "Títle"
    tag["Artist"] = ["One", "Two"]
    tag["Cover Art (Front)"] = apev2.APEValue(b"cover.png\0" + PICTURE, apev2.BINARY)
    if genre:
        tag["Genre"] = genre
    tag.save(made)
    return made.getvalue()


def mp3(
    seed: int, version: int = 4, genres: tuple[str, ...] = ("Rock",), **ends: bytes
) -> bytes:
    made = io.BytesIO(by_soundfile("mp3", seed))
    if version == 4:
        frames(4, list(genres)).save(made)
    elif version == 3:
        frames(3, list(genres)).save(made, v2_version=3, v23_sep=None)
    elif version == 2:
        body = (
            b"TT2" + (6).to_bytes(3) + b"\0Title" + b"TCO" + (5).to_bytes(3) + b"\0(17)"
        )
        size = len(body) + 40
        head = b"ID3\2\0\0" + bytes([0, 0, size >> 7, size & 127])
        made = io.BytesIO(head + body + bytes(40) + made.getvalue())
    return made.getvalue() + ends.get("ape", b"") + ends.get("old", b"")


def with_comments(content: bytes, opener: Callable, genres: tuple[str, ...]) -> bytes:
    made = io.BytesIO(content)
    opened = opener(made)
    if opened.tags is None:
        opened.add_tags()
    opened.tags["title"] = "Títle"
    opened.tags["artist"] = ["One", "Two"]
    if genres:
        opened.tags["genre"] = list(genres)
    opened.tags["replaygain_track_gain"] = "-6.5 dB"
    if isinstance(opened, flac.FLAC):
        picture = flac.Picture()
        picture.data, picture.type, picture.mime = PICTURE, 3, "image/png"
        opened.add_picture(picture)
    made.seek(0)
    opened.save(made)
    return made.getvalue()


def with_atoms(content: bytes, genres: tuple[str, ...]) -> bytes:
    made = io.BytesIO(content)
    opened = mp4.MP4(made)
    if opened.tags is None:
        opened.add_tags()
    opened.tags["\xa9nam"] = "Títle"
    opened.tags["trkn"] = [(3, 9)]
    opened.tags["tmpo"] = [120]
    opened.tags["covr"] = [mp4.MP4Cover(PICTURE, mp4.MP4Cover.FORMAT_PNG)]
    opened.tags["----:com.apple.iTunes:replaygain_track_gain"] = b"-6.5 dB"
    if genres:
        opened.tags["\xa9gen"] = list(genres)
    made.seek(0)
    opened.save(made)
    return made.getvalue()


def with_attributes(content: bytes, genres: tuple[str, ...]) -> bytes:
    made = io.BytesIO(content)
    opened = asf.ASF(made)
    opened.tags["Title"] = "Títle"
    opened.tags["WM/AlbumTitle"] = "Album"
    opened.tags["WM/Year"] = "1999"
    opened.tags["WM/Picture"] = asf.ASFByteArrayAttribute(
        b"\3" + struct.pack("<I", len(PICTURE))
        + "image/png\0\0".encode("utf-16-le") + PICTURE
    )  # fmt: skip
    if genres:
        opened.tags["WM/Genre"] = list(genres)
    made.seek(0)
    opened.save(made)
    return made.getvalue()


def with_chunk(content: bytes, opener: Callable, genres: tuple[str, ...]) -> bytes:
    made = io.BytesIO(content)
    opened = opener(made)
    opened.add_tags()
    for frame in frames(4, list(genres)).values():
        opened.tags.add(frame)
    made.seek(0)
    opened.save(made)
    return made.getvalue()


def with_info(content: bytes) -> bytes:
    """Put a LIST chunk behind the sound, as many editors do."""
    text = b"Editor\0\0"
    chunk = b"LIST" + struct.pack("<I", 12 + len(text)) + b"INFOISFT"
    whole = content + chunk + struct.pack("<I", len(text)) + text
    return whole[:4] + struct.pack("<I", len(whole) - 8) + whole[8:]


def makers() -> dict[str, tuple[Callable[[int], bytes], tuple[str, ...]]]:
    """Give, by file name, how a file is made from a seed, and its genres."""
    two = ("Hip-Hop", "Smooth Jazz é")
    wav, aiff = wave.WAVE, AIFF
    vorbis, opus = oggvorbis.OggVorbis, oggopus.OggOpus
    sf, ff = by_soundfile, by_ffmpeg
    oggs = {"format": "OGG", "subtype": "VORBIS"}
    opuses = {"format": "OGG", "subtype": "OPUS"}
    return {
        "plain.flac": (lambda s: sf("flac", s), ()),
        "tagged.flac": (lambda s: with_comments(sf("flac", s), flac.FLAC, two), two),
        "plain.ogg": (lambda s: sf("ogg", s, **oggs), ()),
        "tagged.ogg": (lambda s: with_comments(sf("ogg", s, **oggs), vorbis, two), two),
        "tagged.opus": (lambda s: with_comments(sf("ogg", s, **opuses), opus, two), two),
        "plain.mp3": (lambda s: sf("mp3", s), ()),
        "id3v24.mp3": (lambda s: mp3(s, 4, two), two),
        "id3v23.mp3": (lambda s: mp3(s, 3, two), two),
        "id3v22.mp3": (lambda s: mp3(s, 2), ("Rock",)),
        "no genre.mp3": (lambda s: mp3(s, 3, ()), ()),
        "old.mp3": (lambda s: mp3(s, 0, old=old_tag()), ("Rock",)),
        "ape.mp3": (lambda s: mp3(s, 0, ape=ape_tag("Dub"), old=old_tag()), ("Dub",)),
        "both.mp3": (lambda s: mp3(s, 3, ("Dub",), ape=ape_tag("Dub"), old=old_tag()), ("Dub",)),
        "plain.wav": (lambda s: with_info(sf("wav", s)), ()),
        "tagged.wav": (lambda s: with_chunk(with_info(sf("wav", s)), wav, two), two),
        "plain.aiff": (lambda s: sf("aiff", s), ()),
        "tagged.aiff": (lambda s: with_chunk(sf("aiff", s), aiff, two), two),
        "tagged.m4a": (lambda s: with_atoms(ff("ipod", "aac", s), two), two),
        "front.m4a": (lambda s: with_atoms(ff("ipod", "aac", s, movflags="faststart"), two), two),
        "lossless.m4a": (lambda s: ff("ipod", "alac", s), ()),
        "tagged.wma": (lambda s: with_attributes(ff("asf", "wmav2", s), two), two),
        "plain.wma": (lambda s: ff("asf", "wmav2", s), ()),
        "tagged.wv": (lambda s: ape_tag("Dub", ff("wv", "wavpack", s)), ("Dub",)),
        "made up.ape": (lambda s: b"MAC " + samples(s).tobytes() + ape_tag("Dub"), ("Dub",)),
        "made up.mpc": (lambda s: b"MPCK" + samples(s).tobytes(), ()),
    }  # fmt: skip


def render(folder: Path, seed: int = 0) -> dict[str, Rendered]:
    """Write one file of every kind into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {}
    for place, (name, (make, genres)) in enumerate(makers().items()):
        path = folder / name
        path.write_bytes(make(seed + place))
        made[name] = Rendered(path, genres, not name.startswith("made up"))
    return made
