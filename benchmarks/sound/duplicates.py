"""Which re-encoded clips are found again, what is mistaken for them, at what cost.

Each clip is trimmed by up to 0.3 s, made quieter by up to 12 dB and encoded anew.
Windows of 20 s are taken from the middle, so those of a trimmed file are shifted by
half of the trim. Every window is then laid over every other at all offsets: recall,
false matches, and how far apart the two are. Then the search is timed on made-up
libraries.
The clips stand beside the checkout (../shared/data) and are never copied into it.

Usage: python benchmarks/sound/duplicates.py [--clips N] [--largest 100000]
"""

from __future__ import annotations

import argparse
import itertools
import resource
import tempfile
import time
from pathlib import Path

import av
import numpy as np
import soundfile
import soxr

from genrelens.audio.similar_sound.comparing import SAME_RECORDING, best_overlay
from genrelens.audio.similar_sound.duplicates import FingerprintedTrack, find_duplicates
from genrelens.audio.similar_sound.fingerprint import fingerprint
from genrelens.audio.sound import Sound

DATA = Path(__file__).parents[3] / "shared" / "data"
FOLDERS = ("emotify_mini", "audio_ace", "audio_debian")
SECONDS = 20.0
ENCODINGS = {  # codec, ending, bits a second, samples a second (None: as it was)
    "mp3 128": ("libmp3lame", ".mp3", 128_000, None),
    "mp3 64": ("libmp3lame", ".mp3", 64_000, None),
    "mp3 64, 22 kHz": ("libmp3lame", ".mp3", 64_000, 22_050),
    "ogg": ("vorbis", ".ogg", None, None),
    "opus 64": ("libopus", ".opus", 64_000, 48_000),
    "m4a 64": ("aac", ".m4a", 64_000, None),
    "noise at -60 dB": (None, "", None, None),
}


def encode(samples, rate, path, codec, bits):
    if codec == "vorbis":
        with soundfile.SoundFile(
            path, "w", rate, samples.shape[1], format="OGG", subtype="VORBIS"
        ) as file:
            for first in range(0, len(samples), 8192):
                file.write(samples[first : first + 8192])
        return
    with av.open(str(path), "w") as container:
        layout = "mono" if samples.shape[1] == 1 else "stereo"
        stream = container.add_stream(codec, rate=rate, layout=layout)
        stream.bit_rate = bits
        planes = np.ascontiguousarray(samples.T)
        frame = av.AudioFrame.from_ndarray(planes, format="fltp", layout=layout)
        frame.sample_rate = rate
        chunks = av.AudioResampler(
            format=stream.format.name,
            layout=layout,
            rate=rate,
            frame_size=stream.codec_context.frame_size or 1152,
        )
        for piece in itertools.chain(chunks.resample(frame), chunks.resample(None)):
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))


def decode(path):
    if path.suffix != ".m4a":
        return soundfile.read(path, dtype="float32", always_2d=True)
    with av.open(str(path)) as container:
        rate = container.streams.audio[0].rate
        frames = [frame.to_ndarray() for frame in container.decode(audio=0)]
    return np.concatenate(frames, axis=1).T.astype(np.float32), rate


def words_of(samples, rate):
    n_window = int(SECONDS * rate)
    first = max(0, (len(samples) - n_window) // 2)
    window = np.ascontiguousarray(samples[first : first + n_window])
    return fingerprint(Sound(window, rate, first / rate, len(samples) / rate))


def spoil(samples, rate, encoding, rng, folder):
    codec, ending, bits, other_rate = ENCODINGS[encoding]
    cut = int(rng.uniform(0, 0.3) * rate)
    changed = samples[cut:] * np.float32(10 ** (rng.uniform(-12, 0) / 20))
    if codec is None:
        return changed + rng.normal(0, 1e-3, changed.shape).astype(np.float32), rate
    target = other_rate or (rate if rate in {32_000, 44_100, 48_000} else 44_100)
    if target != rate:
        changed = soxr.resample(changed, rate, target)
    path = Path(folder) / f"clip{ending}"
    encode(np.clip(changed, -1, 1).astype(np.float32), target, path, codec, bits)
    return decode(path)


def measure_recall(paths):
    originals, changed = [], {name: [] for name in ENCODINGS}
    seconds = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for number, path in enumerate(paths):
            samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
            started = time.process_time()
            originals.append(words_of(samples, rate))
            seconds += time.process_time() - started
            rng = np.random.default_rng(number)
            for name in ENCODINGS:
                changed[name].append(words_of(*spoil(samples, rate, name, rng, folder)))
    print(f"{len(paths)} clips, windows of {SECONDS:.0f} s")
    print(f"fingerprint: {seconds / len(paths) * 1e3:.1f} ms of processor time a clip")
    for name, others in changed.items():
        tell_recall(name, originals, others)
    return originals


def entries_of(fingerprints, name):
    return [
        FingerprintedTrack(f"{name} {n:06d}", f"{name}{n}", f"{name}{n}", words, 3e4)
        for n, words in enumerate(fingerprints)
    ]


def tell_recall(name, originals, others):
    nearest = [
        best_overlay(words, other, near=0, reach=8).similarity
        for words, other in zip(originals, others, strict=True)
    ]
    groups = find_duplicates(entries_of(originals, "a") + entries_of(others, "b"))
    found = {
        member.path[2:]
        for group in groups
        for member in group.members
        if {"a " + member.path[2:], "b " + member.path[2:]}
        <= {other.path for other in group.members}
    }
    strangers = sum(
        len({member.path[2:] for member in group.members}) > 1 for group in groups
    )
    print(
        f"  {name:16s} found {len(found)} of {len(others)}; least similarity "
        f"{min(nearest):.3f}; groups with another recording: {strangers}"
    )


def tell_strangers(paths, originals):
    reach = len(originals[0]) // 2
    found = []
    for first, second in itertools.combinations(range(len(originals)), 2):
        overlay = best_overlay(originals[first], originals[second], near=0, reach=reach)
        found.append((overlay.similarity, paths[first].name, paths[second].name))
    found.sort(reverse=True)
    n_taken = sum(similarity >= SAME_RECORDING for similarity, *_ in found)
    print(f"{len(found)} pairs of different clips, all offsets: {n_taken} taken as one")
    for similarity, first, second in found[:5]:
        print(f"  {similarity:.3f}  {first}  {second}")


def made_up_library(originals, n_tracks, rng):
    """Shuffled seconds of real fingerprints, bits flipped; every fiftieth is a copy."""
    pool = np.concatenate(originals)
    n_words, n_piece = 615, 41
    words = pool[:n_words]
    for number in range(n_tracks):
        if number % 50 == 49:
            words = words ^ some_bits(n_words, 0.05, rng)
        else:
            n_pieces = n_words // n_piece
            starts = rng.integers(0, len(pool) - n_piece, n_pieces)
            words = np.concatenate([pool[at : at + n_piece] for at in starts])
            words = words ^ np.repeat(some_bits(n_pieces, 0.25, rng), n_piece)
        yield words


def some_bits(n_words, share, rng):
    flips = rng.random((n_words, 32)) < share
    return np.packbits(flips, axis=1).view(">u4")[:, 0].astype(np.uint32)


def tell_growth(originals, largest):
    for n_tracks in [
        largest // 100,
        largest // 32,
        largest // 10,
        largest // 3,
        largest,
    ]:
        rng = np.random.default_rng(0)
        library = entries_of(made_up_library(originals, n_tracks, rng), "t")
        started = time.process_time()
        groups = find_duplicates(library)
        seconds = time.process_time() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{n_tracks:7d} tracks: {seconds:7.2f} s of processor time, "
            f"{seconds / n_tracks * 1e3:.3f} ms a track, peak {peak:.0f} MB, "
            f"{len(groups)} of {n_tracks // 50} copies found"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=int, default=None)
    parser.add_argument("--largest", type=int, default=100_000)
    options = parser.parse_args()
    paths = sorted(
        path
        for folder in FOLDERS
        for path in (DATA / folder).rglob("*")
        if path.suffix in {".mp3", ".ogg"}
    )
    step = max(1, len(paths) // (options.clips or len(paths)))
    originals = measure_recall(paths[::step])
    tell_strangers(paths[::step], originals)
    tell_growth(originals, options.largest)


if __name__ == "__main__":
    main()
