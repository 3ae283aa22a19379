"""The sections of the report, each by itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from genrelens.reports.page import render_report
from genrelens.reports.parts import make_parts

if TYPE_CHECKING:
    from genrelens.reports.facts import ReportFacts


def test_the_page_is_its_parts_under_their_titles(facts: ReportFacts) -> None:
    parts = make_parts(facts)
    page = render_report(facts)
    sections = re.findall(
        r'<section id="(\w+)" aria-labelledby="[^"]+">\n<h2 [^>]*>([^<]*)</h2>\n'
        r"(.*?)</section>",
        page,
        flags=re.DOTALL,
    )
    assert sections[:-1] == [  # the last one is the glossary
        (key, title, parts.html[key]) for key, title in parts.titles.items()
    ]


def test_the_same_facts_give_the_same_parts(facts: ReportFacts) -> None:
    assert make_parts(facts) == make_parts(facts)


def test_what_was_not_made_says_why_in_its_part(bare_facts: ReportFacts) -> None:
    parts = make_parts(bare_facts)
    assert parts.not_made
    for key, why in parts.not_made.items():
        assert "not made." in parts.html[key]
        assert why.split(".")[0] in parts.html[key]


def test_genres_are_given_as_in_the_table_and_shown_safely(
    hostile_facts: ReportFacts,
) -> None:
    parts = make_parts(hostile_facts)
    assert parts.genres == hostile_facts.evaluation.genres
    assert len(parts.data["genres"]) == len(parts.genres)
    assert parts.data["confusion"]["rows"] == parts.data["genres"]
    assert not any("<script" in html for html in parts.html.values())


def test_each_sample_track_names_its_row(facts: ReportFacts) -> None:
    parts = make_parts(facts)
    assert [facts.table.line_numbers[sample.row - 1] for sample in parts.samples] == [
        track.line for track in facts.tracks
    ]
    assert [sample.number for sample in parts.samples] == list(
        range(1, len(facts.tracks) + 1)
    )
