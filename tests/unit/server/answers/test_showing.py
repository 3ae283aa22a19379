from __future__ import annotations

import pytest

from genrelens.server.answers.showing import (
    NotAnsweredError,
    document_of,
    download_name,
)
from genrelens.server.keeping.store import NotHere


@pytest.mark.parametrize(
    "name", ['a"\r\nSet-Cookie: x.csv', "../../etc/passwd", "曲.csv", "x" * 500, ""]
)
def test_a_download_s_name_is_plain_and_short(name) -> None:
    made = download_name(name)
    assert made.replace("-", "").replace("_", "").isalnum()
    assert made.isascii()
    assert len(made) < 80


def test_an_answer_that_is_not_here_is_not_shown(studio) -> None:
    with pytest.raises(NotHere):
        document_of(studio, "ans-aaaaaaaaaaaa")


def test_one_that_is_not_ready_says_so() -> None:
    assert NotAnsweredError("x").status == 409
