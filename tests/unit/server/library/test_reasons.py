from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.errors import InputError
from genrelens.server.library.reasons import reasons_of

if TYPE_CHECKING:
    from genrelens.server.studio import Studio

pytestmark = pytest.mark.usefixtures("still_queue")


def test_why_there_are_no_reasons_is_told(studio: Studio) -> None:
    assert "Choose one" in reasons_of(studio, "", {}).note
    assert "tags below" in reasons_of(studio, "music-tags", {}).note
    gone = reasons_of(studio, "mod-000000000000", {})
    assert (gone.explained, "removed" in gone.note) == (None, True)


def test_a_track_without_what_the_model_learnt_is_told_so(
    studio: Studio, model_id: str
) -> None:
    told = reasons_of(studio, model_id, {"tag_rock": 0.5, "path": "a"})
    assert told.explained is None
    assert told.note


def test_the_reasons_are_those_that_explain_gives(
    studio: Studio, model_id: str
) -> None:
    features = studio.models.get(model_id).trained.features
    values = {features[0].origin: 1.0, "list": [1], "path": "x"}
    told = reasons_of(studio, model_id, values)
    assert told.note == ""
    assert told.explained is not None
    assert sum(told.explained.probabilities.values()) == pytest.approx(1)
    with pytest.raises(InputError):
        reasons_of(studio, model_id, values, genre="no such genre")
