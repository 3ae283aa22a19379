from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.workflow.requests import TrainRequest
from genrelens.workflow.time_budget.choosing import fit_into, possible_settings
from genrelens.workflow.time_budget.estimating import Setting
from genrelens.workflow.training import train_model

LADDER = (
    (Setting(trees=400, has_contenders=True), 100.0),
    (Setting(trees=400), 50.0),
    (Setting(trees=100), 20.0),
    (Setting(trees=50, is_quick=True), 4.0),
)


def request(**more) -> TrainRequest:
    return TrainRequest(table=Path("table"), output=Path("output"), **more)


@given(budget=st.floats(1, 1000), spent=st.floats(0, 100))
def test_what_is_chosen_fits_and_nothing_better_would(budget, spent) -> None:
    choice = fit_into(budget, LADDER, spent=spent)
    fitting = [s for s, seconds in LADDER if spent + 1.25 * seconds <= budget]
    assert choice.fits == bool(fitting)
    assert choice.setting == (fitting[0] if fitting else LADDER[-1][0])


def test_what_does_not_fit_is_said_never_hidden() -> None:
    choice = fit_into(3.0, LADDER, spent=2.0)
    assert not choice.fits
    assert choice.sentence == (
        "Of 3 s given, about 6 s are needed for: quick, 50 trees. That is the least "
        "there is, so the time given will not do, or only just."
    )


def test_the_sentence_says_what_why_and_how_long() -> None:
    choice = fit_into(60.0, LADDER, spent=5.0)
    assert choice.sentence == (
        "Of 60 s given, about 25 s are needed for: full, 100 trees. The next better "
        "(full, 400 trees) would need about 55 s; a quarter is kept to spare."
    )


def test_the_best_there_is_needs_no_excuse() -> None:
    told = fit_into(600.0, LADDER, spent=5.0).sentence
    assert told == (
        "Of 10.0 min given, about 105 s are needed for: full with all other models, "
        "400 trees. More could not be had."
    )


def test_the_trees_asked_for_are_the_most_and_quick_stays_quick() -> None:
    assert max(s.trees for s in possible_settings(request(trees=150))) == 150
    assert all(s.is_quick for s in possible_settings(request(is_quick=True)))
    assert possible_settings(request(trees=7))[0] == Setting(
        trees=7, has_contenders=True
    )


def test_settings_go_from_the_most_thorough_on_without_one_twice() -> None:
    settings = possible_settings(request())
    assert len(set(settings)) == len(settings)
    assert settings[0] == Setting(trees=400, has_contenders=True)
    assert settings[-1] == Setting(trees=50, is_quick=True)


@pytest.mark.parametrize(("minutes", "is_quick"), [(0.001, True), (60, False)])
def test_a_run_does_what_was_chosen_and_gives_what_it_would_without_a_time(
    write_tracks, tmp_path, minutes, is_quick
) -> None:
    """The time decides about settings alone: the model is the same, bit for bit."""
    table, more = write_tracks(), {"explain_tracks": 0, "threads": 1, "trees": 4}
    timed = train_model(
        TrainRequest(
            table=table, output=tmp_path / "timed", time_budget=minutes, **more
        )
    )
    assert timed.budget is not None
    taken = timed.budget.setting
    assert taken.is_quick == is_quick
    assert timed.facts.settings["time given"] == timed.budget.sentence
    plain = train_model(
        TrainRequest(
            table=table,
            output=tmp_path / "plain",
            is_quick=taken.is_quick,
            has_contenders=taken.has_contenders,
            **more,
        )
    )
    assert timed.files["model"].read_bytes() == plain.files["model"].read_bytes()
