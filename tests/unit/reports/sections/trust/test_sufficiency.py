from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from genrelens.evaluation.comparing.paired import Difference
from genrelens.evaluation.comparing.results import Judgement
from genrelens.evaluation.results import Estimate
from genrelens.evaluation.sufficiency.results import (
    ColumnGroup,
    CurvePoint,
    GenreNeed,
    LearningCurve,
    Outlook,
    Sufficiency,
)
from genrelens.reports.sections.trust.sufficiency import sufficiency_section
from genrelens.reports.templating import _environment

if TYPE_CHECKING:
    from genrelens.reports.naming import Naming

SIZE = "unseen artists, 900 tracks of 300 groups of artists, 5 folds"
HOSTILE = "<script>owned</script>"


def _around(value: float, half: float = 0.01) -> Estimate:
    return Estimate(value, value - half, value + half)


def _difference(metric: str, value: float) -> Difference:
    low, high = value - 0.01, value + 0.01
    return Difference(metric, 0.5 + value, 0.5, value, low, high, 0.01, 900, 300, 1000)


def _curve(grows_in: str) -> LearningCurve:
    return LearningCurve(
        grows_in,
        tuple(
            CurvePoint(
                share,
                720 * share,
                240 * share,
                {"accuracy": _around(0.4 + share / 10), "macro_auc_ovr": _around(0.7)},
                (),
            )
            for share in (0.25, 0.5, 1.0)
        ),
    )


def _column(name: str, value: float, verdict: str) -> ColumnGroup:
    return ColumnGroup(
        name=name,
        labels=("tempo", "danceability"),
        without=tuple(
            Judgement(name, name, _difference(metric, value), 0.001, 0.01, verdict)
            for metric in ("accuracy", "macro_auc_ovr")
        ),
        alone={"accuracy": _around(0.3), "macro_auc_ovr": _around(0.6)},
    )


@pytest.fixture
def found() -> Sufficiency:
    return Sufficiency(
        scenario="unseen artists",
        group_kind="artists",
        n_tracks=900,
        n_groups=300,
        n_folds=5,
        everything={"accuracy": _around(0.5)},
        curves=(_curve("groups"), _curve("tracks")),
        outlooks=(
            Outlook(
                "accuracy",
                "rising",
                _difference("accuracy", 0.05),
                720.0,
                1440.0,
                _around(0.53),
                _around(0.03),
                None,
                "Accuracy is still rising.",
            ),
        ),
        genres=(
            GenreNeed("techno", 100, 40, _around(0.02), _around(0.03), 0.001, True),
            GenreNeed("house", 200, 80, None, None, 1.0, False),
        ),
        columns=(
            _column("rhythm", -0.05, "worse"),
            _column("mood", 0.0, "practically equal"),
        ),
        missing={},
        notes=("A rule.",),
    )


def _page(section: dict[str, Any]) -> str:
    imported = '{% import "macros.html.j2" as ui %}'
    source = imported + '{% include "sections/sufficiency.html.j2" %}'
    return _environment().from_string(source).render(sufficiency=section)


def test_every_table_names_scenario_tracks_groups_and_folds(
    found: Sufficiency, naming: Naming
) -> None:
    section = sufficiency_section(found, naming)
    for table in ("curves", "genres", "columns"):
        assert SIZE in section[table].caption
    assert SIZE in _page(section)


def test_the_chart_of_accuracy_leads_on_to_what_is_expected(
    found: Sufficiency, naming: Naming
) -> None:
    accuracy, auc = sufficiency_section(found, naming)["charts"]
    assert 'data-tip="Accuracy is still rising."' in accuracy["svg"]
    assert ">1,440</text>" in accuracy["svg"]
    assert "stroke-dasharray" not in auc["svg"]


def test_the_table_of_curves_says_what_was_left_out(
    found: Sufficiency, naming: Naming
) -> None:
    rows = sufficiency_section(found, naming)["curves"].rows
    assert [row[0].text for row in rows[::3]] == [
        "fewer groups, whole",
        "all groups, fewer rows",
    ]
    assert [row[1].text for row in rows[:3]] == ["180", "360", "720"]
    assert rows[0][3].detail == "41.5 to 43.5\u00a0%"


def test_only_genres_that_surely_grow_are_drawn(
    found: Sufficiency, naming: Naming
) -> None:
    section = sufficiency_section(found, naming)
    assert "techno" in section["genre_chart"]
    assert "house" not in section["genre_chart"]
    assert [row[-1].text for row in section["genres"].rows] == ["yes", "cannot be told"]
    assert section["genres"].rows[1][3].text == "not defined"


def test_where_no_genre_surely_grows_the_page_says_so(
    found: Sufficiency, naming: Naming
) -> None:
    section = sufficiency_section(replace(found, genres=found.genres[1:]), naming)
    assert section["genre_chart"] is None
    assert "Of no genre can it be said surely" in _page(section)


def test_groups_of_columns_that_are_missed_are_filled(
    found: Sufficiency, naming: Naming
) -> None:
    section = sufficiency_section(found, naming)
    chart = section["column_chart"]
    assert chart.count('class="dot"') == chart.count('class="ring"') == 1
    worth = [row[3].text for row in section["columns"].rows]
    assert worth == ["missed", "not missed"]


def test_what_could_not_be_made_is_replaced_by_its_reason(
    found: Sufficiency, naming: Naming
) -> None:
    missing = {
        name: f"Why {name} is not here."
        for name in ("groups", "tracks", "outlook", "genres", "columns")
    }
    bare = replace(
        found, curves=(), outlooks=(), genres=(), columns=(), missing=missing
    )
    page = _page(sufficiency_section(bare, naming))
    for reason in missing.values():
        assert reason in page
    assert "<svg" not in page


def test_a_strangers_words_are_only_text(found: Sufficiency, naming: Naming) -> None:
    hostile = replace(
        found,
        genres=(replace(found.genres[0], genre=HOSTILE),),
        columns=(replace(found.columns[0], name=HOSTILE, labels=(HOSTILE,)),),
    )
    page = _page(sufficiency_section(hostile, naming))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_parts_missing_for_one_reason_are_told_together(
    found: Sufficiency, naming: Naming
) -> None:
    why = "There are not 3 sizes to be compared."
    bare = replace(
        found,
        curves=(),
        outlooks=(),
        genres=(),
        missing=dict.fromkeys(("groups", "outlook", "genres"), why),
    )
    told = sufficiency_section(bare, naming)["not_made"]
    assert told == [("Curve in groups, outlook, gain of each genre", why)]
    kept = replace(found, missing={"genres": why})
    assert sufficiency_section(kept, naming)["not_made"] == []
