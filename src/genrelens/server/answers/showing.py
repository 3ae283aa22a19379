"""Give what a model answered to a table, once it has."""

from __future__ import annotations

import json
import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final, cast

from genrelens.errors import GenrelensError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from genrelens.server.studio import Studio
    from genrelens.workflow.scoring.answer_pages import AnswerPage

__all__ = [
    "NotAnsweredError",
    "answer_rows",
    "csv_of",
    "document_of",
    "download_name",
    "parquet_of",
]

_OTHER: Final = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST: Final = 60


class NotAnsweredError(GenrelensError):
    """A table is not answered (yet)."""

    status = 409


def document_of(studio: Studio, answer_id: str) -> dict[str, Any]:
    """Give what `answer_file` told of a table.

    Raises
    ------
    NotHere
        If there is no such answer.
    NotAnsweredError
        If it is not ready.
    """
    text = _file(studio, answer_id, "answer.json").read_text("utf-8")
    return cast("dict[str, Any]", json.loads(text))


def answer_rows(
    studio: Studio,
    answer_id: str,
    *,
    offset: int = 0,
    limit: int = 50,
    genre: str = "",
    decision: str = "",
    only_warned: bool = False,
) -> AnswerPage:
    """Give some rows of an answer; see `read_answer_page`."""
    from genrelens.workflow.scoring.answer_pages import read_answer_page

    return read_answer_page(
        _file(studio, answer_id, "answer.parquet"),
        offset=offset,
        limit=limit,
        genre=genre,
        decision=decision,
        only_warned=only_warned,
    )


def csv_of(
    studio: Studio, answer_id: str, *, raw: bool = False
) -> tuple[str, Iterator[bytes]]:
    """Give the name of an answer's CSV, and its bytes piece by piece."""
    from genrelens.workflow.scoring.answer_pages import stream_answer_csv

    path = _file(studio, answer_id, "answer.parquet")
    name = download_name(studio.store.answers.get(answer_id).name)
    return f"{name}.csv", stream_answer_csv(path, raw=raw)


def parquet_of(studio: Studio, answer_id: str) -> tuple[str, Path]:
    """Give the name of an answer's Parquet file, and where it lies."""
    path = _file(studio, answer_id, "answer.parquet")
    return f"{download_name(studio.store.answers.get(answer_id).name)}.parquet", path


def download_name(name: str) -> str:
    """Call a download after the file that was brought, in plain letters.

    Examples
    --------
    >>> download_name("My new tracks!.csv"), download_name("曲.csv")
    ('My-new-tracks_genres', 'tracks_genres')
    """
    stem = _OTHER.sub("-", PurePath(name).stem).strip("-")[:_LONGEST]
    return f"{stem or 'tracks'}_genres"


def _file(studio: Studio, answer_id: str, name: str) -> Path:
    record = studio.store.answers.get(answer_id)
    if record.state == "working":
        raise NotAnsweredError("This table is being answered. Wait until it is ready.")
    if record.state == "failed":
        raise NotAnsweredError(f"This table could not be answered: {record.error}")
    return studio.store.answers.folder(answer_id) / name
