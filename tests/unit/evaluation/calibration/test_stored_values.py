from __future__ import annotations

import pytest

from genrelens.errors import BundleError
from genrelens.evaluation.calibration.stored_values import (
    refuse,
    stored_fields,
    stored_integer,
    stored_list,
    stored_number,
    stored_numbers,
    stored_text,
)


@pytest.mark.parametrize(
    "value",
    [True, None, "1", float("nan"), float("inf"), -0.1, 5.1, [1], 10**400],
    ids=lambda value: str(value)[:8],
)
def test_only_finite_numbers_within_bounds_pass(value: object) -> None:
    with pytest.raises(BundleError, match="from 0 to 5"):
        stored_number(value, 0.0, 5.0, where="temperature")


@pytest.mark.parametrize("value", [True, 1.0, "1", None, -1, 4])
def test_only_whole_numbers_within_bounds_pass(value: object) -> None:
    with pytest.raises(BundleError, match="whole number from 0 to 3"):
        stored_integer(value, 0, 3, where="genres")
    assert stored_integer(3, 0, 3, where="genres") == 3


def test_fields_must_be_exactly_the_known_ones() -> None:
    assert stored_fields({"a": 1}, ("a",), where="rule") == {"a": 1}
    with pytest.raises(BundleError, match=r"missing: \['a'\].*unknown: \['b'\]"):
        stored_fields({"b": 1}, ("a",), where="rule")
    with pytest.raises(BundleError, match="type list stands there"):
        stored_fields([], ("a",), where="rule")


def test_lists_have_the_asked_length_and_kind() -> None:
    assert stored_numbers([0, 1], (2, 2), 0.0, 1.0, where="rule") == (0.0, 1.0)
    with pytest.raises(BundleError, match="2 to 2 values"):
        stored_list([1], (2, 2), where="rule")
    with pytest.raises(BundleError, match="type str"):
        stored_list("ab", (2, 2), where="rule")


def test_words_are_shown_with_control_characters_escaped() -> None:
    assert stored_text("lac", ("lac", "aps"), where="rule") == "lac"
    with pytest.raises(BundleError) as caught:
        stored_text("\x1b[31m", ("lac",), where="rule")
    assert "\x1b" not in str(caught.value)


def test_a_refusal_says_where_what_and_what_to_do() -> None:
    with pytest.raises(BundleError, match=r"model's rule.*why.*train the model anew"):
        refuse("rule", "why")
