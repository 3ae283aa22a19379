from __future__ import annotations

import dataclasses

import pytest
from pydantic import ValidationError

from genrelens.errors import InputError
from genrelens.server.working.training_options import TrainingOptions
from genrelens.workflow.requests import TrainRequest


def test_every_setting_is_one_of_a_training_request() -> None:
    known = {field.name for field in dataclasses.fields(TrainRequest)}
    told = TrainingOptions(
        target="genre", drop=["tempo"], quick=True, compare=True, time_budget=2
    ).to_request()
    assert set(told) <= known
    assert (told["is_quick"], told["has_contenders"]) == (True, True)
    assert "group" not in told  # not given, so the table's own counts


@pytest.mark.parametrize(
    "asked",
    [
        {"table": "/etc/passwd"},
        {"output": "x"},
        {"trees": "many"},
        {"seed": -1},
        {"model": "x"},
    ],
)
def test_what_is_no_setting_is_refused(asked) -> None:
    with pytest.raises(ValidationError):
        TrainingOptions(**asked)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"time_budget": 0}, "--time-budget is 0"),
        ({"time_budget": float("nan")}, "--time-budget is nan"),
        ({"time_budget": 1, "select": True}, "do not go together"),
        ({"time_budget": 1, "model": "linear"}, "do not go together"),
        ({"trees": 10**6}, "--trees"),
        ({"max_error": 0.9}, "0.9"),
    ],
)
def test_numbers_that_mean_nothing_are_refused_in_the_command_line_s_words(
    asked, said
) -> None:
    with pytest.raises(InputError, match=said):
        TrainingOptions(**asked).to_request()
