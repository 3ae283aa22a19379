from __future__ import annotations

import pytest

from genrelens.evaluation.labels.evidence.spelling import (
    closest_names,
    find_misspellings,
)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("tehcno", "techno"), ("Electronica", "electronic"), ("hiphopp", "hip hop")],
)
def test_rare_names_that_are_nearly_a_frequent_one_are_slips(
    slip: str, meant: str
) -> None:
    assert find_misspellings({slip: 3, meant: 300}) == {slip: meant}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("reggae", "reggaeton"),
        ("dub", "dubstep"),
        ("k-pop", "j-pop"),
        ("hardcore", "hardstyle"),
        ("songwriter", "singer-songwriter"),
        ("indie", "indian"),
    ],
)
def test_different_genres_with_like_names_are_no_slips(one: str, other: str) -> None:
    assert find_misspellings({one: 3, other: 300}) == {}


def test_a_name_as_frequent_as_the_other_is_no_slip() -> None:
    assert find_misspellings({"electronica": 90, "electronic": 100}) == {}


def test_the_nearest_names_come_first_and_very_short_ones_are_not_guessed() -> None:
    known = ["techno", "tech house", "rock"]
    assert closest_names("teckno", known, likeness=0.5)[0] == "techno"
    assert closest_names("pop", ["pap"]) == []
