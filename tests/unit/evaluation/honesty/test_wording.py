"""Tests of genrelens.evaluation.honesty.wording."""

from __future__ import annotations

from dataclasses import replace

from genrelens.evaluation.comparing.paired import Difference
from genrelens.evaluation.honesty.results import GapLevel, GapStep
from genrelens.evaluation.honesty.wording import (
    is_clear,
    word_beyond,
    word_every_row,
    word_gap,
    word_same_split,
    word_step,
)
from genrelens.evaluation.results import Estimate, ScenarioScores


def difference(
    first: float, second: float, half: float, metric: str = "accuracy"
) -> Difference:
    value = first - second
    return Difference(
        metric, first, second, value, value - half, value + half, 0.01, 900, 90, 1000
    )


def step(
    code: str, accuracy: Difference, hit: Difference | None = None, title: str = ""
) -> GapStep:
    return GapStep(code, title, "easier", "harder", accuracy, None, hit, "")


def test_a_gap_is_told_with_interval_and_parts() -> None:
    told = word_gap(
        step("total", difference(0.561, 0.545, 0.007)),
        (
            step("copies_apart", difference(0.561, 0.558, 0.002)),
            step("artists_apart", difference(0.558, 0.545, 0.002)),
        ),
        "unseen artists",
    )
    assert told == (
        "Splitting rows at random, as most published figures do, would show 56.1 %; on "
        "unseen artists it is 54.5 %: a gap of 1.6 points (0.9 to 2.3), of which 0.3 "
        "come from copies of a track and 1.3 from knowing the artist."
    )


def test_a_part_below_zero_is_not_said_to_be_of_which() -> None:
    told = word_gap(
        step("total", difference(0.561, 0.545, 0.007)),
        (
            step("copies_apart", difference(0.561, 0.564, 0.002)),
            step("artists_apart", difference(0.564, 0.545, 0.002)),
        ),
        "unseen artists",
    )
    assert told.endswith(
        ": −0.3 from copies of a track and 1.9 from knowing the artist."
    )


def test_a_single_part_is_named_without_its_size() -> None:
    total = difference(0.8, 0.7, 0.03)
    told = word_gap(
        step("total", total), (step("clips_apart", total),), "unseen tracks"
    )
    assert told.endswith(
        "a gap of 10.0 points (7.0 to 13.0), from other segments of the same clip."
    )


def test_a_gap_that_may_be_nil_is_not_called_one() -> None:
    total = difference(0.561, 0.559, 0.007)
    told = word_gap(step("total", total), (), "unseen artists")
    assert told.endswith("no clear gap, 0.2 points (−0.5 to 0.9).")


def test_where_random_rows_cost_accuracy_the_flattered_score_is_told() -> None:
    total = step(
        "total",
        difference(0.332, 0.339, 0.003),
        difference(0.55, 0.4, 0.01, "any_hit"),
    )
    told = word_gap(total, (total,), "unseen tracks")
    assert "here random rows do not flatter but cost 0.7 points (0.4 to 1.0)" in told
    assert "names that other genre" in told
    assert told.endswith(
        "asked for any genre of a track, random rows do flatter: 55.0 % instead of "
        "40.0 % of 900 distinct tracks, 15.0 points (14.0 to 16.0) too many."
    )


def test_a_small_gap_in_accuracy_does_not_hide_a_large_one_in_any_genre() -> None:
    hit = difference(0.55, 0.4, 0.01, "any_hit")
    total = step("total", difference(0.333, 0.328, 0.003), hit)
    told = word_gap(total, (total,), "unseen tracks")
    assert "a gap of 0.5 points" in told
    assert "random rows flatter far more: 55.0 % instead of 40.0 %" in told
    alike = step("total", difference(0.333, 0.328, 0.003), replace(hit, value=0.009))
    assert "flatter" not in word_gap(alike, (alike,), "unseen tracks")


def test_a_step_down_gives_its_reason_and_all_intervals() -> None:
    told = word_step(
        "artists_apart",
        "artists kept apart",
        difference(0.56, 0.54, 0.01),
        difference(0.85, 0.84, 0.004, "macro_auc_ovr"),
        difference(0.6, 0.57, 0.01, "any_hit"),
    )
    assert told == (
        "Artists kept apart: accuracy falls by 2.0 points (1.0 to 3.0), macro AUC "
        "falls by 0.010 (0.006 to 0.014); a model that has met an artist knows what "
        "that artist plays."
    )


def test_a_step_up_is_told_as_one_with_what_falls_all_the_same() -> None:
    told = word_step(
        "copies_apart",
        "copies of a track kept apart",
        difference(0.332, 0.339, 0.003),
        difference(0.9, 0.92, 0.01, "macro_auc_ovr"),
        difference(0.55, 0.4, 0.01, "any_hit"),
    )
    assert told == (
        "Copies of a track kept apart: accuracy rises by 0.7 points (0.4 to 1.0), "
        "macro AUC rises by 0.020 (0.010 to 0.030); the share of tracks named by any "
        "of their genres falls by 15.0 points (14.0 to 16.0)."
    )


def test_a_step_too_small_to_be_sure_of_is_called_so() -> None:
    found = difference(0.56, 0.559, 0.01)
    assert not is_clear(found)
    told = word_step("fewer_tracks", "fewer tracks", found, None, None)
    assert told == (
        "Fewer tracks: no clear difference in accuracy, 0.1 points (−0.9 to 1.1)."
    )
    assert word_step("total", "", found, None, None) == ""


def test_another_source_is_told_with_its_control() -> None:
    level = GapLevel(
        "held_out_source", "unseen 'List'", Estimate(0.5, 0.46, 0.54), None, None,
        900, 47, "values of 'List'", 1300,
    )  # fmt: skip
    fewer = step("fewer_tracks", difference(0.53, 0.523, 0.005))
    source = step("source_apart", difference(0.523, 0.5, 0.01))
    assert word_beyond((fewer, source), (level,)) == (
        "On sources it has never met either (unseen 'List') it is 50.0 % (95 % "
        "interval 46.0–54.0 %, 47 values of 'List'), 2.3 points (1.3 to 3.3) less than "
        "on known sources; both are measured with 1,300 rows to learn from, "
        "which alone costs 0.7 points (0.2 to 1.2)."
    )
    unclear = step("source_apart", difference(0.523, 0.522, 0.01))
    assert "no clear difference to known sources" in word_beyond((unclear,), (level,))
    assert word_beyond((), (level,)) == ""


def test_a_table_with_nothing_to_keep_apart_says_so() -> None:
    scores = ScenarioScores(
        "random_rows", "random rows", 900, 900, "tracks", 5, 1,
        {"accuracy": Estimate(0.7, 0.65, 0.75)},
    )  # fmt: skip
    every_row = word_every_row(scores)
    assert "random rows show 70.0 % (95 % interval 65.0–75.0 %, 900 rows)" in every_row
    told = word_same_split(scores)
    assert "70.0 % (95 % interval 65.0–75.0 %)" in told
    assert "cannot be told" in told
