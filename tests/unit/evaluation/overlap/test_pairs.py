from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.evaluation.overlap.pairs import correct_for_many, study_pairs
from genrelens.evaluation.overlap.resampling import draw_groups
from genrelens.evaluation.overlap.shared_tracks import count_shared, share_of_smaller

if TYPE_CHECKING:
    from genrelens.evaluation.scores import HeldOut


def study(held_out: HeldOut, names: str, **given: object):
    draws = draw_groups(held_out, seed=0, n_replicates=200)
    options = {"shared": None, "shares": None, **given}
    return study_pairs(held_out, list(names), draws, **options)


def test_two_names_of_one_kind_are_found_and_no_others(plant) -> None:
    found = study(plant([0, 0, 3, 6]), "abcd")
    assert [(p.first, p.second) for p in found.pairs if p.is_inseparable] == [
        ("a", "b")
    ]
    nearest = found.pairs[0]
    assert nearest.auc.low <= 0.5 <= nearest.auc.high
    assert nearest.confusion == pytest.approx(0.46, abs=0.05)
    assert (nearest.n_first, nearest.n_second, nearest.n_groups) == (200, 200, 200)
    assert found.n_pairs == 6
    assert nearest.n_shared is nearest.shared is None


def test_pairs_that_are_told_apart_are_rarely_claimed_not_to_be(plant) -> None:
    """Distance 0.954 is an area of 0.75: exactly at the bound."""
    claimed = sum(
        any(p.is_inseparable for p in study(plant([0, 0.954], seed=seed), "ab").pairs)
        for seed in range(60)
    )
    assert claimed <= 6


def test_mistakes_and_shared_tracks_are_counted(plant) -> None:
    held_out = plant([0, 0, 3], n_tracks=100)
    tracks = np.arange(300)
    tracks[100:140] = np.arange(40)  # of the first genre too
    shared = count_shared(held_out.codes, tracks, 3)
    found = study(held_out, "abc", shared=shared, shares=share_of_smaller(shared))
    pair = next(p for p in found.pairs if (p.first, p.second) == ("a", "b"))
    assert (pair.n_shared, pair.shared) == (40, 0.4)
    best = held_out.proba.argmax(axis=1)
    codes = held_out.codes
    assert (
        pair.n_mistaken
        == ((codes == 0) & (best == 1)).sum() + ((codes == 1) & (best == 0)).sum()
    )


def test_pairs_that_share_many_tracks_are_looked_at_however_well_told_apart(
    plant,
) -> None:
    held_out = plant(list(range(0, 60, 4)), n_tracks=40)
    tracks = np.arange(600)
    tracks[-20:] = np.arange(20)  # of the first genre and of the last
    shared = count_shared(held_out.codes, tracks, 15)
    names = "abcdefghijklmno"
    found = study(held_out, names, shared=shared, shares=share_of_smaller(shared))
    assert any((p.first, p.second) == ("a", "o") for p in found.pairs)
    assert not any(
        (p.first, p.second) == ("a", "o") for p in study(held_out, names).pairs
    )


def test_few_groups_prove_nothing(plant) -> None:
    found = study(plant([0, 0, 5], n_tracks=60, per_group=12), "abc")
    assert not any(p.is_inseparable for p in found.pairs)
    assert found.pairs[0].p_value == 1


def test_intervals_are_limited_and_the_rest_is_told(plant) -> None:
    found = study(plant([0.0] * 20, n_tracks=20, per_group=1), "abcdefghijklmnopqrst")
    assert found.n_pairs == 190
    assert len(found.pairs) == 100
    assert "90 more pairs lie below 0.75" in found.notes[0]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.integers(0, 5))
def test_corrected_p_values_keep_their_order_and_never_fall(
    p_values: list[float], n_others: int
) -> None:
    given_values = np.array(p_values)
    corrected = correct_for_many(given_values, n_others=n_others)
    order = np.argsort(given_values, kind="stable")
    assert (np.diff(corrected[order]) >= 0).all()
    assert (corrected >= np.minimum(given_values, 1)).all()
    assert (corrected <= 1).all()


def test_pairs_not_looked_at_count_in_the_correction() -> None:
    assert correct_for_many(np.array([0.001]), n_others=9)[0] == pytest.approx(0.02)
