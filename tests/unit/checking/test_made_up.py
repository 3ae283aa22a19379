from __future__ import annotations

import numpy as np

from genrelens.checking.made_up import find_made_up_values

HEADERS = ("energy", "valence", "danceability", "acousticness")


def test_evenly_spread_shares_are_told(make_table, label):
    rng = np.random.default_rng(0)
    columns = {header: rng.random(1000) for header in HEADERS}
    table = make_table({"genre": ["pop", "rock"] * 500, **columns})
    (finding,) = find_made_up_values(table, label(table))
    assert finding.details["columns"] == list(HEADERS)


def test_measured_shapes_are_not(make_table, label):
    rng = np.random.default_rng(0)
    columns = {header: rng.beta(2, 1.5, 1000) for header in HEADERS}
    table = make_table({"genre": ["pop", "rock"] * 500, **columns})
    assert find_made_up_values(table, label(table)) == ()
