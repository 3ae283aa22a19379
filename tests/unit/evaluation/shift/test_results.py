from __future__ import annotations

import json

import pytest

from genrelens.errors import InputError
from genrelens.evaluation.shift.results import ShiftReference, UnitError


def plain(described):
    return json.loads(json.dumps(described.reference.to_dict()))


def test_a_description_survives_plain_values(described) -> None:
    values = plain(described)
    assert ShiftReference.from_dict(values).to_dict() == values


def at_column(**changes):
    def change(values):
        values["columns"][0] |= changes

    return change


def at(name, value):
    def change(values):
        values[name] = value

    return change


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (at_column(points=[2.0, 1.0], shares=[0.5, 1.0]), "points of 'energy'"),
        (at_column(points=[1.0, 2.0], shares=[0.9, 0.5]), "shares of 'energy'"),
        (at_column(points=[1.0], shares=[1.5]), "shares of 'energy'"),
        (at_column(levels=["a"], level_shares=[]), "levels of 'energy'"),
        (at_column(levels=["a"], level_shares=[2.0]), "levels of 'energy'"),
        (at_column(likeness=1.1), "counts of 'energy'"),
        (at_column(n_missing=10**6), "counts of 'energy'"),
        (at("counts", []), "0 genres"),
        (at("counts", [1] * 201), "201 genres"),
        (at("counts", [1, 1, -1]), "tracks below 0"),
        (at("counts", [0, 0, 0]), "no track of any genre, or no answer"),
        (at("expected", [[0.0] * 3] * 3), "no track of any genre, or no answer"),
        (at("confusion", [[1]]), "'confusion' has not one row"),
        (at("expected", [[2.0, 0.0, 0.0]] * 3), "sums to more than 1"),
        (at("errors", [[-1.0, 0.0, 0.0]] * 3), "below 0"),
        (at("group_size", 0.5), "groups that cannot be"),
        (at("answer_likeness", 2.0), "groups that cannot be"),
    ],
)
def test_a_description_that_cannot_be_is_refused(described, change, told) -> None:
    values = plain(described)
    change(values)
    with pytest.raises(InputError, match=told):
        ShiftReference.from_dict(values)


def test_a_unit_error_gives_its_words() -> None:
    error = UnitError("tempo", "what", "remedy", 3)
    assert error.to_dict()["remedy"] == "remedy"
