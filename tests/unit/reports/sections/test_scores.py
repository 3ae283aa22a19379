from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from genrelens.evaluation.results import METRICS, Estimate
from genrelens.reports.sections.scores import scores_section

if TYPE_CHECKING:
    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.naming import Naming


def test_every_metric_has_a_chart_and_a_column(
    facts: ReportFacts, naming: Naming
) -> None:
    section = scores_section(facts, naming)
    assert [chart["term"] for chart in section["charts"]] == list(METRICS)
    terms = [h.term for h in section["table"].headings if h.term]
    assert terms == list(METRICS)


def test_the_table_holds_every_scenario_and_marks_the_headline(
    facts: ReportFacts, naming: Naming
) -> None:
    rows = scores_section(facts, naming)["table"].rows
    assert len(rows) == len(facts.evaluation.scenarios)
    marked = [row[0].text for row in rows if "(headline)" in row[0].text]
    assert marked == ["unseen artists (headline)"]
    assert rows[0][3].detail, "an estimate stands with its interval"


def test_a_metric_that_one_scenario_lacks_is_drawn_for_the_others(
    facts: ReportFacts, naming: Naming
) -> None:
    section = scores_section(facts, naming)
    chart = section["charts"][-1]
    assert chart["term"] == "calibration_error"
    assert "most frequent genre" not in chart["svg"]
    assert "most frequent genre" in section["charts"][0]["svg"]
    baseline = next(r for r in section["table"].rows if "majority" in r[0].text)
    assert baseline[-1].text == "not defined"


def test_a_metric_that_no_scenario_has_is_not_drawn(
    facts: ReportFacts, naming: Naming
) -> None:
    evaluation = facts.evaluation
    scenarios = {
        name: replace(s, metrics={"accuracy": s.metrics["accuracy"]})
        for name, s in evaluation.scenarios.items()
    }
    evaluation = replace(evaluation, scenarios=scenarios)
    section = scores_section(replace(facts, evaluation=evaluation), naming)
    assert [chart["term"] for chart in section["charts"]] == ["accuracy"]


def test_a_score_worse_than_any_axis_expects_is_still_on_the_chart(
    facts: ReportFacts, naming: Naming
) -> None:
    evaluation = facts.evaluation
    scores = evaluation.scenarios["unseen_artists"]
    odd = {
        "log_loss": Estimate(30.0, 25.0, 34.0),
        "macro_auc_ovr": Estimate(0.02, 0.0, 0.1),
    }
    scenarios = {"unseen_artists": replace(scores, metrics=odd)}
    evaluation = replace(evaluation, scenarios=scenarios)
    charts = scores_section(replace(facts, evaluation=evaluation), naming)["charts"]
    assert ">0.0<" in charts[0]["svg"]
    assert ">30.0<" in charts[1]["svg"]


def test_rules_are_told_with_the_scenario_they_belong_to(
    facts: ReportFacts, naming: Naming
) -> None:
    notes = scores_section(facts, naming)["notes"]
    assert notes[0] == facts.evaluation.notes[0]
    assert notes[1] == "unseen artists: every genre is in every fold"


def test_probabilities_worse_than_the_genre_shares_are_warned_of(
    facts: ReportFacts, naming: Naming
) -> None:
    evaluation = facts.evaluation
    for own, is_warned in ((1.9, True), (1.2, False)):
        losses = {"unseen_artists": own, "majority_baseline": 1.5}
        scenarios = {
            name: replace(
                evaluation.scenarios[name],
                metrics={"log_loss": Estimate(loss, loss - 0.1, loss + 0.1)},
            )
            for name, loss in losses.items()
        }
        changed = replace(evaluation, scenarios=scenarios)
        told = scores_section(replace(facts, evaluation=changed), naming)
        assert ("overconfident" in told["overconfidence"]) is is_warned
        assert ("1.500" in told["overconfidence"]) is is_warned


@pytest.mark.parametrize("is_better", [True, False])
def test_a_ranking_no_better_than_chance_is_not_recommended(
    facts: ReportFacts, naming: Naming, is_better: bool
) -> None:
    scenarios = {
        name: replace(scores, metrics={"log_loss": Estimate(loss, loss, loss)})
        for name, loss in (("unseen_artists", 1.9), ("majority_baseline", 1.5))
        for scores in [facts.evaluation.scenarios[name]]
    }
    evaluation = replace(
        facts.evaluation, scenarios=scenarios, is_better_than_chance=is_better
    )
    told = scores_section(replace(facts, evaluation=evaluation), naming)
    assert ("Use the ranking" in told["overconfidence"]) is is_better
