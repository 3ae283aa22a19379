import time

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genrelens.errors import InputError
from genrelens.workflow.browsing.collection import open_collection
from genrelens.workflow.browsing.filtering import (
    TrackFilter,
    ValueRange,
    select_tracks,
)
from genrelens.workflow.browsing.search_words import fold_name

GENRES = ["house", "techno", "rock", "pop", "folk"]
SHARES = st.none() | st.floats(0, 1)


@st.composite
def filters(draw):
    names = st.lists(st.sampled_from(GENRES), max_size=3, unique=True).map(tuple)
    ends = sorted(draw(st.tuples(st.floats(60, 200), st.floats(60, 200))))
    ranges = (ValueRange("tempo", *ends), ValueRange("energy", None, ends[0] / 200))
    return TrackFilter(
        genre=draw(names),
        predicted=draw(names),
        decision=draw(st.sampled_from([(), ("ask",), ("leave", "write")])),
        min_probability=draw(SHARES),
        max_probability=draw(SHARES),
        right=draw(st.sampled_from([None, True, False])),
        counted=draw(st.sampled_from([None, True])),
        part=draw(st.sampled_from(["", "locked test", "cross-validation"])),
        search=draw(st.sampled_from(["", "o", "DUST live", "é", "no such name"])),
        ranges=draw(st.sampled_from([(), ranges[:1], ranges])),
        rows=draw(st.sampled_from([(), (1, 2, 3, 50, 99_999)])),
    )


def naive(small, stored: pd.DataFrame, wanted: TrackFilter) -> list[int]:
    """Ask the file track by track, in the plainest way."""
    kept = []
    names = [each.name for each in small.features]
    for _, row in stored.iterrows():
        sure = row[f"probability_{small.genres.index(row['predicted_genre'])}"]
        told = [row[n] for n in ("name", "artist", "id") if not pd.isna(row[n])]
        text = fold_name("\n".join(told))
        conditions = [
            not wanted.genre or row["genre"] in wanted.genre,
            not wanted.predicted or row["predicted_genre"] in wanted.predicted,
            not wanted.decision or row["decision"] in wanted.decision,
            wanted.min_probability is None or sure >= wanted.min_probability,
            wanted.max_probability is None or sure <= wanted.max_probability,
            wanted.right is None or row["is_right"] == wanted.right,
            wanted.counted is None or row["is_counted"] == wanted.counted,
            wanted.part in ("", row["part"]),
            all(fold_name(word) in text for word in wanted.search.split()),
            not wanted.rows or row["row"] in wanted.rows,
        ]
        for each in wanted.ranges:
            value = row[f"value_{names.index(each.feature)}"]
            conditions.append(each.low is None or value >= each.low)
            conditions.append(each.high is None or value <= each.high)
        if all(conditions):
            kept.append(int(row["row"]))
    return kept


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(wanted=filters())
def test_a_filter_keeps_what_a_plain_look_at_every_track_keeps(small, stored, wanted):
    found = select_tracks(small, wanted)

    rows = small.columns["row"][found.places].tolist()
    assert rows == naive(small, stored, wanted)
    assert found.is_in.sum() == len(found) == sum(found.by_genre.values())
    assert len(found) == sum(found.by_predicted.values())
    assert found.n_right == stored.loc[found.is_in, "is_right"].sum()


def test_a_region_of_the_map_keeps_the_tracks_within_it(small, stored):
    found = select_tracks(small, TrackFilter(area=(-1, -1, 0.5, -1, 0.5, 2, -1, 2)))

    assert 0 < len(found) < len(small)
    assert set(small.columns["row"][found.places]) == set(
        stored.loc[stored["map_x"] < 0.5, "row"]
    )


def test_all_tracks_of_a_confusion_cell_are_those_that_the_report_counts(
    small, small_run
):
    matrix = small_run.result.facts.evaluation.confusion
    for row, genre in enumerate(small.genres):
        for column, other in enumerate(small.genres):
            found = select_tracks(
                small,
                TrackFilter(
                    genre=(genre,),
                    predicted=(other,),
                    counted=True,
                    part="cross-validation",
                ),
            )
            assert len(found) == matrix.counts[row][column]


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (TrackFilter(genre=("polka",)), "'polka' was asked for as genre"),
        (TrackFilter(decision=("shrug",)), "'shrug' was asked for as decision"),
        (TrackFilter(ranges=(ValueRange("shoe size"),)), "'shoe size' is none of"),
        (TrackFilter(part="attic"), "'attic' is no part"),
    ],
)
def test_what_is_not_there_is_refused_with_what_there_is(small, wanted, told):
    with pytest.raises(InputError, match=told):
        select_tracks(small, wanted)


def test_100_000_tracks_are_filtered_faster_than_a_person_notices(
    large_collection, small_run
):
    collection = open_collection(large_collection.parent, small_run.result.model)
    wanted = TrackFilter(
        genre=("house", "rock"), search="song 1", ranges=(ValueRange("tempo", 90, 150),)
    )
    select_tracks(collection, wanted, sort="-sure")

    def seconds():
        start = time.process_time()
        select_tracks(collection, wanted, sort="-sure")
        return time.process_time() - start

    assert len(select_tracks(collection, wanted)) > 100
    assert min(seconds() for _ in range(7)) < 0.05
