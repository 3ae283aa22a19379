from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.errors import InputError
from genrelens.tagging.plans.policies import (
    POLICIES,
    check_policy,
    combine,
    field_of,
    is_own_field,
)

genres = st.lists(st.sampled_from(["Rock", "rock", "Pop; Soul", "Dub", "Metal"]))


@given(genres, st.sampled_from(["metal", "dub", "jazz"]), st.sampled_from([*POLICIES]))
def test_a_second_time_changes_nothing(old, new, policy) -> None:
    once = combine(policy, tuple(old), new)
    assert combine(policy, once, new) == once


@given(genres)
def test_nothing_old_is_lost_unless_overwriting(old) -> None:
    assert combine("append", tuple(old), "jazz") == (*old, "jazz")
    merged = [genre.casefold() for genre in combine("merge", tuple(old), "jazz")]
    pieces = {piece.strip().casefold() for each in old for piece in each.split(";")}
    assert set(merged) == pieces | {"jazz"}
    assert len(set(merged)) == len(merged)
    assert combine("overwrite", tuple(old), "jazz") == ("jazz",)
    assert combine("only-if-empty", tuple(old), "jazz") == (tuple(old) or ("jazz",))


def test_only_the_policy_of_a_separate_field_names_another() -> None:
    fields = {field_of(policy, "GENRE_X") for policy in POLICIES}
    assert fields == {"genre", "GENRE_X"}
    assert field_of("separate-field", "GENRE_X") == "GENRE_X"


@pytest.mark.parametrize("field", ["TITLE", "genre", "GENRE_", "GENRE_a", "GENRE_A=B"])
def test_a_field_that_could_be_anothers_is_refused(field) -> None:
    assert not is_own_field(field)
    with pytest.raises(InputError, match="begin with GENRE_"):
        check_policy("merge", field)


def test_an_unknown_policy_is_told_with_those_that_are() -> None:
    with pytest.raises(InputError, match="merge, append, overwrite"):
        check_policy("replace", "GENRE_X")
