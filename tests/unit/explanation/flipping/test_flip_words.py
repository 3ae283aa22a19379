"""Golden words of changes and their outcome."""

from __future__ import annotations

import numpy as np

from genrelens.explanation.flipping.flip_words import (
    say_flip,
    say_nothing_flips,
    word_move,
)
from genrelens.explanation.flipping.results import Flip, Move
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature

GENRES = ("house", "techno", "dub")


def _move(words: str) -> Move:
    return Move("tempo", "tempo", 138.0, 126.0, 0.1, words)


def test_golden_words_of_moves(feature) -> None:
    told = [
        word_move(feature("tempo"), 138.0, 126.0),
        word_move(feature("tempo"), 138.24, 126.43),
        word_move(feature("energy"), 0.04004, 0.041),
        word_move(feature("duration_ms"), 250_000.0, 222_000.0),
        word_move(feature("explicit"), 1.0, 0.0),
        word_move(feature("key"), 0.0, 7.0),
        word_move(feature("label"), "Deep", "Roots"),
        word_move(feature("tempo"), None, 126.0),
    ]
    assert told == [
        "tempo were 126 instead of 138 BPM",
        "tempo were 126.43 instead of 138.24 BPM",
        "energy were 0.041 instead of 0.040",
        "duration were 3:42 instead of 4:10 min",
        "explicit were no instead of yes",
        "key were G instead of C",
        "label were Roots instead of Deep",
        "tempo were 126 BPM instead of unknown",
    ]


def test_a_flip_is_told_with_both_numbers() -> None:
    moves = [_move("tempo were 126 instead of 138 BPM")]
    told = say_flip(moves, GENRES, np.array([0.41, 0.38, 0.21]))
    assert told == (
        "If tempo were 126 instead of 138 BPM, it would be house: 0.41 against 0.38 "
        "for techno."
    )


def test_numbers_that_look_alike_get_more_digits() -> None:
    told = say_flip([_move("x")], GENRES, np.array([0.38001, 0.37999, 0.24]))
    assert "0.380010 against 0.379990" in told


def test_that_nothing_flips_it_is_told_with_the_nearest() -> None:
    nearest = Flip(
        (_move("tempo were 126 instead of 138 BPM"),),
        "techno",
        np.array([0.33, 0.41, 0.26]),
        0.1,
        "",
    )
    told = say_nothing_flips(
        "techno", "house", nearest, GENRES, np.array([0.11, 0.6, 0.29])
    )
    assert told == (
        "No value of any one attribute that the collection holds makes it house, nor "
        "does any pair of changes that was tried. Nearest: if tempo were 126 instead "
        "of 138 BPM, house would have 0.33 instead of 0.11, against 0.41 for techno."
    )


def test_hostile_names_stay_on_one_line_without_control_characters() -> None:
    bad = Feature("x", "te\x1b[31m\u202empo", Kind.NUMBER, "", "", "x", True)
    told = say_flip(
        [_move(word_move(bad, 1.0, 2.0))], ("a\nb", "\u2066c"), np.array([0.6, 0.4])
    )
    assert not set("\x1b\n\u202e\u2066") & set(told)
