from __future__ import annotations

import pytest

from genrelens.features.wording.input_words import (
    pooled_words,
    ranges_note,
    without_words,
)


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ([], ""),
        (["a"], "without a"),
        (["a", "b", "c"], "without a, b, c"),
        (["a", "b", "c", "d", "e"], "without a, b and 3 more"),
    ],
)
def test_a_few_are_all_named_and_of_many_two(labels, words) -> None:
    assert without_words(labels) == words


def test_a_level_is_shown_without_control_characters() -> None:
    assert pooled_words("mood", "a\nb") == r"mood 'a\nb' was too rare to be told apart"


def test_many_ranges_are_told_in_one_sentence_that_keeps_the_first() -> None:
    told = ranges_note(40, "tempo: 1 of 9 rows lie above")
    assert told.startswith("40 attributes have rows outside")
    assert told.endswith("The first: tempo: 1 of 9 rows lie above")
