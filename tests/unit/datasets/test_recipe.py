from __future__ import annotations

import numpy as np
import pytest

from genrelens.datasets.recipe import (
    ATTRIBUTES,
    NOISE,
    RECIPES,
    correlation,
    genre_shares,
    latent_means,
    latent_spreads,
    moves,
    to_latent,
    to_natural,
)

NAMES = [recipe.name for recipe in RECIPES]


def test_there_are_twelve_genres_in_order_of_name() -> None:
    assert len(set(NAMES)) == 12
    assert sorted(NAMES) == NAMES


def test_every_neighbour_is_a_genre_and_another_one() -> None:
    for recipe in RECIPES:
        assert set(recipe.neighbours) <= set(NAMES) - {recipe.name}


def test_chances_sum_to_one() -> None:
    assert np.allclose(moves().sum(axis=1), 1)
    assert genre_shares().sum() == pytest.approx(1)
    assert genre_shares().min() > 0.03


def test_the_correlations_are_possible() -> None:
    table = correlation()
    assert np.array_equal(table, table.T)
    assert np.linalg.eigvalsh(table).min() > 0.05


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_the_latent_scale_leads_there_and_back(name: str) -> None:
    latent = latent_means()[:, ATTRIBUTES.index(name)]
    assert np.allclose(to_latent(name, to_natural(name, latent)), latent)


def test_every_middle_is_possible_in_its_own_unit() -> None:
    for position, name in enumerate(ATTRIBUTES):
        middle = to_natural(name, latent_means()[:, position])
        expected = {"tempo": (60, 200), "loudness": (-30, 0), "year": (1950, 2025)}
        expected |= {"duration_ms": (6e4, 6e5), "popularity": (0, 100)}
        low, high = expected.get(name, (0, 1))
        assert low < middle.min() <= middle.max() < high, name


def test_spreads_are_positive_and_noise_has_none() -> None:
    assert latent_spreads().min() > 0
    assert not set(NOISE) & set(ATTRIBUTES)
