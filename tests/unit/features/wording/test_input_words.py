from __future__ import annotations

import pytest

from genrelens.features.wording.input_words import pooled_words, without_words


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
