from __future__ import annotations

import numpy as np
import pytest

from genrelens.checking.leaks.standing_out import find_standing_out

N = 600
RNG = np.random.default_rng(4)
CODES = RNG.integers(0, 5, N)
GENRES = np.array(["pop", "rap", "edm", "rock", "folk"])[CODES]


def columns(**more):
    rng = np.random.default_rng(5)
    sound = {
        name: rng.normal(0.3 * CODES, 1.0)
        for name in ("energy", "valence", "tempo", "loudness")
    }
    return {"genre": GENRES, **sound, **more}


def found(make_table, label, cells, told=()):
    table = make_table(cells)
    return find_standing_out(table, label(table), told=told)


def test_an_attribute_made_from_the_genre_stands_out(make_table, label):
    groove = RNG.permutation(5)[CODES] + RNG.normal(0, 0.25, N)
    (finding,) = found(make_table, label, columns(groove=groove))
    assert (finding.code, finding.column) == ("suspicious-column", "groove")
    assert finding.details["lift"] > 0.8
    assert finding.details["next_best_lift"] < 0.4


@pytest.mark.parametrize("spread", [1.0, 2.0])
def test_an_attribute_that_is_merely_the_best_does_not(make_table, label, spread):
    best = CODES + RNG.normal(0, spread, N)
    assert found(make_table, label, columns(groove=best)) == ()


def test_two_strong_attributes_are_a_strong_subject(make_table, label):
    pair = {name: CODES + RNG.normal(0, 0.2, N) for name in ("groove", "swing")}
    assert found(make_table, label, columns(**pair)) == ()


def test_what_has_been_told_is_not_told_twice(make_table, label):
    cells = columns(groove=CODES + RNG.normal(0, 0.2, N))
    assert found(make_table, label, cells, told=["groove"]) == ()


@pytest.mark.parametrize(("spread", "n_told"), [(35.0, 0), (3.0, 1)])
def test_two_genres_may_honestly_differ_much_in_one_attribute(
    make_table, label, spread, n_told
):
    cells = columns(groove=100.0 * CODES + RNG.normal(0, spread, N))
    of_two = {name: np.asarray(values)[CODES < 2] for name, values in cells.items()}
    assert len(found(make_table, label, of_two)) == n_told


def test_few_attributes_have_no_peers_to_stand_out_from(make_table, label):
    cells = {"genre": GENRES, "groove": CODES + 0.1, "tempo": RNG.normal(size=N)}
    assert found(make_table, label, cells) == ()
