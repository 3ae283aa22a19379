"""Tests of genrelens.evaluation.verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from genrelens.evaluation.comparing.paired import Difference
from genrelens.evaluation.honesty.results import GapStep, HonestyGap
from genrelens.evaluation.results import Estimate, ScenarioScores
from genrelens.evaluation.verdict import beats_chance, write_verdict


def scenario(
    accuracy: tuple[float, float, float],
    area: tuple[float, float, float] | None = (0.845, 0.838, 0.852),
    *,
    name: str = "unseen_artists",
    kind: str = "artists",
) -> ScenarioScores:
    metrics = {"accuracy": Estimate(*accuracy)}
    if area is not None:
        metrics["macro_auc_ovr"] = Estimate(*area)
    return ScenarioScores(name, "", 28_352, 10_692, kind, 5, 1, metrics)


GOOD = scenario((0.547, 0.53, 0.564))
MAJORITY = scenario((0.184, 0.18, 0.19), (0.5, 0.5, 0.5))
NAIVE = scenario((0.571, 0.56, 0.58))


def test_a_good_model_is_told_with_scenario_size_interval_and_rivals() -> None:
    first, second = write_verdict(GOOD, MAJORITY, NAIVE, n_genres=6, p_value=0.001)

    assert first == (
        "On tracks by artists it has never met, the model names the right one of 6 "
        "genres for 54.7 % of 28,352 tracks (95 % interval 53.0–56.4 %, 10,692 "
        "independent groups of artists); always naming the most frequent genre gives "
        "18.4 % (18.0–19.0 %)."
    )
    assert second == (
        "Splitting rows at random, as most published figures do, would have shown "
        "57.1 % (56.0–58.0 %)."
    )


@pytest.mark.parametrize(
    ("area", "p_value"),
    [((0.52, 0.45, 0.6), 0.01), ((0.6, 0.55, 0.65), 0.2), (None, 0.01)],
)
def test_no_better_than_chance_comes_first(
    area: tuple[float, float, float] | None, p_value: float
) -> None:
    headline = scenario((0.2, 0.1, 0.3), area)

    first, _ = write_verdict(headline, MAJORITY, NAIVE, n_genres=6, p_value=p_value)

    assert not beats_chance(headline, p_value)
    assert first.startswith("The model is no better than chance (")
    assert f"p = {p_value:.3f}" in first
    assert "20.0 % of 28,352 tracks" in first


def test_a_model_that_ranks_well_but_loses_to_the_majority_is_told_so() -> None:
    often = scenario((0.55, 0.54, 0.56))

    first, _ = write_verdict(GOOD, often, None, n_genres=2, p_value=0.001)

    assert "gives 55.0 % (54.0–56.0 %), which it does not clearly beat" in first


def test_without_the_naive_split_the_area_is_told() -> None:
    _, second = write_verdict(GOOD, MAJORITY, None, n_genres=6, p_value=0.001)

    assert second == (
        "Its macro AUC is 0.845 (95 % interval 0.838–0.852; 0.5 is chance)."
    )


def test_what_a_small_table_does_not_allow_is_told() -> None:
    _, second = write_verdict(
        GOOD,
        MAJORITY,
        NAIVE,
        n_genres=6,
        p_value=0.001,
        small="with 10 tracks, no rank",
    )

    assert second.endswith("57.1 % (56.0–58.0 %); with 10 tracks, no rank.")


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("unseen_tracks", "tracks", "On tracks it has never met,"),
        ("unseen_groups", "Playlist", "On tracks with a 'Playlist' it has never met,"),
    ],
)
def test_the_scenario_is_named(name: str, kind: str, words: str) -> None:
    headline = scenario((0.5, 0.4, 0.6), name=name, kind=kind)

    first, _ = write_verdict(headline, MAJORITY, None, n_genres=6, p_value=0.001)

    assert first.startswith(words)


def test_the_honesty_gap_takes_the_place_of_the_second_sentence() -> None:
    found = Difference("accuracy", 0.57, 0.55, 0.02, 0.01, 0.03, 0.01, 90, 30, 1000)
    step = GapStep("total", "", "random_rows", "unseen_artists", found, None, None, "")
    gap = HonestyGap(
        "unseen artists", "unseen_artists", 90, 30, "", (), (), step, "A gap of two."
    )
    _, second = write_verdict(
        GOOD, MAJORITY, NAIVE, n_genres=6, p_value=0.001, gap=gap, small="few tracks"
    )
    assert second == "A gap of two; few tracks."


@pytest.mark.parametrize(
    ("accuracy", "words"),
    [
        ((0.5, 0.48, 0.52), "4.7 points less than on unseen artists"),
        ((0.55, 0.5, 0.6), "in keeping with 54.7 % on unseen artists"),
        ((0.6, 0.58, 0.62), "5.3 points more than on unseen artists"),
    ],
)
def test_a_given_test_list_has_the_last_word(
    accuracy: tuple[float, float, float], words: str
) -> None:
    given = replace(scenario(accuracy, name="given_test"), n_tracks=290)
    headline = replace(GOOD, title="unseen artists")
    third = write_verdict(
        headline, MAJORITY, NAIVE, n_genres=6, p_value=0.001, given=given
    )[2]
    assert third.startswith(f"On the given test list it names {accuracy[0]:.1%}"[:-1])
    assert "of 290 tracks" in third
    assert words in third
