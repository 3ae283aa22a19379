"""Tests of genrelens.cleaning.recipes.deciding."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genrelens.cleaning.scales import AS_THE_OTHERS, MIN_MAX, STANDARDISED
from genrelens.schema.columns import Role
from genrelens.schema.known_attributes import SHARES

RNG = np.random.default_rng(4)
USUAL = {
    "tempo": RNG.normal(120, 20, 200),
    "loudness": RNG.normal(-8, 3, 200),
    "duration_ms": RNG.uniform(1e5, 4e5, 200),
    "time_signature": RNG.choice([3.0, 4.0, 5.0], 200, p=[0.05, 0.9, 0.05]),
    "year": RNG.integers(1990, 2020, 200).astype(float),
    "popularity": RNG.uniform(0, 100, 200),
    "instrumentalness": np.where(RNG.random(200) < 0.85, 0.003, 0.8),
    **{name: RNG.beta(2, 2, 200) for name in ("energy", "valence", "speechiness")},
}


@pytest.fixture
def recipes(clean):
    """Give the recipe of each column that cleaning decides on."""

    def build(columns, **options):
        return {c.name: c.recipe for c in clean(columns, **options).columns}

    return build


def as_text(columns):
    return {
        name: [repr(float(cell)) for cell in cells] for name, cells in columns.items()
    }


def test_usual_tables_are_read_as_they_stand(recipes) -> None:
    found = recipes(as_text(USUAL))

    assert not any(recipe.is_scaled for recipe in found.values())
    assert {name: recipe.unit for name, recipe in found.items() if recipe.unit} == {
        "duration_ms": "ms"
    }
    assert found["tempo"].comma == ""


@pytest.mark.parametrize("form", [as_text, dict])
def test_all_measures_of_a_standardised_table_are_scaled(recipes, form) -> None:
    """Skew ones were read in their unit, or divided by 100, among z-scores."""
    scaled = {k: (v - v.mean()) / v.std() for k, v in USUAL.items()}
    mode = np.resize([-1.25, 0.8], 200)
    found = recipes(form(scaled | {"mode": mode}))

    assert [name for name, recipe in found.items() if not recipe.is_scaled] == []
    assert found["mode"].reader == "flag"
    assert {recipe.unit for recipe in found.values()} == {""}


def test_a_measure_of_a_standardised_table_that_is_possible_stays(recipes) -> None:
    scaled = {k: (v - v.mean()) / v.std() for k, v in USUAL.items()}
    found = recipes(as_text(scaled | {"popularity": USUAL["popularity"]}))

    assert found["tempo"].is_scaled
    assert not found["popularity"].is_scaled


def test_measures_stretched_from_0_to_1_are_scaled(clean) -> None:
    stretched = {k: (v - v.min()) / (v.max() - v.min()) for k, v in USUAL.items()}
    table = clean(as_text(stretched))

    (finding,) = [f for f in table.findings if f.code == "scaled-columns"]
    assert MIN_MAX in finding.message
    assert STANDARDISED not in finding.message
    assert set(finding.details["columns"]) == set(USUAL) - SHARES
    for column in table.columns:
        assert column.unit == ""
        np.testing.assert_allclose(table.frame[column.name], stretched[column.name])


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    n_small=st.integers(0, 3),
    n_large=st.integers(4, 7),
    seed=st.integers(0, 1_000),
)
def test_shares_of_one_table_have_one_scale(recipes, n_small, n_large, seed) -> None:
    """A share that is mostly next to nothing was left among six that were divided."""
    rng = np.random.default_rng(seed)
    names = sorted(SHARES)
    rng.shuffle(names)
    n_small = min(n_small, len(names) - n_large)
    columns = {name: rng.uniform(0, 100, 60).round(2) for name in names[:n_large]}
    for name in names[n_large : n_large + n_small]:
        columns[name] = np.where(rng.random(60) < 0.9, rng.random(60), 85.5)
    found = recipes(as_text(columns))

    assert {recipe.unit for recipe in found.values()} == {"%"}
    ones = {name: cells / 100 for name, cells in columns.items()}
    assert {recipe.unit for recipe in recipes(as_text(ones)).values()} == {""}


def test_a_small_share_follows_the_others_and_is_told(clean) -> None:
    columns = {name: ["45", "88", "12"] for name in ("energy", "valence", "liveness")}
    table = clean(columns | {"instrumentalness": ["0.2", "0.1", "0"]})

    (finding,) = [f for f in table.findings if f.column == "instrumentalness"]
    assert AS_THE_OTHERS in finding.message
    assert finding.severity == "warning"
    assert table.frame["instrumentalness"].tolist() == [0.002, 0.001, 0]


def test_a_share_of_100_among_shares_of_1_is_told_by_its_values(recipes) -> None:
    columns = {name: ["0.45", "0.88", "0.2"] for name in ("energy", "valence")}
    found = recipes(columns | {"liveness": ["45", "88", "12"]})

    assert {name: recipe.unit for name, recipe in found.items()} == {
        "energy": "",
        "valence": "",
        "liveness": "%",
    }


def test_minutes_in_a_column_of_seconds_are_part_of_the_recipe(recipes) -> None:
    times = [*(["201", "187", "240"] * 10), "3.5"]

    assert recipes({"length": times, "tempo": ["120"] * 31})["duration_ms"].unit == "s"
    assert recipes({"length": times})["duration_ms"].has_short_minutes
    assert not recipes({"length": times[:-1]})["duration_ms"].has_short_minutes


def test_the_meaning_of_a_comma_is_part_of_the_recipe(recipes) -> None:
    assert recipes({"tempo": ["120,5", "98,25"]})["tempo"].comma == "decimal"
    assert recipes({"plays": ["1,201", "1,234,567"]})["plays"].comma == "thousands"
    assert recipes({"tempo": ["120.5", "98"]})["tempo"].comma == ""


@pytest.mark.parametrize(
    ("columns", "reader"),
    [
        ({"voice": ["m", "f", "x"] * 4}, "category"),
        ({"sung": ["yes", "no", "yes"]}, "flag"),
        ({"plays": ["3", "4", "9"]}, "number"),
        ({"key": ["A", "C#", "B"]}, "key"),
        ({"title": ["One", "Two", "Three"]}, "name"),
        ({"Genre": ["pop", "rap", "pop"]}, "genre"),
    ],
)
def test_each_kind_of_column_has_its_reader(recipes, columns, reader) -> None:
    (recipe,) = recipes(columns).values()

    assert recipe.reader == reader
    assert [recipe.header] == list(columns)


def test_a_column_that_is_left_out_takes_no_part_in_what_is_decided(clean) -> None:
    shares = {name: ["45", "88", "12"] for name in ("energy", "valence", "liveness")}
    columns = shares | {"speechiness": ["0.4", "0.8", "0.1"]}

    def unit(without):
        table = clean(columns, without=without)
        return table.named("speechiness").recipe.unit

    assert unit(()) == "%"
    assert unit(("energy", "valence", "liveness")) == ""
    left = clean(columns, without=("energy",)).named("energy")
    assert (left.role, left.recipe) == (Role.LEFT_OUT, None)
