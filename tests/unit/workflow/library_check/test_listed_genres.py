"""Tests of genrelens.workflow.library_check.listed_genres."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from genrelens.workflow.library_check.listed_genres import as_one_genre


@pytest.fixture
def trained(small_run):
    return small_run.result.model


def read(trained, cells, rule) -> list[object]:
    told = replace(trained, training={**trained.training, "several_genres": rule})
    return as_one_genre(pd.Series(cells), told).tolist()


def test_the_first_genre_that_the_model_knows_is_meant(trained) -> None:
    one, other = trained.genres[:2]
    cells = [f"Nobody's; {other}; {one}", one.upper(), "a; b", one]

    assert read(trained, cells, "first") == [other, one.upper(), "a; b", one]


def test_the_most_frequent_in_training_is_meant_by_that_rule(trained) -> None:
    assert trained.trust is not None
    counts = dict(zip(trained.genres, trained.trust.shift.counts, strict=True))
    rare, frequent = min(counts, key=counts.get), max(counts, key=counts.get)

    assert counts[rare] < counts[frequent]
    assert read(trained, [f"{rare}, {frequent}"], "most-frequent") == [frequent]


@pytest.mark.parametrize("rule", ["keep", None])
def test_lists_stay_as_they_are_where_training_kept_them(trained, rule) -> None:
    cells = ["; ".join(trained.genres[:2])]
    training = {} if rule is None else {"several_genres": rule}

    told = replace(trained, training=training)
    assert as_one_genre(pd.Series(cells), told).tolist() == cells


def test_missing_cells_and_numbers_stay(trained) -> None:
    cells = pd.Series([1.0, None, 2.0])

    assert as_one_genre(
        cells, replace(trained, training={"several_genres": "first"})
    ).equals(cells)
