"""Every track is counted once, as a plain loop counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.workflow.inspecting import Inspection, inspect_table
from genrelens.workflow.profiling.profiling import profile_table
from genrelens.workflow.profiling.results import TableProfile
from genrelens.workflow.requests import TableRequest

if TYPE_CHECKING:
    from tests.conftest import SmallRun


@pytest.fixture(scope="module")
def inspection(small_run: SmallRun) -> Inspection:
    return inspect_table(TableRequest(table=small_run.table))


@pytest.fixture(scope="module")
def profile(inspection: Inspection) -> TableProfile:
    return profile_table(inspection)


def cells_of(inspection: Inspection, name: str, genre: str) -> np.ndarray:
    cells = inspection.table.frame[name].iloc[inspection.rows]
    return cells[inspection.labels == genre].to_numpy()


def test_the_groups_are_the_genres_of_the_inspection(
    inspection: Inspection, profile: TableProfile
) -> None:
    assert {group.name: group.n_tracks for group in profile.groups} == (
        inspection.genre_counts
    )
    assert profile.n_tracks == sum(inspection.genre_counts.values())


def test_bins_and_quantiles_are_those_of_a_plain_count(
    inspection: Inspection, profile: TableProfile
) -> None:
    numbers = [one for one in profile.attributes if one.kind == "number"]
    assert len(numbers) > 8
    for one in numbers:
        assert one.histogram is not None
        edges = one.histogram.edges
        for place, group in enumerate(profile.groups):
            cells = cells_of(inspection, one.name, group.name).astype(float)
            known = cells[~np.isnan(cells)]
            assert one.missing[place] == len(cells) - len(known)
            assert list(one.histogram.counts[place]) == (
                np.histogram(known, edges)[0].tolist()
            )
            assert one.histogram.n_below[place] == (known < edges[0]).sum()
            assert one.histogram.n_above[place] == (known > edges[-1]).sum()
            told = one.quantiles[place]
            assert told is not None
            assert (told.low, told.median, told.high) == (
                *(known.min(), np.median(known)),
                known.max(),
            )


def test_levels_and_gaps_add_up_to_all_tracks(
    inspection: Inspection, profile: TableProfile
) -> None:
    told = [one for one in profile.attributes if one.kind != "number"]
    assert {one.kind for one in told} == {"flag", "category"} or told
    for one in told:
        for place, group in enumerate(profile.groups):
            levels = [*one.levels, *([one.others] if one.others else [])]
            total = sum(level.counts[place] for level in levels) + one.missing[place]
            assert total == group.n_tracks
        flags = {level.name: level for level in one.levels}
        if one.kind == "flag":
            first = profile.groups[0].name
            cells = cells_of(inspection, one.name, first).astype(float)
            assert flags["yes"].counts[0] == (cells == 1).sum()


def test_it_survives_json(profile: TableProfile) -> None:
    told = json.loads(json.dumps(profile.to_dict(), allow_nan=False))
    assert TableProfile.from_dict(told) == profile


def test_a_table_without_genres_is_one_group_of_all_rows(write_tracks) -> None:
    found = inspect_table(TableRequest(table=write_tracks(genre=None)))
    told = profile_table(found)
    assert not told.is_by_genre
    assert [(group.name, group.n_tracks) for group in told.groups] == [("all rows", 60)]
    tempo = next(one for one in told.attributes if one.name == "tempo")
    assert tempo.histogram is not None
    assert sum(tempo.histogram.counts[0]) == 60


def test_genres_beyond_the_largest_are_counted_together(write_tracks) -> None:
    n_tracks = 25 * 6 + 25
    genres = [f"genre {i % 25:02}" for i in range(150)] + ["genre 03"] * 25
    path = write_tracks(n_tracks=n_tracks, genre=genres)
    told = profile_table(inspect_table(TableRequest(table=path)))
    assert len(told.groups) == 20
    assert told.groups[0].name == "genre 03"
    assert told.groups[-1].n_genres == 6
    assert told.groups[-1].name == "6 other genres"
    assert sum(group.n_tracks for group in told.groups) == told.n_tracks == n_tracks


def test_values_of_a_category_beyond_the_most_frequent_are_united(
    write_tracks,
) -> None:
    moods = [f"mood {i % 15:02}" for i in range(60)]
    path = write_tracks(mood=moods)
    told = profile_table(inspect_table(TableRequest(table=path)))
    mood = next(one for one in told.attributes if one.header == "mood")
    assert (len(mood.levels), mood.n_levels) == (12, 15)
    assert mood.others is not None
    assert mood.others.name == "3 other values"
    assert sum(mood.others.counts) == 12


def test_an_attribute_without_any_value_is_told_as_all_missing(write_tracks) -> None:
    genre_gap = [None if i % 2 else 0.5 + i / 200 for i in range(60)]
    path = write_tracks(valence=genre_gap)
    found = inspect_table(TableRequest(table=path))
    told = profile_table(found)
    valence = next(one for one in told.attributes if one.name == "valence")
    place = [group.name for group in told.groups].index("dub")
    assert valence.missing[place] == told.groups[place].n_tracks
    assert valence.quantiles[place] is None
