from __future__ import annotations

from genrelens.evaluation.comparing.paired import Difference
from genrelens.evaluation.comparing.wording import say_change, say_difference


def test_a_difference_of_accuracy_is_told_in_points_with_its_interval() -> None:
    found = Difference("accuracy", 0.5, 0.52, -0.02, -0.0304, 0.0004, 0.1, 9, 9, 9)
    told = "\N{MINUS SIGN}2.0 points (95 % interval \N{MINUS SIGN}3.0 to 0.0)"
    assert say_difference(found) == told


def test_a_change_that_rounds_to_nothing_has_no_sign() -> None:
    assert say_change("accuracy", -0.0001) == "0.0 points"
    assert say_change("macro_auc_ovr", 0.0123) == "+0.012"
