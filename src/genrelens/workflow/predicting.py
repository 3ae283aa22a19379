"""Name the genre of every row of a new table, with reasons and warnings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from genrelens.bundle.loading import load_model
from genrelens.workflow.answering.answer_rows import AnswerOptions, RowAnswers
from genrelens.workflow.answering.decision_summary import (
    count_decisions,
    tell_promise,
)
from genrelens.workflow.answering.largest_error import check_max_error
from genrelens.workflow.answering.notices import tell_of_answers
from genrelens.workflow.documents.output_folder import check_output_folder
from genrelens.workflow.documents.sources import check_sources_stay
from genrelens.workflow.documents.table_file import check_table_suffix, write_table
from genrelens.workflow.new_table import read_new_table
from genrelens.workflow.progress import silent

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.workflow.new_table import NewTable
    from genrelens.workflow.progress import Listener

__all__ = ["PredictRequest", "PredictResult", "answer_table", "predict_table"]

_BLOCK_ROWS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictRequest:
    """Which model, which table, and where the answer goes.

    Parameters
    ----------
    model, table : Path
        The model file and the table of tracks; or a folder of music, and then the
        word ``music-tags`` may stand for a model.
    output : Path, optional
        File ending in ``.csv`` or ``.parquet``; nothing is written without it.
    reasons : bool
        Whether to give the strongest reasons in words (slower).
    raw : bool
        Whether text is written to CSV without guarding against formulas.
    max_error : float
        Largest share of wrong genres among those written, from 0.005 to 0.5.
    uncalibrated : bool
        Whether probabilities are told as the model gives them. Decisions always
        go by the calibrated ones.
    expect_sha256 : str, optional
        The model file's hash, if it is to be checked.
    encoding, delimiter : str, optional
        How the table is to be read; found where they are not given.
    """

    model: Path
    table: Path
    output: Path | None = None
    reasons: bool = True
    raw: bool = False
    max_error: float = 0.05
    uncalibrated: bool = False
    expect_sha256: str | None = None
    encoding: str | None = None
    delimiter: str | None = None


@dataclass(frozen=True, slots=True)
class PredictResult:
    """One row for every row of the table, in its order, and what was noticed.

    Parameters
    ----------
    frame : pandas.DataFrame, n_rows
        ``line`` of the file, ``row`` of the table, the track's id, name and artist
        where the table has them, ``genre``, ``probability``, the next two with theirs,
        ``decision``, ``decided_genre`` and ``decision_reason`` where the model
        carries rules for them, ``family``, ``family_probability`` and
        ``deepest_genre`` where it carries a family tree, ``reasons`` and
        ``warnings``. A row without any known attribute has no genre, is left alone,
        and its warning says so.
    notices : tuple of str
        What concerns the table as a whole, as sentences with counts.
    trained : TrainedModel or None
        The model that answered; None where genres were started from tags alone.
    track_columns : tuple of str
        Columns of `frame` that tell a person which track it is: name, artist.
    decisions : dict of str to int
        Rows to ``write``, to ``ask`` about and to ``leave``; empty where the model
        cannot decide.
    promise : str
        What deciding so achieved in training, as a sentence; empty likewise.
    failures : pandas.DataFrame, optional
        Where music files were answered: one row a file that could not be read, with
        ``path``, ``code``, ``reason`` and ``remedy``.
    """

    frame: pd.DataFrame
    notices: tuple[str, ...]
    trained: TrainedModel | None
    track_columns: tuple[str, ...] = ()
    decisions: dict[str, int] = field(default_factory=dict)
    promise: str = ""
    failures: pd.DataFrame | None = None


def predict_table(
    request: PredictRequest, *, listener: Listener = silent
) -> PredictResult:
    """Predict every row of a table with a saved model.

    A folder of music is answered by `genrelens.workflow.from_sound.predicting_any`.

    Raises
    ------
    BundleError
        If the model file cannot be trusted.
    InputError
        If the table cannot be read or has none of the model's attributes, or the
        largest error is out of range.
    OutputError
        If the answer cannot be written.
    """
    check_max_error(request.max_error)
    if request.output is not None:
        check_table_suffix(request.output)
        check_output_folder(request.output.parent)
        check_sources_stay(
            [request.output], {"table": request.table, "model file": request.model}
        )
    trained = load_model(request.model, expect_sha256=request.expect_sha256)
    new = read_new_table(
        trained, request.table, encoding=request.encoding, delimiter=request.delimiter
    )
    options = AnswerOptions(
        max_error=request.max_error,
        uncalibrated=request.uncalibrated,
        reasons=request.reasons,
    )
    result = answer_table(trained, new, options, listener=listener)
    if request.output is not None:
        write_table(result.frame, request.output, raw=request.raw)
    return result


def answer_table(
    trained: TrainedModel,
    new: NewTable,
    options: AnswerOptions,
    *,
    listener: Listener = silent,
) -> PredictResult:
    """Answer every row of a table that is in the form that a model asks for.

    Parameters
    ----------
    trained : TrainedModel
        Who answers.
    new : NewTable
        The table.
    options : AnswerOptions
        What is asked.
    listener : Listener, optional
        Told of every block of rows.
    """
    answers = RowAnswers(trained, new, options)
    frame = _answer_all(answers, len(new.inputs), listener)
    told = tell_of_answers(trained, new.is_blank, is_decided=answers.is_decided)
    decisions = count_decisions(frame)
    promise = ""
    if decisions and trained.trust is not None:
        promise = tell_promise(trained.trust, options.max_error)
    return PredictResult(
        frame,
        (*new.notices, *told),
        trained,
        answers.carried.for_people,
        decisions,
        promise,
    )


def _answer_all(answers: RowAnswers, n_rows: int, listen: Listener) -> pd.DataFrame:
    blocks = []
    for start in range(0, n_rows, _BLOCK_ROWS):
        end = min(start + _BLOCK_ROWS, n_rows)
        blocks.append(answers.frame(slice(start, end)))
        listen("predicting", end, n_rows)
    return pd.concat(blocks, ignore_index=True)
