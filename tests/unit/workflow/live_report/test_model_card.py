"""What a model file tells of itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from genrelens.reports.formatting import count, interval, metric_formatter
from genrelens.workflow.live_report.model_card import describe_model

if TYPE_CHECKING:
    from tests.conftest import SmallRun


def test_scores_are_the_reports_with_their_intervals(small_run: SmallRun) -> None:
    card = describe_model(small_run.result.model)
    evaluation = small_run.result.facts.evaluation
    headline = evaluation.scenarios[evaluation.headline]
    assert {score.term for score in card.scores} == set(headline.metrics)
    for score in card.scores:
        show = metric_formatter(score.term)
        estimate = headline.metrics[score.term]
        assert score.value == show(estimate.value)
        assert score.interval == interval(estimate, show)
    assert headline.title in card.scope
    assert count(headline.n_tracks) in card.scope


def test_titles_of_scores_are_told_apart(small_run: SmallRun) -> None:
    titles = [score.title for score in describe_model(small_run.result.model).scores]
    assert len(set(titles)) == len(titles)


def test_every_attribute_and_genre_is_named(small_run: SmallRun) -> None:
    trained = small_run.result.model
    card = describe_model(trained)
    assert [row[0].text for row in card.features.rows] == [
        feature.label for feature in trained.features
    ]
    assert card.genres == trained.genres
    assert all(len(row) == len(card.features.headings) for row in card.features.rows)
    assert ("genres", count(len(trained.genres))) in card.facts


def test_promises_are_those_of_the_model(small_run: SmallRun) -> None:
    trained = small_run.result.model
    card = describe_model(trained)
    assert trained.trust is not None
    assert card.promises is not None
    assert len(card.promises.rows) == len(trained.trust.promises)
    assert card.why_undecided == trained.trust.why_undecided


@pytest.mark.parametrize("n_references", [0, 1])
def test_what_a_file_does_not_carry_is_told_as_missing(
    small_run: SmallRun, n_references: int
) -> None:
    bare = replace(
        small_run.result.model,
        scores={},
        training={},
        trust=None,
        references=small_run.result.model.references[:n_references],
        versions={},
    )
    card = describe_model(bare)
    assert card.scores == ()
    assert "never tested" in card.scope
    assert card.table == ""
    assert card.promises is None
    assert "early format" in card.why_undecided
    assert card.features.rows[-1][-1].text == "not told"
