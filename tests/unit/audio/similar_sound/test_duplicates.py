"""Which files make a group."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from genrelens.audio.similar_sound.duplicates import FingerprintedTrack, find_duplicates
from genrelens.audio.similar_sound.fingerprint import fingerprint

RATE = 22050

TABLES = Path(__file__).parents[5] / "shared" / "data"


def drawn(seed, n_words=400):
    drawn = np.random.default_rng(seed).integers(1, 2**32, n_words, dtype=np.uint64)
    return drawn.astype(np.uint32)


def flipped(words, share, seed):
    bits = np.random.default_rng(seed).random((len(words), 32)) < share
    return words ^ np.packbits(bits, axis=1).view(">u4")[:, 0].astype(np.uint32)


def track(path, words, *, content=None, sound=None, **traits):
    return FingerprintedTrack(
        path,
        content or f"content of {path}",
        sound or f"sound of {path}",
        words,
        traits.pop("duration_ms", 180_000.0),
        **traits,
    )


def test_equal_bytes_are_one_group_by_content():
    words = drawn(0)
    group, *others = find_duplicates(
        [
            track("b.mp3", words, content="x", sound="y"),
            track("a.mp3", words, content="x", sound="y"),
            track("c.mp3", drawn(1)),
        ]
    )
    assert others == []
    assert group.kind == "content"
    assert [member.path for member in group.members] == ["a.mp3", "b.mp3"]
    assert [member.keep for member in group.members] == [True, False]
    assert {member.similarity for member in group.members} == {1.0}
    assert {member.kind for member in group.members} == {"content"}
    assert group.members[1].reason == "same bytes as a.mp3"


def test_another_encoding_joins_the_group_by_sound_and_the_lossless_copy_stays():
    words, mp3 = drawn(0), {"sound": "y", "file_format": "mp3"}
    [group] = find_duplicates(
        [
            track("a.mp3", flipped(words, 0.05, 1), content="x", **mp3),
            track("copy of a.mp3", flipped(words, 0.05, 1), content="x", **mp3),
            track("a.flac", words, file_format="flac"),
        ]
    )
    assert group.kind == "sound"
    assert [member.reason for member in group.members] == [
        "lossless",
        "same recording as a.flac, mp3 where the kept one is flac",
        "same recording as a.flac, mp3 where the kept one is flac",
    ]
    assert {member.kind for member in group.members} == {"sound"}
    assert [member.path for member in group.members] == [
        "a.flac",
        "a.mp3",
        "copy of a.mp3",
    ]
    assert group.members[1].similarity == pytest.approx(0.95, abs=0.01)


def test_files_whose_tags_alone_differ_are_equal_in_sound():
    words = drawn(0)
    [group] = find_duplicates(
        [track("a.mp3", words, sound="y"), track("b.mp3", words, sound="y")]
    )
    assert group.kind == "sound"
    assert [member.similarity for member in group.members] == [1.0, 1.0]


def test_a_chain_of_half_alike_recordings_makes_no_single_group():
    """Each is compared with the copy that stays, not with its neighbour."""
    words = drawn(0)
    chain = [flipped(words, 0.0, 0)]
    for step in range(3):
        chain.append(flipped(chain[-1], 0.22, step + 1))
    groups = find_duplicates(
        [track(f"{number}.mp3", words) for number, words in enumerate(chain)]
    )
    for group in groups:
        assert all(member.similarity >= 0.70 for member in group.members)
        assert len(group.members) < 4


def test_silent_files_are_grouped_by_bytes_alone():
    silent = np.zeros(0, dtype=np.uint32)
    groups = find_duplicates(
        [
            track("a.wav", silent, content="x", sound="silence"),
            track("b.wav", silent, content="x", sound="silence"),
            track("c.wav", silent, content="z", sound="silence"),
        ]
    )
    assert [[member.path for member in group.members] for group in groups] == [
        ["a.wav", "b.wav"]
    ]


def test_the_order_of_the_files_changes_nothing():
    entries = [track(f"{n}.mp3", drawn(n)) for n in range(20)]
    entries += [track(f"{n}.ogg", flipped(drawn(n), 0.1, n)) for n in range(8)]
    shuffled = entries.copy()
    np.random.default_rng(0).shuffle(shuffled)
    assert find_duplicates(shuffled) == find_duplicates(entries)
    assert len(find_duplicates(entries)) == 8


def test_a_loop_is_laid_on_its_copy_where_it_fits_best():
    """Of the offsets at which a loop half fits, the first was taken once."""
    bar = drawn(0, 50)
    loop = np.concatenate([flipped(bar, 0.12, seed) for seed in range(8)])
    [group] = find_duplicates(
        [track("a.flac", loop), track("a.mp3", flipped(loop, 0.03, 9))]
    )
    assert group.members[1].similarity > 0.95


def test_sixty_copies_are_one_group():
    words = drawn(0)
    [group] = find_duplicates(
        [track(f"{n:02d}.mp3", flipped(words, 0.05, n)) for n in range(60)]
    )
    assert len(group.members) == 60


def test_rendered_music_is_found_again_after_encoding_and_trimming(
    tmp_path, render, sound_of
):
    entries = []
    for seed in range(6):
        samples = render(seed) * np.float32(0.5)
        entries.append(track(f"{seed}.wav", fingerprint(sound_of(samples))))
        cut = int((0.05 + 0.04 * seed) * RATE)
        soundfile.write(tmp_path / f"{seed}.mp3", samples[cut:] * 0.3, RATE)
        decoded, rate = soundfile.read(tmp_path / f"{seed}.mp3", dtype="float32")
        entries.append(track(f"{seed}.mp3", fingerprint(sound_of(decoded, rate))))
    groups = find_duplicates(entries)
    assert [{Path(m.path).stem for m in group.members} for group in groups] == [
        {str(seed)} for seed in range(6)
    ]


@pytest.mark.real_tables
@pytest.mark.skipif(not TABLES.exists(), reason="needs ../shared/data")
def test_no_two_songs_of_a_real_collection_are_taken_for_one(sound_of):
    entries = []
    for path in sorted((TABLES / "emotify_mini" / "clips").glob("*.mp3"))[:40]:
        samples, rate = soundfile.read(path, dtype="float32", stop=20 * 44100)
        mono = samples if samples.ndim == 1 else samples.mean(axis=1)
        entries.append(track(path.name, fingerprint(sound_of(mono, rate))))
    assert len(entries) == 40
    assert find_duplicates(entries) == []
