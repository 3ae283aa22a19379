from __future__ import annotations

import numpy as np
import pytest

from genrelens.checking.columns import check_columns, find_numbering
from genrelens.schema.columns import Role

N = 300
RNG = np.random.default_rng(0)


def check(table):
    findings, roles = check_columns(table, np.arange(len(table.frame)))
    return {f.code: f for f in findings}, {
        name: role for name, (role, _) in roles.items()
    }


def test_constant_and_empty_columns_stop_being_features(make_table):
    table = make_table({"energy": [0.5] * N, "valence": [np.nan] * N})
    found, roles = check(table)
    assert roles == {"energy": Role.CONSTANT, "valence": Role.EMPTY}
    assert found["constant-column"].column == "energy"
    assert found["empty-column"].n_rows == N


def test_one_value_beside_gaps_is_not_constant(make_table):
    found, roles = check(make_table({"tag": ["live"] * 150 + [None] * 150}))
    assert (found, roles) == ({}, {})


def test_constancy_is_judged_over_the_given_rows(make_table):
    table = make_table({"energy": [0.5] * (N - 1) + [0.9]})
    _, roles = check_columns(table, np.arange(N - 1))
    assert roles["energy"][0] is Role.CONSTANT
    assert check(table)[1] == {}


def test_near_constant_columns_stay_with_a_note(make_table):
    found, roles = check(make_table({"energy": [0.5] * (N - 1) + [0.9]}))
    assert list(found) == ["near-constant-column"]
    assert found["near-constant-column"].lines == (N + 1,)
    assert roles == {}


def test_a_column_that_repeats_another_is_named_with_its_twin(make_table):
    values = RNG.normal(size=N)
    found, roles = check(make_table({"one": values, "two": values, "three": -values}))
    assert found["duplicate-column"].column == "two"
    assert "'one'" in found["duplicate-column"].message
    assert roles == {}


def test_columns_with_the_same_values_in_another_order_are_no_twins(make_table):
    values = RNG.normal(size=N)
    assert check(make_table({"one": values, "two": values[::-1]}))[0] == {}


@pytest.mark.parametrize(
    "cells",
    [
        np.arange(N),
        np.arange(1, N + 1)[::-1],
        np.arange(N)[RNG.permutation(N)],
        np.cumsum(RNG.integers(1, 4, N)),
    ],
    ids=["counting", "backwards", "shuffled", "with gaps"],
)
def test_row_numbers_are_found(make_table, cells):
    findings, roles = find_numbering(make_table({"nummer": cells.astype(float)}))
    assert findings[0].code == "index-column"
    assert roles["nummer"][0] is Role.INDEX


@pytest.mark.parametrize(
    "cells", [RNG.integers(0, N, N), RNG.normal(size=N), RNG.permutation(N) * 37 + 5]
)
def test_counts_and_measurements_are_not_row_numbers(make_table, cells):
    assert find_numbering(make_table({"streams": cells.astype(float)})) == ((), {})


def test_ids_are_found_by_header_and_values(make_table):
    table = make_table({"label_id": RNG.permutation(N) * 37.0, "x": RNG.normal(size=N)})
    findings, roles = find_numbering(table)
    assert findings[0].code == "id-like-column"
    assert {name: role for name, (role, _) in roles.items()} == {
        "label_id": Role.IDENTIFIER
    }


def test_known_attributes_are_never_taken_for_numbering(make_table):
    table = make_table({"duration_ms": np.arange(200_000, 200_000 + N)})
    assert find_numbering(table) == ((), {})
