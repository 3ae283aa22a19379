from __future__ import annotations

import pytest

from genrelens.errors import InputError
from genrelens.evaluation.novelty.results import NoveltyReference


def test_a_reference_survives_plain_values(fitted) -> None:
    values = fitted.reference.to_dict()
    assert NoveltyReference.from_dict(values).to_dict() == values


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("scales", lambda v: [0.0, *v[1:]], "spread that is not positive"),
        ("scales", lambda v: v[1:], "lists of other lengths"),
        ("features", lambda v: [v[0]] * len(v), "stands twice"),
        ("values", lambda v: [v[0][1:], *v[1:]], "columns of different lengths"),
        ("values", lambda v: [[9_000, *v[0][1:]], *v[1:]], "value out of range"),
        ("values", lambda v: [c * 80 for c in v], "at most"),
        ("n_neighbours", lambda _: 0, "0 neighbours"),
        ("n_neighbours", lambda _: 101, "101 neighbours"),
        ("lows", lambda _: [1e9, 1e9], "low end above its high end"),
        ("threshold", lambda _: -1.0, "threshold or rate"),
        ("rate", lambda _: 1.0, "threshold or rate"),
    ],
)
def test_a_reference_that_cannot_be_is_refused(fitted, name, change, told) -> None:
    values = fitted.reference.to_dict()
    values[name] = change(values[name])
    with pytest.raises(InputError, match=told):
        NoveltyReference.from_dict(values)
