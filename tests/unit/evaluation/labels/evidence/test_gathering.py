from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.evaluation.labels.evidence.gathering import gather_evidence

if TYPE_CHECKING:
    from conftest import World


def test_the_suggestion_is_never_the_label(planted: World) -> None:
    found = gather_evidence(planted.held_out, planted.table, planted.rows)
    assert (found.suggestion != found.codes).all()
    assert found.fits.sum(axis=1) == pytest.approx(np.ones(len(found.codes)))


def test_wrong_labels_are_the_most_doubtful(planted: World) -> None:
    """Of as many most doubtful labels as are wrong, nine in ten are."""
    found = gather_evidence(planted.held_out, planted.table, planted.rows)
    n_wrong = planted.is_wrong.sum()
    worst = np.argsort(-found.doubt)[:n_wrong]
    assert planted.is_wrong[worst].mean() > 0.85


def test_the_artists_share_of_a_genre_is_a_share(planted: World) -> None:
    found = gather_evidence(planted.held_out, planted.table, planted.rows)
    shares = [
        found.artist_share(np.full(len(found.codes), code))
        for code in range(len(planted.genres))
    ]
    assert np.sum(shares, axis=0) == pytest.approx(np.ones(len(found.codes)))


def test_rows_that_do_not_fit_are_refused_with_both_numbers(planted: World) -> None:
    with pytest.raises(InputError, match=r"3 rows and 1200 predictions"):
        gather_evidence(planted.held_out, planted.table, planted.rows[:3])
