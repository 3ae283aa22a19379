from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from genrelens.datasets.ceiling import bayes_accuracy, log_densities
from genrelens.datasets.drawing import draw_lone_tracks
from genrelens.datasets.recipe import (
    ATTRIBUTES,
    RECIPES,
    correlation,
    genre_shares,
    latent_means,
    latent_spreads,
)


@pytest.fixture(scope="module")
def lone():
    return draw_lone_tracks(6_000, np.random.default_rng(1))


def test_densities_are_those_of_an_independent_formula(lone) -> None:
    """The oracle: scipy's normal density, one mixture part at a time."""
    found = log_densities(
        lone.latent[:5], lone.explicit[:5], lone.waltz[:5], only_audio=False
    )
    shift = np.zeros(len(ATTRIBUTES))
    shift[ATTRIBUTES.index("tempo")] = np.log(0.5)
    for g, recipe in enumerate(RECIPES):
        spread = np.diag(latent_spreads()[g])
        covariance = spread @ correlation() @ spread
        for row in range(5):
            density = sum(
                chance * multivariate_normal(mean, covariance).pdf(lone.latent[row])
                for mean, chance in (
                    (latent_means()[g], 1 - recipe.half_time),
                    (latent_means()[g] + shift, recipe.half_time),
                )
            )
            density *= recipe.explicit if lone.explicit[row] else 1 - recipe.explicit
            density *= recipe.waltz if lone.waltz[row] else 1 - recipe.waltz
            # Ours leaves out a factor that all genres share.
            root = np.linalg.slogdet(correlation())[1] / 2
            constant = root + len(ATTRIBUTES) / 2 * np.log(2 * np.pi)
            if density == 0:
                assert found[row, g] < -500
            else:
                assert found[row, g] - constant == pytest.approx(np.log(density))


def test_stated_probabilities_come_true(lone) -> None:
    """A rule that knows the recipe is calibrated: that is what makes it the best."""
    table = log_densities(lone.latent, lone.explicit, lone.waltz, only_audio=False)
    table += np.log(genre_shares())
    posterior = np.exp(table - table.max(axis=1, keepdims=True))
    posterior /= posterior.sum(axis=1, keepdims=True)
    top, right = posterior.max(axis=1), posterior.argmax(axis=1) == lone.genre
    for low, high in ((0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        inside = (top >= low) & (top < high)
        gap = abs(top[inside].mean() - right[inside].mean())
        assert gap < 4 * 0.5 / np.sqrt(inside.sum())


def test_seeing_less_never_helps(lone) -> None:
    drawn = (lone.latent, lone.explicit, lone.waltz, lone.genre)
    everything = bayes_accuracy(*drawn, only_audio=False)
    audio = bayes_accuracy(*drawn, only_audio=True)
    assert genre_shares().max() + 0.3 < audio < everything < 0.9


def test_wrong_genres_score_at_chance(lone) -> None:
    shuffled = np.random.default_rng(0).permutation(lone.genre)
    found = bayes_accuracy(
        lone.latent, lone.explicit, lone.waltz, shuffled, only_audio=False
    )
    assert found == pytest.approx((genre_shares() ** 2).sum(), abs=0.02)
