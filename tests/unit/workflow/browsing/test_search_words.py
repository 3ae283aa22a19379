from hypothesis import given
from hypothesis import strategies as st

from genrelens.workflow.browsing.search_words import (
    fold_name,
    fold_names,
    split_search,
)


@given(st.text())
def test_folding_twice_changes_nothing_for_what_people_type(text):
    once = fold_name(text)
    assert fold_name(once.upper()) == fold_name(fold_name(once.upper()))


def test_a_name_is_found_whatever_its_accents_case_and_width():
    assert fold_name("Sigur Rós") == fold_name("SIGUR RÓS") == "sigur ros"
    assert fold_name("Ａｂｃ") == "abc"
    assert fold_name("Motörhead") == fold_name("Moto\u0308rhead")


def test_missing_names_are_empty():
    assert fold_names(["A", None]) == ["a", ""]


def test_words_are_asked_for_once_each():
    assert split_search("Daft  punk daft") == ("daft", "punk")
    assert split_search("   ") == ()
