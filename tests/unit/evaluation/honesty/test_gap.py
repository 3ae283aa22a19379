"""Tests of genrelens.evaluation.honesty.gap."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.naive_bayes import GaussianNB

from genrelens.evaluation.comparing.paired import compare
from genrelens.evaluation.honesty.gap import measure_gap
from genrelens.evaluation.scenarios.running import run_headline
from genrelens.evaluation.scenarios.summary import ScenarioRun
from genrelens.evaluation.scenarios.taking_apart import (
    mean_training,
    plan_sides,
    run_sides,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.grouping import Groups
    from genrelens.evaluation.honesty.results import HonestyGap
    from genrelens.evaluation.scenarios.kinship import Kinship
    from genrelens.evaluation.scenarios.taking_apart import SideRuns
    from genrelens.evaluation.scenarios.trial import Trial

ARTISTS = np.repeat(np.arange(120), 6)


def _measure(
    trial: Trial, kinship: Kinship
) -> tuple[HonestyGap, ScenarioRun, SideRuns]:
    scores, found, held_out = run_headline(trial, None)
    headline = ScenarioRun(scores, found, held_out, mean_training(trial))
    sides = run_sides(trial, kinship, plan_sides(trial, kinship, n_folds=4))
    return measure_gap(trial, headline, sides, kinship), headline, sides


@pytest.fixture
def full(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
    relate: Callable[..., Kinship],
) -> tuple[Trial, Kinship]:
    """Give artists with a sound of their own, copies of tracks, and lists."""
    codes = np.random.default_rng(0).integers(0, 3, 120)[ARTISTS]
    trial = make_trial(
        make_groups(ARTISTS),
        codes,
        make_model=lambda seed: RandomForestClassifier(10, random_state=seed),
    )
    lists = np.where(np.arange(720) % 6 == 0, ARTISTS % 8, ARTISTS // 2 + 8)
    return trial, relate(np.arange(720) // 2, ARTISTS, lists)


def test_the_steps_lead_from_random_rows_to_the_source_and_add_up(
    full: tuple[Trial, Kinship],
) -> None:
    gap, headline, _ = _measure(*full)

    assert [step.code for step in gap.steps] == [
        "copies_apart",
        "artists_apart",
        "fewer_tracks",
        "source_apart",
    ]
    values = [level.accuracy.value for level in gap.levels]
    for step, easier, harder in zip(gap.steps, values, values[1:], strict=False):
        assert step.accuracy.value == pytest.approx(easier - harder)
        assert step.accuracy.low <= step.accuracy.value <= step.accuracy.high
    inside = sum(step.accuracy.value for step in gap.steps[:2])
    assert gap.total.accuracy.value == pytest.approx(inside)
    assert gap.headline == headline.scores.scenario == "unseen_artists"
    assert gap.beyond.startswith("On sources it has never met either (unseen 'List')")


def test_knowing_the_artist_is_found_and_priced(full: tuple[Trial, Kinship]) -> None:
    gap, _, _ = _measure(*full)
    artists = next(step for step in gap.steps if step.code == "artists_apart")
    assert artists.accuracy.low > 0
    assert gap.total.accuracy.low > 0
    assert "a gap of" in gap.sentence
    assert "knows what that artist plays" in artists.sentence


def test_reused_drawings_give_what_a_comparison_from_scratch_gives(
    full: tuple[Trial, Kinship],
) -> None:
    trial, kinship = full
    gap, headline, sides = _measure(trial, kinship)
    for metric, found in (
        ("accuracy", gap.total.accuracy),
        ("macro_auc_ovr", gap.total.macro_auc),
    ):
        scratch = compare(
            sides.random_rows.held_out,
            headline.held_out,
            metric=metric,
            seed=trial.seed,
        )
        assert found is not None
        for name in ("first", "second", "value", "low", "high", "p_value"):
            assert getattr(found, name) == pytest.approx(getattr(scratch, name))


def test_the_step_to_another_source_draws_sources(full: tuple[Trial, Kinship]) -> None:
    gap, _, sides = _measure(*full)
    assert sides.held_out_source is not None
    n_sources = sides.held_out_source.scores.n_groups
    assert gap.steps[-1].accuracy.n_groups == n_sources
    assert gap.steps[0].accuracy.n_groups == gap.n_groups != n_sources
    assert any("values of 'List'" in note for note in gap.notes)


def test_any_hit_draws_what_the_other_scores_of_its_step_draw(
    full: tuple[Trial, Kinship],
) -> None:
    """Copies of a track stand under two genres, so that any-hit is scored."""
    trial, kinship = full
    codes = trial.codes.copy()
    codes[::20] = (codes[::20] + 1) % 3
    gap, _, sides = _measure(replace(trial, codes=codes), kinship)
    assert sides.held_out_source is not None
    n_sources = sides.held_out_source.scores.n_groups
    assert n_sources != gap.n_groups
    for step in gap.steps:
        assert step.any_hit is not None
        assert step.any_hit.n_groups == step.accuracy.n_groups
        assert step.any_hit.low <= step.any_hit.value <= step.any_hit.high
    assert gap.steps[-1].any_hit.n_groups == n_sources


def test_noise_has_no_clear_gap(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
    relate: Callable[..., Kinship],
) -> None:
    """Where artists have neither sound nor genre, nothing can be known of them."""
    rng = np.random.default_rng(5)
    trial = make_trial(make_groups(ARTISTS), rng.integers(0, 3, 720))
    noise = trial.X.assign(sound=rng.normal(size=720))
    gap, _, _ = _measure(replace(trial, X=noise), relate(np.arange(720), ARTISTS))
    assert [step.code for step in gap.steps] == ["artists_apart"]
    assert gap.steps[0].accuracy.low < 0 < gap.steps[0].accuracy.high
    assert "no clear gap" in gap.sentence


def test_copies_under_other_genres_cost_top_answers_and_flatter_any_hit(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
    relate: Callable[..., Kinship],
) -> None:
    """Two copies of each track, always under two different genres of four."""
    rng = np.random.default_rng(1)
    tracks = np.repeat(np.arange(400), 2)
    first = rng.integers(0, 4, 400)
    codes = np.column_stack([first, (first + rng.integers(1, 4, 400)) % 4]).ravel()
    trial = make_trial(
        make_groups(tracks, "tracks"),
        codes,
        make_model=lambda seed: RandomForestClassifier(10, random_state=seed),
    )
    X = trial.X.assign(tempo=rng.normal(size=400)[tracks])
    gap, _, _ = _measure(replace(trial, X=X), relate(tracks))

    assert gap.total.accuracy.high < 0
    assert gap.total.any_hit is not None
    assert gap.total.any_hit.low > 0
    assert "do not flatter but cost" in gap.sentence
    assert "random rows do flatter" in gap.sentence


def test_clips_are_called_clips(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
    relate: Callable[..., Kinship],
) -> None:
    clips = np.repeat(np.arange(150), 4)
    trial = make_trial(make_groups(clips, "tracks"), clips % 3)
    gap, _, _ = _measure(trial, relate(clips, has_clips=True))
    assert [step.code for step in gap.steps] == ["clips_apart"]
    assert gap.steps[0].title == "segments of one clip kept apart"


def test_a_named_group_column_is_named_in_its_step(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
    relate: Callable[..., Kinship],
) -> None:
    trial = make_trial(make_groups(ARTISTS, "Band"), ARTISTS % 3)
    gap, _, _ = _measure(trial, relate(np.arange(720)))
    assert gap.steps[0].code == "groups_apart"
    assert gap.steps[0].title == "values of 'Band' kept apart"


def test_nothing_to_keep_apart_is_no_gap_but_a_statement(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
    relate: Callable[..., Kinship],
) -> None:
    rows = np.arange(600)
    trial = make_trial(
        make_groups(rows, "tracks"), rows % 3, make_model=lambda _: GaussianNB()
    )
    gap, _, _ = _measure(trial, relate(rows))
    assert gap.sentence.startswith("No row is known to be a copy of another")
