"""Answer whatever was given: a table, or a folder of music."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.errors import InputError, printable
from genrelens.workflow.from_sound.first_answers import FROM_TAGS
from genrelens.workflow.predicting import predict_table
from genrelens.workflow.progress import silent

if TYPE_CHECKING:
    from genrelens.workflow.predicting import PredictRequest, PredictResult
    from genrelens.workflow.progress import Listener

__all__ = ["predict_any"]


def predict_any(
    request: PredictRequest, *, listener: Listener = silent
) -> PredictResult:
    """Predict every row of a table, or every track of a folder of music.

    Parameters
    ----------
    request : PredictRequest
        Where its table is a folder, the sound files in it are measured first, as
        those of the model's own table were; the model may then be the word
        ``music-tags``.
    listener : Listener, optional
        Told of every step.

    Raises
    ------
    InputError, BundleError, OutputError
        As `genrelens.workflow.predicting.predict_table` and
        `genrelens.workflow.from_sound.predicting_files.predict_sound`.
    """
    if not request.table.is_dir():
        if str(request.model) == FROM_TAGS:
            raise InputError(
                f"'{printable(request.table)}' is no folder. The word music-tags "
                "names genres of music files: give the folder that your music lies in."
            )
        return predict_table(request, listener=listener)
    from genrelens.workflow.from_sound.predicting_files import (
        FilesRequest,
        predict_sound,
    )

    asked = FilesRequest(
        model=request.model,
        folder=request.table,
        output=request.output,
        reasons=request.reasons,
        raw=request.raw,
        max_error=request.max_error,
        uncalibrated=request.uncalibrated,
        expect_sha256=request.expect_sha256,
    )
    return predict_sound(asked, listener=listener)
