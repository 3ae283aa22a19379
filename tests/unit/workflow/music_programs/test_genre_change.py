"""How an entry's genres change and are restored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.tagging.plans.policies import POLICIES
from genrelens.workflow.music_programs.genre_change import (
    Earlier,
    change_genres,
    genres_before,
)

genres = st.lists(
    st.sampled_from(["rock", "Pop", "metal", "Jazz; Live"]), unique=True, max_size=3
)


@given(policy=st.sampled_from(sorted(POLICIES)), now=genres, word=st.text(min_size=1))
def test_an_undo_gives_back_what_was_there(policy, now, word):
    change = change_genres(policy, now, word)
    if change is not None:
        assert genres_before(change.new, Earlier(change.old, change.new)) == tuple(now)


@given(
    policies=st.lists(st.sampled_from(sorted(POLICIES)), min_size=1, max_size=4),
    now=genres,
)
def test_however_often_it_is_changed_the_first_genres_are_remembered(policies, now):
    here, earlier = tuple(now), None
    for number, policy in enumerate(policies):
        change = change_genres(policy, here, f"new {number}", earlier)
        if change is not None:
            here, earlier = change.new, Earlier(change.old, change.new)
    if earlier is not None:
        assert genres_before(here, earlier) == tuple(now)


def test_the_same_answer_again_changes_nothing():
    change = change_genres("merge", ["Rock"], "metal")
    again = change_genres("merge", change.new, "metal", Earlier(change.old, change.new))
    assert again is None


def test_genres_that_a_person_set_since_are_their_own():
    earlier = Earlier((), ("metal",))
    assert change_genres("only-if-empty", ["Jazz"], "metal", earlier) is None
    change = change_genres("append", ["Jazz"], "metal", earlier)
    assert (change.new, change.old) == (("Jazz", "metal"), ("Jazz",))


@pytest.mark.parametrize("now", [[], ["jazz"], ["metal", "jazz"]])
def test_what_somebody_changed_since_is_not_restored(now):
    assert genres_before(now, Earlier(("Rock",), ("metal",))) is None
