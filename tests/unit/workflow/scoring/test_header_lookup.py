from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.cleaning.profiling import profile_columns
from genrelens.cleaning.recipes.matching import match_recipes
from genrelens.features.feature_input import recipes_for
from genrelens.ingest.raw_table import RawTable, Source
from genrelens.workflow.scoring import header_lookup
from genrelens.workflow.scoring.header_lookup import HeaderLookup

HEADERS = (
    *("tempo", "Tempo (BPM)", "BPM", "bpm", "Length (s)", "duration_ms", "Duration"),
    *("energy", "Energy %", "energy (%)", "valence", "mood", "Mood", "width (Hz)"),
    *("width", "width (dB)", "Live", "live", "track_id", "key", "Unnamed: 0", "x"),
)


@settings(max_examples=150, deadline=None)
@given(headers=st.lists(st.sampled_from(HEADERS), min_size=1, unique=True))
def test_headers_for_different_attributes_mean_in_a_table_what_they_mean_alone(
    odd, headers
) -> None:
    """The law behind looking each header up by itself."""
    places = [odd.headers.find(header).place for header in headers]
    taken = [place for place in places if place >= 0]
    if len(set(taken)) < len(taken):
        return
    profiles = profile_columns(
        RawTable(
            pd.DataFrame({header: pd.Series([""], dtype="str") for header in headers}),
            np.array([2]),
            Source("t", "", 0, "csv", delimiter=","),
        )
    )
    matched = match_recipes(profiles, recipes_for(odd.trained.features))
    names = [feature.name for feature in odd.trained.features]
    together = [names.index(matched[at][0]) if at in matched else -1
                for at in range(len(headers))]  # fmt: skip
    assert together == places


@pytest.mark.parametrize(
    ("header", "cell", "read"),
    [
        ("Length (s)", 200.0, 200_000.0),
        ("duration_ms", 200_000, 200_000.0),
        ("Duration (min)", 3.5, 210_000.0),
        ("energy", 50.0, 0.5),
    ],
)
def test_a_unit_in_the_header_is_believed(odd, header, cell, read) -> None:
    known = odd.headers.find(header)
    assert known.is_plain
    assert known.read(cell) == read


def test_a_header_of_another_unit_needs_a_whole_table(odd) -> None:
    assert odd.headers.find("width (dB)").place == -1
    assert odd.headers.find("shoe size").is_plain


def test_no_more_headers_are_remembered_than_fit(odd, monkeypatch) -> None:
    monkeypatch.setattr(header_lookup, "_MOST_REMEMBERED", 20)
    lookup = HeaderLookup(odd.trained.features, odd.trained.references)
    for number in range(50):
        assert lookup.find(f"column {number}").place == -1
    assert len(lookup._known) == 20
