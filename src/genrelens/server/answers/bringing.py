"""Take a table of new tracks, and have a model answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.server.tables.bringing import readable_suffix

if TYPE_CHECKING:
    from genrelens.server.keeping.answers import AnswerRecord
    from genrelens.server.keeping.jobs import JobRecord
    from genrelens.server.keeping.uploading import Received
    from genrelens.server.studio import Studio

__all__ = ["keep_answer"]


def keep_answer(
    studio: Studio,
    model_id: str,
    name: str,
    received: Received,
    options: dict[str, Any],
) -> tuple[AnswerRecord, JobRecord]:
    """Keep a file that has arrived, and have every row answered.

    Parameters
    ----------
    studio : Studio
        Where.
    model_id : str
        Who answers.
    name : str
        What its owner calls the file.
    received : Received
        The file.
    options : dict
        Those of `AnswerOptions`.

    Raises
    ------
    InputError
        If the name is not that of a table.
    NotHere
        If the model is not here.
    """
    studio.store.models.get(model_id)
    answer = studio.store.answers.add(
        name,
        model_id,
        received.path,
        received.sha256,
        received.n_bytes,
        suffix=readable_suffix(name),
    )
    job = studio.queue.submit(
        "predict", model_id=model_id, answer_id=answer.id, request=options
    )
    return answer, job
