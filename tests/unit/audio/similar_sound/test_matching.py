"""Which pairs the index finds."""

import itertools

import numpy as np
import pytest

from genrelens.audio.similar_sound.comparing import SAME_RECORDING, best_overlay
from genrelens.audio.similar_sound.matching import likely_pairs


def drawn(rng, n_words=400):
    return rng.integers(1, 2**32, n_words, dtype=np.uint64).astype(np.uint32)


def flipped(words, share, rng):
    bits = rng.random((len(words), 32)) < share
    return words ^ np.packbits(bits, axis=1).view(">u4")[:, 0].astype(np.uint32)


@pytest.fixture
def library():
    rng = np.random.default_rng(0)
    tracks = [drawn(rng) for _ in range(40)]
    tracks.append(flipped(tracks[3], 0.08, rng))
    tracks.append(flipped(tracks[5][37:], 0.08, rng))
    tracks.append(np.concatenate([drawn(rng, 60), tracks[7]])[:400])
    return tracks


def test_the_index_finds_what_comparing_every_pair_finds(library):
    slow = {
        (first, second)
        for first, second in itertools.combinations(range(len(library)), 2)
        if best_overlay(library[first], library[second], near=0, reach=80).similarity
        >= SAME_RECORDING
    }
    assert slow == {(3, 40), (5, 41), (7, 42)}
    assert {pair[:2] for pair in likely_pairs(library)} == slow


def test_the_offset_of_a_pair_is_where_the_second_lies_on_the_first(library):
    offsets = {pair[:2]: pair.offset for pair in likely_pairs(library)}
    assert offsets == {(3, 40): 0, (5, 41): 37, (7, 42): -60}


@pytest.mark.parametrize("words_in_a_part", [100, 1000, 10**6])
def test_parts_change_nothing_but_the_memory(library, words_in_a_part):
    assert likely_pairs(library, words_in_a_part=words_in_a_part) == likely_pairs(
        library
    )


def test_empty_fingerprints_and_silence_pair_with_nothing():
    empty = np.zeros(0, dtype=np.uint32)
    silent = np.zeros(400, dtype=np.uint32)
    assert likely_pairs([]) == []
    assert likely_pairs([empty, silent, empty, silent]) == []


def test_many_copies_are_linked_without_pairing_each_with_each():
    rng = np.random.default_rng(1)
    words = drawn(rng)
    pairs = likely_pairs([words] * 60)
    assert len(pairs) < 60 * 5
    linked = {0}
    for pair in pairs:
        if pair.first in linked:
            linked.add(pair.second)
    assert linked == set(range(60))
