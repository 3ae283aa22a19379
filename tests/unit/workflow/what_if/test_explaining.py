"""Reasons are those of explain, and the picture is well-formed."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from genrelens.errors import InputError
from genrelens.workflow.what_if.answering import what_if
from genrelens.workflow.what_if.explaining import why_if


def test_contributions_add_up_to_the_forest_s_own_probability(trained, values) -> None:
    found = why_if(trained, values)
    told = found.explanation
    own = what_if(trained, values).own_probabilities
    parts = sum(reason.contribution for reason in told.reasons)
    assert told.base + parts == pytest.approx(told.probability, abs=1e-9)
    assert told.probability == own[told.genre]
    assert told.genre == what_if(trained, values).genre


def test_the_picture_is_drawn_without_a_style_of_its_own(trained, values) -> None:
    picture = why_if(trained, values).svg
    assert ET.fromstring(picture).tag.endswith("svg")  # noqa: S314 (our own)
    assert "<style" not in picture
    assert "style=" not in picture


def test_a_genre_and_its_rival_can_be_chosen(trained, values) -> None:
    genre, rival = trained.genres[1], trained.genres[0]
    told = why_if(trained, values, genre=genre.upper(), against=rival).to_dict()
    assert (told["genre"], told["rival"]) == (genre, rival)
    assert json.dumps(told)
    with pytest.raises(InputError, match="against itself"):
        why_if(trained, values, genre=genre, against=genre)
