from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from genrelens.reports.waterfall import render_track_page, waterfall_svg

if TYPE_CHECKING:
    from genrelens.explanation.results import TrackExplanation
    from genrelens.reports.facts import ReportFacts

NAME = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def explanation(facts: ReportFacts) -> TrackExplanation:
    return facts.tracks[0].explanation


def test_the_picture_is_an_svg_document_with_its_own_style(
    explanation: TrackExplanation,
) -> None:
    root = ET.fromstring(waterfall_svg(explanation))  # noqa: S314
    assert root.tag == f"{NAME}svg"
    style = root.find(f"{NAME}style")
    assert style is not None
    assert ".up{fill:" in (style.text or "")


def test_bars_are_counted_so_that_they_add_up(explanation: TrackExplanation) -> None:
    root = ET.fromstring(waterfall_svg(explanation))  # noqa: S314
    bars = [r for r in root.iter(f"{NAME}rect") if r.get("class") in {"up", "down"}]
    assert len(bars) == 9, "eight attributes, and one bar for the rest"
    texts = [text.text for text in root.iter(f"{NAME}text")]
    assert "4 other attributes" in texts


def test_values_are_said_in_words_where_the_features_are_known(
    facts: ReportFacts, explanation: TrackExplanation
) -> None:
    plain = render_track_page(explanation)
    worded = render_track_page(explanation, features=facts.features)
    assert ">no</td>" in worded or ">yes</td>" in worded
    assert ">no</td>" not in plain
    assert ">yes</td>" not in plain


def test_the_page_tells_both_genres_the_model_and_the_sentence(
    explanation: TrackExplanation,
) -> None:
    page = render_track_page(explanation, model="mine.genrelens")
    for words in (
        explanation.genre,
        explanation.rival.replace("&", "&amp;"),
        explanation.sentence.replace("&", "&amp;"),
        "explained by mine.genrelens",
        "script-src &#39;none&#39;",
    ):
        assert words in page
    assert "<script" not in page
    assert 'href="#' not in page


def test_names_full_of_markup_stay_names(
    explanation: TrackExplanation, hostile_name: str
) -> None:
    hostile = replace(
        explanation, name=hostile_name, genre=hostile_name, sentence=hostile_name
    )
    page = render_track_page(hostile, model=hostile_name)
    picture = waterfall_svg(hostile)
    ET.fromstring(picture)  # noqa: S314
    for text in (page, picture):
        assert "<img" not in text
        assert "\u202e" not in text
