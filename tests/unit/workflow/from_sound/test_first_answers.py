"""Tests of genrelens.workflow.from_sound.first_answers."""

from __future__ import annotations

import pandas as pd
import pytest

from genrelens.schema.music_tags import MUSIC_TAGS
from genrelens.workflow.from_sound.first_answers import answer_from_tags


@pytest.fixture
def frame() -> pd.DataFrame:
    """One track with a clear tag, and one without any."""
    clear = {tag.column: 0.01 for tag in MUSIC_TAGS} | {"tag_jazz": 0.8}
    weak = {tag.column: 0.01 for tag in MUSIC_TAGS}
    names = {"track_name": "Song", "artist": "Band"}
    return pd.DataFrame(
        [{"path": "a.mp3"} | names | clear, {"path": "b.mp3"} | names | weak]
    )


def test_a_clear_tag_is_asked_about_and_a_weak_one_left(frame) -> None:
    result = answer_from_tags(frame, reasons=True)

    assert result.frame["decided_genre"].tolist() == ["jazz", ""]
    assert result.frame["decision"].tolist() == ["ask", "leave"]
    assert "jazz tag 0.80" in result.frame["reasons"][0]
    assert result.frame["probability"].isna().all()
    assert result.trained is None
    assert result.promise == ""
    assert "no share of wrong names is promised" in result.notices[0]


def test_reasons_are_left_away_where_they_are_not_asked_for(frame) -> None:
    result = answer_from_tags(frame, reasons=False)

    assert "reasons" not in result.frame
