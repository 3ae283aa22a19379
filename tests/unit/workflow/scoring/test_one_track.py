from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genrelens.errors import InputError
from genrelens.workflow.scoring.many_tracks import answer_tracks
from genrelens.workflow.scoring.one_track import answer_if_plain, answer_track

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.workflow.scoring.open_model import OpenModel

ODD_CELLS = (
    *("", " ", "n/a", "?", "None", "loud", "3:21", "3 min 12 s", "128 BPM", "12 %"),
    *("0,5", "1,234", "1e3", "-1", "-999", "0", "1", "yes", "No", "TRUE", "major"),
    *("C#", "8B", "3/4", "4-Apr", "2019-06-14", "1999.0", "inf", "bright", " dark "),
    *("0.1", "a new mood", "=1+1", '"', "é", "−3"),
)
NUMBERS = st.one_of(
    st.floats(0, 1),
    st.floats(1, 100),
    st.floats(-80, 400_000, allow_nan=False),
    st.integers(-3, 12),
    st.integers(1890, 2110),
    st.sampled_from([0, 0.0, -0.0, 1e-7, 5e-320, 1e38, 2.5e38, 10**30]),
)
CELLS = st.one_of(
    st.none(), st.booleans(), NUMBERS, st.sampled_from(ODD_CELLS), st.just("bright")
)
SLOW_WRITES = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def tracks_of(usual: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw tracks: mostly usual cells, some changed to anything, some left out."""

    @st.composite
    def draw(drawn: st.DrawFn) -> dict[str, Any]:
        headers = list(usual)
        changed = drawn(st.lists(st.sampled_from(headers), max_size=5, unique=True))
        absent = drawn(st.lists(st.sampled_from(headers), max_size=4, unique=True))
        track = {"track_id": "t1", **usual}
        for header in changed:
            track[header] = drawn(CELLS)
        for header in absent:
            del track[header]
        if drawn(st.booleans()):
            track["A column of mine"] = drawn(st.sampled_from(["x", 3, None]))
        return track

    return draw()


def compare(
    model: OpenModel, track: dict[str, Any], asked: Any, assert_same: Callable, **how
) -> None:
    """Demand one answer, or one refusal, whichever way it is asked for."""
    path, predict_rows = asked
    try:
        predicted = predict_rows(path, [track], **how)
    except InputError:
        with pytest.raises(InputError):
            answer_track(model, track, **how)
        return
    assert_same(answer_track(model, track, **how), predicted)


@SLOW_WRITES
@given(data=st.data())
def test_a_track_gets_the_answer_of_a_csv_that_holds_it(
    data, opened, trusted, predict_rows, usual_track, assert_same
) -> None:
    track = data.draw(tracks_of(usual_track(opened)))
    how = {
        "max_error": data.draw(st.sampled_from([0.005, 0.05, 0.2, 0.5])),
        "reasons": data.draw(st.integers(0, 5)) == 0,
        "uncalibrated": data.draw(st.integers(0, 5)) == 0,
    }
    compare(opened, track, (trusted.path, predict_rows), assert_same, **how)


@SLOW_WRITES
@given(data=st.data())
def test_so_does_one_of_categories_seconds_and_shares_of_100(
    data, odd, odd_path, predict_rows, usual_track, assert_same
) -> None:
    track = data.draw(tracks_of(usual_track(odd)))
    compare(odd, track, (odd_path, predict_rows), assert_same, reasons=False)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_short_way_and_the_way_of_a_table_agree(
    data, odd, opened, usual_track
) -> None:
    model = data.draw(st.sampled_from([odd, opened]))
    track = data.draw(tracks_of(usual_track(model)))
    found = answer_if_plain(model, track)
    if found is not None:
        assert found == answer_tracks(model, [track])


def test_usual_values_take_the_short_way(opened, odd, usual_track) -> None:
    for model in (opened, odd):
        assert answer_if_plain(model, usual_track(model)) is not None


@pytest.mark.parametrize(
    "cell", ["3:21", "0.5 ", "n/a", [1], float("nan"), 1e39, float("inf")]
)
def test_what_needs_a_closer_look_does_not(opened, cell, usual_track) -> None:
    header = opened.trained.features[0].origin
    assert answer_if_plain(opened, {**usual_track(opened), header: cell}) is None


def test_names_of_attributes_and_other_spellings_are_headers_too(
    odd, usual_track
) -> None:
    usual = usual_track(odd)
    other = dict(usual)
    other["tempo"] = other.pop("Tempo (BPM)")
    other["duration_ms"] = 1000 * other.pop("Length (s)")
    found = answer_if_plain(odd, other)
    assert found is not None
    assert found.tracks == answer_track(odd, usual).tracks


def test_two_keys_for_one_attribute_are_read_as_two_columns_of_a_table(
    odd, odd_path, predict_rows, usual_track, assert_same
) -> None:
    track = {**usual_track(odd), "BPM": 60.0}
    assert answer_if_plain(odd, track) is None
    assert_same(
        answer_track(odd, track), predict_rows(odd_path, [track], reasons=False)
    )


def test_unknown_keys_are_told(odd, usual_track) -> None:
    found = answer_track(odd, {**usual_track(odd), "shoe size": 43, "hat": "red"})
    assert (
        "2 keys are no attributes of the model and were not used: 'shoe size', 'hat'."
        in found.notices
    )


def test_a_track_of_which_nothing_is_known_is_left_alone(opened) -> None:
    header = opened.trained.features[0].origin
    (answer,) = answer_track(opened, {header: None}).tracks
    assert (answer.genre, answer.probability, answer.probabilities) == (None, None, {})
    assert answer.decision == "leave"
    assert "not predicted" in answer.warnings


def test_keys_none_of_which_is_known_are_refused_with_those_that_are(opened) -> None:
    with pytest.raises(InputError, match="none of the 16 attributes"):
        answer_track(opened, {"shoe size": 43})


def test_an_error_that_no_rule_was_made_for_is_refused(opened, usual_track) -> None:
    with pytest.raises(InputError, match=r"from 0\.005 to 0\.5"):
        answer_track(opened, usual_track(opened), max_error=0.9)


def test_a_novel_track_says_in_what_it_is_unlike(
    opened, trusted, predict_rows, usual_track, assert_same
) -> None:
    usual = usual_track(opened)
    track = {**usual, "tempo": 249.0, "loudness": -59.0, "speechiness": 0.99}
    found = answer_if_plain(opened, track)
    assert found is not None
    assert found.tracks[0].decision_reason.startswith("unlike anything trained on")
    assert_same(found, predict_rows(trusted.path, [track], reasons=False))


def test_a_model_without_rules_names_the_genre_and_says_why_it_does_not_decide(
    trusted, predict_rows, usual_track, assert_same
) -> None:
    from genrelens.workflow.scoring.open_model import open_model

    bare = open_model(trusted.bare)
    track = usual_track(bare)
    found = answer_if_plain(bare, track)
    assert found is not None
    assert found.tracks[0].decision is None
    assert_same(found, predict_rows(trusted.bare, [track], reasons=False))


def test_answers_are_plain_values_without_reasons_nobody_asked_for(
    opened, usual_track
) -> None:
    told = answer_track(opened, usual_track(opened)).tracks[0].to_dict()
    assert "reasons" not in told
    assert type(told["probability"]) is float
    assert type(told["family_probability"]) is float
