"""How one fingerprint is laid over another."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.audio.similar_sound.comparing import (
    best_overlay,
    least_overlap,
    similarity,
)


def random_words(seed, n_words=200):
    drawn = np.random.default_rng(seed).integers(1, 2**32, n_words, dtype=np.uint64)
    return drawn.astype(np.uint32)


@given(seed=st.integers(0, 999), offset=st.integers(-60, 60))
@settings(max_examples=40, deadline=None)
def test_either_order_gives_the_same_similarity_at_the_mirrored_offset(seed, offset):
    first, second = random_words(seed), random_words(seed + 1000)
    assert similarity(first, second, offset) == similarity(second, first, -offset)


@given(cut=st.integers(0, 90))
@settings(max_examples=30, deadline=None)
def test_a_cut_piece_lies_where_it_was_cut(cut):
    words = random_words(1)
    overlay = best_overlay(words, words[cut:], near=cut + 2, reach=3)
    assert overlay == (1.0, cut)


def test_a_flipped_share_of_bits_is_the_lost_similarity():
    words = random_words(2)
    assert similarity(words, words ^ np.uint32(0b1111), 0) == 1 - 4 / 32


def test_too_little_overlap_tells_nothing():
    words = random_words(3)
    assert similarity(words, words[150:], 150) == 0.0
    assert similarity(words, words, 120) == 0.0


def test_common_silence_is_not_counted():
    first, second = random_words(4), random_words(5)
    first[80:], second[80:] = 0, 0
    whole = similarity(first[:80], second[:80], 0)
    assert least_overlap(80, 80) <= 80
    first_long, second_long = first[:150], second[:150]
    assert similarity(first_long, second_long, 0) == whole
