from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from genrelens.reports.sections.tracks import explanation_table, tracks_section

if TYPE_CHECKING:
    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.naming import Naming


def test_a_wrong_prediction_is_called_wrong_and_names_the_truth(
    facts: ReportFacts, naming: Naming
) -> None:
    for track, told in zip(
        facts.tracks, tracks_section(facts, naming)["tracks"], strict=True
    ):
        assert told["is_right"] == (track.true_genre == track.predicted_genre)
        assert ("wrong: it is " + track.true_genre in told["option"]) != told[
            "is_right"
        ]


def test_the_likeliest_genres_come_first_and_the_true_one_is_marked(
    facts: ReportFacts, naming: Naming
) -> None:
    told = tracks_section(facts, naming)["tracks"][1]
    genres = [guess["genre"] for guess in told["likely"]]
    chances = facts.tracks[1].probabilities
    assert genres == sorted(chances, key=lambda genre: -chances[genre])[:5]
    assert [g["genre"] for g in told["likely"] if g["is_true"]] == [told["true_genre"]]


def test_the_parts_drawn_add_up_from_the_average_to_the_track(
    facts: ReportFacts, naming: Naming
) -> None:
    chart = tracks_section(facts, naming)["tracks"][0]["chart"]
    explanation = facts.tracks[0].explanation
    sizes = re.findall(r'class="value"[^>]*>([+−]?[\d.]+)<', chart)
    total = sum(float(size.replace("−", "-")) for size in sizes)
    expected = 100 * (explanation.probability - explanation.base)
    assert total == pytest.approx(expected, abs=0.05 * len(sizes))


def test_a_track_without_a_title_goes_by_its_row(
    facts: ReportFacts, naming: Naming
) -> None:
    nameless = replace(facts.tracks[0], title="")
    told = tracks_section(replace(facts, tracks=(nameless,)), naming)["tracks"][0]
    assert told["name"] == nameless.explanation.name


def test_the_table_sets_the_rival_beside_the_genre(facts: ReportFacts) -> None:
    explanation = facts.tracks[0].explanation
    table = explanation_table(explanation, {})
    rival = {r.feature: r.contribution for r in explanation.rival_reasons}
    for row, reason in zip(table.rows, explanation.reasons, strict=True):
        assert row[2].sort == reason.contribution
        assert row[3].sort == rival[reason.feature]
    alone = explanation_table(replace(explanation, rival_reasons=()), {})
    assert alone.rows[0][3].text == "not given"


def test_tracks_of_one_name_are_told_apart_by_artist_then_by_line(
    facts: ReportFacts, naming: Naming
) -> None:
    first = replace(facts.tracks[0], title="Home", artist="A", line=3)
    tracks = (
        first,
        replace(first, artist="B", line=4),
        replace(first, line=5),
        replace(first, title="Away"),
    )
    told = tracks_section(replace(facts, tracks=tracks), naming)["tracks"]
    assert [track["option"].partition(" · ")[0] for track in told] == [
        "Home — A, line 3", "Home — B", "Home — A, line 5", "Away",
    ]  # fmt: skip
