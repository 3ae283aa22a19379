"""Answer a file of new tracks for the pages: every row, and what to make of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from genrelens.bundle.loading import load_model
from genrelens.errors import InputError
from genrelens.evaluation.prediction_sets.deciding import ACTIONS
from genrelens.workflow.answering.decision_summary import tell_promise
from genrelens.workflow.answering.largest_error import check_max_error
from genrelens.workflow.documents.table_stream import table_stream
from genrelens.workflow.library_check.checking import CheckRequest, check_new_table
from genrelens.workflow.new_table import read_new_table
from genrelens.workflow.progress import silent
from genrelens.workflow.scoring.streams import stream_answers

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    import pyarrow as pa

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.workflow.answering.answer_rows import AnswerOptions
    from genrelens.workflow.new_table import NewTable
    from genrelens.workflow.progress import Listener
    from genrelens.workflow.scoring.streams import AnswerStream

__all__ = ["AnswerFileRequest", "answer_file"]

_BLANK = ""  # stands for "no genre" among the counts


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFileRequest:
    """Which model, which table, and where the answers go.

    Parameters
    ----------
    model, table : Path
        The model file and the table of tracks.
    answers : Path
        Parquet file to write.
    name : str
        What messages call the table.
    options : AnswerOptions
        What is asked.
    """

    model: Path
    table: Path
    answers: Path
    name: str
    options: AnswerOptions


def answer_file(
    request: AnswerFileRequest, *, listener: Listener = silent
) -> dict[str, Any]:
    """Answer every row of a file, and compare the file with the model's training.

    Returns
    -------
    dict
        Plain values: ``n_rows``, ``n_blank``, ``columns``, ``track_columns``,
        ``max_error``, ``has_reasons``, ``decisions`` (rows by decision), ``genres``
        (rows by genre and decision, most rows first), ``notices``, ``promise``,
        ``check`` (the document of ``genrelens check``; null where it cannot be made)
        and ``why_unchecked``.

    Raises
    ------
    BundleError
        If the model file cannot be trusted.
    InputError
        If the table cannot be read or has none of the model's attributes, or the
        largest error is out of range.
    OutputError
        If the answers cannot be written.
    """
    check_max_error(request.options.max_error)
    trained = load_model(request.model)
    listener("reading", 0, 1)
    new = read_new_table(trained, request.table, name=request.name)
    listener("reading", 1, 1)
    stream = stream_answers(trained, new, request.options)
    counts = _write(request, stream, listener)
    check, why = _check(request, trained, new, listener)
    promise = ""
    if stream.is_decided and trained.trust is not None:
        promise = tell_promise(trained.trust, request.options.max_error)
    return {
        "n_rows": stream.n_rows,
        "n_blank": int(new.is_blank.sum()),
        "columns": list(stream.columns),
        "track_columns": list(stream.track_columns),
        "max_error": request.options.max_error,
        "has_reasons": request.options.reasons,
        "decisions": _by_decision(counts) if stream.is_decided else {},
        "genres": _by_genre(counts, is_decided=stream.is_decided),
        "notices": list(stream.notices),
        "promise": promise,
        "check": check,
        "why_unchecked": why,
    }


def _write(
    request: AnswerFileRequest, stream: AnswerStream, listen: Listener
) -> Counter[tuple[str, str]]:
    """Write all answers, and count them by genre and decision on the way."""
    counts: Counter[tuple[str, str]] = Counter()
    n_done = 0
    with table_stream(request.answers) as file:
        for piece in stream.tables():
            file.write(piece)
            counts.update(_pairs(piece))
            n_done += piece.num_rows
            listen("predicting", n_done, stream.n_rows)
    return counts


def _pairs(piece: pa.Table) -> dict[tuple[str, str], int]:
    keys = [name for name in ("genre", "decision") if name in piece.column_names]
    grouped: pd.DataFrame = (
        piece.select(keys).group_by(keys).aggregate([([], "count_all")]).to_pandas()
    )
    found: dict[tuple[str, str], int] = {}
    for row in grouped.to_dict("records"):
        genre = row["genre"] if isinstance(row["genre"], str) else _BLANK
        found[genre, row.get("decision", "")] = row["count_all"]
    return found


def _by_decision(counts: Counter[tuple[str, str]]) -> dict[str, int]:
    return {
        action: sum(n for (_, made), n in counts.items() if made == action)
        for action in ACTIONS
    }


def _by_genre(
    counts: Counter[tuple[str, str]], *, is_decided: bool
) -> list[dict[str, Any]]:
    totals: Counter[str] = Counter()
    for (genre, _), n_rows in counts.items():
        totals[genre] += n_rows
    ordered = sorted(totals, key=lambda genre: (-totals[genre], genre))
    return [
        {
            "genre": genre,
            "n_rows": totals[genre],
            **(
                {action: counts[genre, action] for action in ACTIONS}
                if is_decided
                else {}
            ),
        }
        for genre in ordered
        if genre != _BLANK
    ]


def _check(
    request: AnswerFileRequest,
    trained: TrainedModel,
    new: NewTable,
    listen: Listener,
) -> tuple[dict[str, Any] | None, str]:
    """Compare the table with training; where that cannot be done, say why."""
    asked = CheckRequest(model=request.model, table=request.table)

    def tell(stage: str, done: int, total: int) -> None:
        # of the two passes over the rows, this is the checking one
        listen("checking" if stage == "predicting" else stage, done, total)

    try:
        return check_new_table(asked, trained, new, listener=tell).to_dict(), ""
    except InputError as error:
        return None, str(error)
