from __future__ import annotations

import pytest

from genrelens.errors import InputError
from genrelens.server.answers.bringing import keep_answer
from genrelens.server.keeping.store import NotHere
from genrelens.server.keeping.uploading import Received


@pytest.fixture
def received(studio) -> Received:
    """Let a file have arrived."""
    path = studio.store.folders.uploads / "upload.part"
    path.write_bytes(b"tempo\n120\n")
    return Received(path, "0" * 64, 10)


def test_a_kept_table_waits_for_its_answer(studio, model_id, received) -> None:
    answer, job = keep_answer(studio, model_id, "a.csv", received, {"max_error": 0.1})
    assert (answer.model_id, answer.name) == (model_id, "a.csv")
    assert (job.kind, job.answer_id) == ("predict", answer.id)
    assert job.request == {"max_error": 0.1}
    studio.queue.cancel(job.id)


@pytest.mark.parametrize(
    ("model", "name", "error"),
    [("mod-aaaaaaaaaaaa", "a.csv", NotHere), ("", "a.mp3", InputError)],
)
def test_what_cannot_be_answered_is_not_kept(
    studio, model_id, received, model, name, error
) -> None:
    with pytest.raises(error):
        keep_answer(studio, model or model_id, name, received, {})
    assert received.path.exists()
    assert studio.store.answers.list() == []
