from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from genrelens.evaluation.comparing.paired import Difference
from genrelens.evaluation.comparing.results import (
    Contender,
    Judgement,
    ModelComparison,
)
from genrelens.evaluation.results import Estimate
from genrelens.reports.sections.trust.comparison import change_cell, comparison_section
from genrelens.reports.templating import _environment

if TYPE_CHECKING:
    from genrelens.reports.naming import Naming

MINUS = "\N{MINUS SIGN}"
HOSTILE = "<script>owned</script>"


def _difference(metric: str, value: float) -> Difference:
    low, high = value - 0.02, value + 0.02
    return Difference(metric, 0.5 + value, 0.5, value, low, high, 0.01, 900, 300, 1000)


@pytest.fixture
def comparison() -> ModelComparison:
    scores = {
        "accuracy": Estimate(0.5, 0.45, 0.55),
        "macro_auc_ovr": Estimate(0.8, 0.78, 0.82),
    }
    return ModelComparison(
        scenario="unseen artists",
        group_kind="artists",
        n_tracks=900,
        n_groups=300,
        n_folds=5,
        contenders=(
            Contender("forest", "the forest", scores),
            Contender("linear", "logistic regression", scores, ("Cut short.",)),
        ),
        judgements=tuple(
            Judgement(
                "linear",
                "logistic regression",
                _difference(metric, -0.05),
                1e-7,
                0.01,
                "worse",
            )
            for metric in scores
        ),
        summary="No other model is clearly better than the forest.",
        notes=("A rule.",),
    )


def test_differences_are_told_with_interval_p_value_and_verdict(
    comparison: ModelComparison, naming: Naming
) -> None:
    rows = comparison_section(comparison, naming)["verdicts"].rows
    assert [cell.text for cell in rows[0]] == [
        "logistic regression",
        "Accuracy",
        f"{MINUS}5.0 points",
        "< 0.001",
        "worse",
    ]
    assert rows[0][2].detail == f"{MINUS}7.0 to {MINUS}3.0"
    assert rows[1][2].text == f"{MINUS}0.050"


def test_scenario_tracks_groups_and_folds_stand_in_every_caption(
    comparison: ModelComparison, naming: Naming
) -> None:
    section = comparison_section(comparison, naming)
    told = "unseen artists, 900 tracks of 300 groups of artists, 5 folds"
    assert told in section["size"]
    assert told in section["scores"].caption
    assert told in section["verdicts"].caption


def test_the_forest_is_the_diamond_of_every_chart(
    comparison: ModelComparison, naming: Naming
) -> None:
    section = comparison_section(comparison, naming)
    assert [chart["term"] for chart in section["charts"]] == [
        "accuracy",
        "macro_auc_ovr",
    ]
    for chart in section["charts"]:
        assert chart["svg"].count('class="ring"') == 1
        assert "the forest" in chart["svg"]


def test_notes_of_a_model_carry_its_name(
    comparison: ModelComparison, naming: Naming
) -> None:
    notes = comparison_section(comparison, naming)["notes"]
    assert notes == ["A rule.", "logistic regression: Cut short."]


def test_a_gain_has_a_plus_and_nothing_has_no_sign() -> None:
    assert change_cell(_difference("macro_auc_ovr", 0.05)).text == "+0.050"
    assert change_cell(_difference("macro_auc_ovr", 0.0001)).text == "0.000"


def test_the_page_shows_names_as_text_only(
    comparison: ModelComparison, naming: Naming
) -> None:
    hostile = replace(comparison, scenario=HOSTILE, summary=HOSTILE)
    source = (
        '{% import "macros.html.j2" as ui %}{% include "sections/comparison.html.j2" %}'
    )
    page = (
        _environment()
        .from_string(source)
        .render(comparison=comparison_section(hostile, naming))
    )
    assert "&lt;script&gt;" in page
    assert "<script" not in page
