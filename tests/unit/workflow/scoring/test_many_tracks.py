from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genrelens.errors import InputError
from genrelens.workflow.scoring.many_tracks import answer_tracks

CELLS = st.sampled_from(
    [None, "", "n/a", "3:21", "45 %", "yes", True, 0.5, 0.004, 120, 250_000, "dark"]
)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_batch_gets_the_answers_of_a_csv_with_a_column_for_each_key(
    data, odd, odd_path, predict_rows, usual_track, assert_same
) -> None:
    usual = usual_track(odd)
    tracks = []
    for _ in range(data.draw(st.integers(1, 6))):
        track = {"track_id": "t1", **usual}
        for header in data.draw(st.lists(st.sampled_from(list(usual)), max_size=4)):
            track[header] = data.draw(CELLS)
        for header in data.draw(st.lists(st.sampled_from(list(usual)), max_size=2)):
            track.pop(header, None)
        tracks.append(track)
    predicted = predict_rows(odd_path, tracks, reasons=False)
    assert_same(answer_tracks(odd, tracks), predicted)


def test_blank_tracks_among_others_are_left_alone(
    opened, trusted, predict_rows, usual_track, assert_same
) -> None:
    usual = {"track_id": "t", **usual_track(opened)}
    tracks = [usual, {"track_id": "u"}, {**usual, "track_id": "v"}]
    found = answer_tracks(opened, tracks, reasons=True)
    assert [answer.genre is None for answer in found.tracks] == [False, True, False]
    assert_same(found, predict_rows(trusted.path, tracks, reasons=True))


def test_rows_with_shares_of_1_where_training_had_100_are_doubted(odd) -> None:
    found = answer_tracks(odd, [{"energy": 0.5, "valence": 0.25}])
    assert "read as shares of 100 as in training" in found.tracks[0].warnings


def test_a_table_shifted_by_one_column_is_refused_as_in_a_file(opened) -> None:
    tracks = [{"loudness": 120.0, "tempo": 0.4, "energy": -7.5, "valence": 0.5}] * 30
    with pytest.raises(InputError, match="one column off"):
        answer_tracks(opened, tracks)


@pytest.mark.parametrize("tracks", [[], [{}], [{}, {}]])
def test_no_values_at_all_are_refused(opened, tracks) -> None:
    with pytest.raises(InputError, match="track"):
        answer_tracks(opened, tracks)


@pytest.mark.parametrize("cell", [[1.0], {"a": 1}, object()])
def test_what_no_cell_can_hold_is_refused_by_name(opened, cell) -> None:
    with pytest.raises(InputError, match="'tempo' is a"):
        answer_tracks(opened, [{"tempo": cell}])


def test_two_keys_that_differ_in_spaces_only_are_refused(opened) -> None:
    with pytest.raises(InputError, match="more than once"):
        answer_tracks(opened, [{"tempo": 1, "tempo ": 2}])
