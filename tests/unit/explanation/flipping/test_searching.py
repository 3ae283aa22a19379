"""The smallest change is one that flips, and none on a grid is smaller."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.explanation.flipping.searching import find_flips
from genrelens.models.genre_forest import GenreForest
from genrelens.schema.columns import Kind

if TYPE_CHECKING:
    from genrelens.explanation.flipping.results import Flip, FlipSearch

PLACES = range(0, 40, 2)
SLACK = 0.01 + 1e-9  # costs that differ by less count as the same


def _search(made_up, place: int, wanted: str | None = None) -> FlipSearch:
    return find_flips(
        made_up.model,
        made_up.row(place),
        axes=made_up.axes,
        genres=made_up.genres,
        calibrate=made_up.calibrate,
        wanted=wanted,
    )


def _proba(made_up, row):
    return made_up.calibrate(made_up.model.predict_proba(row))[0]


def _applied(made_up, place: int, flip: Flip):
    row = made_up.row(place).copy()
    for move in flip.moves:
        row[move.feature] = [move.after]
    return row


def _others(made_up, place: int) -> list[str]:
    now = made_up.genres[int(_proba(made_up, made_up.row(place)).argmax())]
    return [genre for genre in made_up.genres if genre != now]


@pytest.mark.parametrize("place", PLACES)
def test_every_flip_flips_and_tells_the_numbers_of_the_model(
    either, place: int
) -> None:
    for wanted in (None, *_others(either, place)):
        found = _search(either, place, wanted)
        for flip in found.flips:
            proba = _proba(either, _applied(either, place, flip))
            assert np.array_equal(proba, flip.proba)
            assert either.genres[int(proba.argmax())] == flip.genre
            assert flip.genre == wanted if wanted else flip.genre != found.genre
            assert all(0 <= move.cost <= 1 for move in flip.moves)
            assert flip.cost == pytest.approx(sum(move.cost for move in flip.moves))
            assert flip.sentence.startswith("If ")
        if found.flips:
            assert found.sentence == found.flips[0].sentence
            assert found.nearest is None
        else:
            assert "No value of any one attribute" in found.sentence


def _grid(axis):
    if axis.settings:
        return list(axis.settings)
    return np.linspace(axis.low, axis.high, 1_500).tolist()


def _least_on_grid(made_up, place: int, wanted: str | None, now: str) -> float:
    """Try 1,500 values of every number, and every setting of the rest."""
    import pandas as pd

    least = np.inf
    for axis in made_up.axes:
        values = _grid(axis)
        rows = pd.concat([made_up.row(place)] * len(values), ignore_index=True)
        rows[axis.feature.name] = pd.Series(values).astype(
            rows[axis.feature.name].dtype
        )
        proba = made_up.calibrate(made_up.model.predict_proba(rows))
        best = np.array(made_up.genres)[proba.argmax(axis=1)]
        is_flip = best == wanted if wanted else best != now
        before = made_up.row(place)[axis.feature.name].iloc[0]
        before = None if before != before else before  # noqa: PLR0124 (NaN)
        costs = axis.spread.between(before, np.array(values, dtype=object))
        if is_flip.any():
            least = min(least, float(costs[is_flip].min()))
    return least


@pytest.mark.parametrize("place", PLACES)
def test_no_value_of_one_attribute_on_a_fine_grid_is_a_smaller_flip(
    either, place: int
) -> None:
    for wanted in (None, *_others(either, place)):
        found = _search(either, place, wanted)
        least = _least_on_grid(either, place, wanted, found.genre)
        own = found.flips[0].cost if found.flips else np.inf
        assert own <= least + SLACK


def test_pairs_are_found_where_one_attribute_is_not_enough(made_up) -> None:
    pairs = [
        flip
        for place in range(40)
        for wanted in _others(made_up, place)
        for flip in _search(made_up, place, wanted).flips
        if len(flip.moves) == 2
    ]
    assert pairs
    for flip in pairs:
        assert flip.moves[0].feature != flip.moves[1].feature


def test_values_stay_within_what_the_collection_holds(made_up) -> None:
    axes = {axis.feature.name: axis for axis in made_up.axes}
    for place in PLACES:
        for flip in _search(made_up, place).flips:
            for move in flip.moves:
                axis = axes[move.feature]
                if axis.feature.kind is Kind.CATEGORY:
                    assert move.after in axis.settings
                else:
                    assert axis.low <= move.after <= axis.high


def test_the_answer_is_the_same_on_any_number_of_threads(made_up) -> None:
    one, two = (
        GenreForest.restore(
            classes=made_up.model.classes_,
            encoder=made_up.model.encoder_,
            forest=made_up.model.forest_,
            is_named=True,
            min_samples_leaf_used=1,
            n_jobs=n_jobs,
        )
        for n_jobs in (1, 2)
    )
    for place in range(6):
        told = [
            find_flips(
                model,
                made_up.row(place),
                axes=made_up.axes,
                genres=made_up.genres,
                calibrate=made_up.calibrate,
            ).to_dict(made_up.genres)
            for model in (one, two)
        ]
        assert told[0] == told[1]


def test_the_genre_that_it_has_already_is_refused(made_up) -> None:
    now = _search(made_up, 0).genre
    with pytest.raises(InputError, match=f"is {now} already"):
        _search(made_up, 0, now)


def test_an_unknown_genre_is_refused_by_its_name(made_up) -> None:
    with pytest.raises(InputError, match="'polka' is none of the 3 genres"):
        _search(made_up, 0, "polka")


def test_where_nothing_flips_it_the_truth_is_told(made_up) -> None:
    """Calibrated so that one genre always wins, no change can help."""
    found = find_flips(
        made_up.model,
        made_up.row(0),
        axes=made_up.axes,
        genres=made_up.genres,
        calibrate=lambda own: np.tile([0.9, 0.06, 0.04], (len(own), 1)),
        wanted="house",
    )
    assert found.flips == ()
    assert found.sentence == (
        "No value of any one attribute that the collection holds makes it house, nor "
        "does any pair of changes that was tried. No single change even brings it "
        "nearer."
    )
