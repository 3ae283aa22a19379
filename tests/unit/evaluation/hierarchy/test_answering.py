from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.errors import InputError
from genrelens.evaluation.hierarchy.answering import deepest_certain
from genrelens.schema.genre_tree import GenreTree

GENRES = ["house", "techno", "folk", "trip hop"]
TREE = GenreTree.of(
    {
        "house": "club",
        "techno": "club",
        "club": "electronic",
        "trip hop": ["electronic", "rap"],
    }
)


def answers_of(proba: list[float], threshold: float = 0.7):
    return deepest_certain(np.array([proba]), GENRES, TREE, threshold)


@pytest.mark.parametrize(
    ("proba", "answer", "level", "probability"),
    [
        ([0.8, 0.1, 0.1, 0.0], "house", "genre", 0.8),
        ([0.4, 0.4, 0.1, 0.1], "club", "family", 0.8),
        ([0.3, 0.3, 0.1, 0.3], "electronic", "family", 0.9),
        ([0.3, 0.2, 0.4, 0.1], "", "none", 0.0),
        ([0.1, 0.1, 0.1, 0.7], "trip hop", "genre", 0.7),
    ],
)
def test_the_answer_is_the_deepest_that_is_certain(
    proba: list[float], answer: str, level: str, probability: float
) -> None:
    found = answers_of(proba)
    assert found.answer_names() == [answer]
    assert found.levels() == [level]
    assert found.probability[0] == pytest.approx(probability)


def test_the_most_probable_family_is_told_however_uncertain() -> None:
    found = answers_of([0.3, 0.2, 0.4, 0.1])
    assert found.family_names() == ["electronic"]
    assert found.family_probability[0] == pytest.approx(0.6)


def test_a_threshold_below_a_half_takes_the_more_probable_of_equal_families() -> None:
    tree = GenreTree.of({"a": "x", "b": "x", "c": "y", "d": "y"})
    proba = np.array([[0.22, 0.23, 0.28, 0.27]])
    assert deepest_certain(proba, list("abcd"), tree, 0.4).answer_names() == ["y"]


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.floats(0.05, 0.99), st.floats(0.0, 0.5))
def test_more_certainty_never_gives_a_deeper_answer(
    seed: int, threshold: float, more: float
) -> None:
    proba = np.random.default_rng(seed).dirichlet(np.full(4, 0.5), 20)
    loose = deepest_certain(proba, GENRES, TREE, threshold)
    strict = deepest_certain(proba, GENRES, TREE, threshold + more)
    sizes = {"": 9, "club": 2, "electronic": 3}
    for one, other in zip(loose.answer_names(), strict.answer_names(), strict=True):
        assert sizes.get(one, 1) <= sizes.get(other, 1)
    given_answers = strict.answer >= 0
    assert (strict.probability[given_answers] >= threshold).all()


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(InputError, match="do not fit"):
        deepest_certain(np.ones((1, 2)) / 2, GENRES, TREE, 0.5)
    with pytest.raises(InputError, match="threshold is 0"):
        deepest_certain(np.ones((1, 4)) / 4, GENRES, TREE, 0)
    with pytest.raises(InputError, match="threshold is nan"):
        deepest_certain(np.ones((1, 4)) / 4, GENRES, TREE, float("nan"))
