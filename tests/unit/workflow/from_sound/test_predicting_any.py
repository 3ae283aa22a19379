"""Tests of genrelens.workflow.from_sound.predicting_any."""

from __future__ import annotations

from pathlib import Path

import pytest

from genrelens.errors import InputError
from genrelens.workflow.from_sound.predicting_any import predict_any
from genrelens.workflow.predicting import PredictRequest


def test_a_table_is_answered_as_a_table(small_run) -> None:
    request = PredictRequest(
        model=small_run.model, table=small_run.table, reasons=False
    )

    result = predict_any(request)

    assert result.failures is None
    assert len(result.frame) == len(small_run.result.prepared.checked.table.frame)


def test_a_folder_is_answered_as_music(small_run, tmp_path) -> None:
    pytest.importorskip("soundfile")
    request = PredictRequest(model=small_run.model, table=tmp_path)

    with pytest.raises(InputError, match="music files do not give"):
        predict_any(request)


def test_music_tags_asks_for_a_folder_where_it_gets_a_table(tmp_path) -> None:
    request = PredictRequest(model=Path("music-tags"), table=tmp_path / "music.csv")
    with pytest.raises(InputError, match="is no folder"):
        predict_any(request)
