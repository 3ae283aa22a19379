from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.server.keeping.database.ids import Kind, NotHere, checked_id, new_id

KINDS = get_args(Kind)


@pytest.mark.parametrize("kind", KINDS)
def test_new_ids_are_known_again_and_never_repeat(kind: Kind) -> None:
    made = [new_id(kind) for _ in range(500)]
    assert len(set(made)) == len(made)
    assert all(checked_id(kind, one) == one for one in made)


@pytest.mark.parametrize("kind", KINDS)
def test_an_id_of_one_kind_is_none_of_another(kind: Kind) -> None:
    for other in KINDS:
        if other != kind:
            with pytest.raises(NotHere):
                checked_id(other, new_id(kind))


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "tab-",
        "tab-ABCDEFGHIJKL",
        "tab-0123456789a",
        "tab-0123456789abc",
        "tab-0123456789ab\n",
        "../../etc/passwd",
        "tab-../0123456789",
        "tab-01234567٨9ab",
        "tab-0123456789ab\x00",
        "%2e%2e",
    ],
)
def test_what_has_another_form_is_not_here(asked: str) -> None:
    with pytest.raises(NotHere) as refused:
        checked_id("table", asked)
    assert refused.value.status == 404
    assert "\n" not in str(refused.value)


def test_where_no_id_is_given_no_empty_quotes_are_told() -> None:
    with pytest.raises(NotHere, match=r"^No answer is named, so none can be given;"):
        checked_id("answer", "")


@given(st.text(max_size=40))
def test_only_the_form_of_ids_passes(asked: str) -> None:
    is_one = re.fullmatch(r"tab-[a-z0-9]{12}\Z", asked, re.ASCII) is not None
    try:
        assert checked_id("table", asked) == asked
        assert is_one
    except NotHere:
        assert not is_one
