from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from genrelens.reports.sections.responses import responses_section

if TYPE_CHECKING:
    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.naming import Naming


def test_attributes_that_move_most_come_first(
    facts: ReportFacts, naming: Naming
) -> None:
    section = responses_section(facts, naming)
    spans = {curve.label: float(np.ptp(curve.effect)) for curve in facts.responses}
    titles = [title.split(" (")[0] for title in section["data"]["titles"]]
    assert titles == sorted(spans, key=lambda label: -spans[label])


def test_minutes_are_drawn_and_not_milliseconds(
    facts: ReportFacts, naming: Naming
) -> None:
    section = responses_section(facts, naming)
    at = section["data"]["titles"].index("duration (min)")
    assert ">10</text>" in section["panels"][at]
    assert "000<" not in section["panels"][at]


def test_no_effect_is_cut_off_by_its_genres_limit(
    facts: ReportFacts, naming: Naming
) -> None:
    limits = responses_section(facts, naming)["data"]["limits"]
    for curve in facts.responses:
        assert np.all(np.abs(curve.effect).max(axis=0) <= limits)


def test_the_table_tells_where_each_genre_is_likeliest(
    facts: ReportFacts, naming: Naming
) -> None:
    rows = responses_section(facts, naming)["table"].rows
    assert len(rows) == 3 * len(facts.responses)
    tempo = next(row for row in rows if row[0].text == "tempo")
    assert tempo[2].text.endswith("BPM")
    key = next(row for row in rows if row[0].text == "key")
    assert key[2].text in {"C", "D", "E", "F♯"}


def test_different_numbers_of_tracks_are_told(
    facts: ReportFacts, naming: Naming
) -> None:
    assert responses_section(facts, naming)["sizes"] == "400 tracks"
    first = replace(facts.responses[0], n_tracks=100)
    mixed = replace(facts, responses=(first, *facts.responses[1:]))
    assert responses_section(mixed, naming)["sizes"] == "100 to 400 tracks"


def test_no_curve_means_no_panel(bare_facts: ReportFacts, naming: Naming) -> None:
    assert responses_section(bare_facts, naming) == {"panels": [], "data": None}


def test_years_are_written_as_years(facts: ReportFacts, naming: Naming) -> None:
    """They came out as "1,980", under the title "year (year)"."""
    curve = replace(
        facts.responses[0],
        label="year",
        unit="year",
        grid=np.linspace(1950, 2020, len(facts.responses[0].grid)),
    )
    section = responses_section(replace(facts, responses=(curve,)), naming)
    assert section["data"]["titles"] == ["year"]
    assert ">1975</text>" in section["panels"][0]
    assert "," not in section["table"].rows[0][2].text
