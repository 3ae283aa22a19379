"""Name the genre of every row of a new table, with reasons and warnings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from genrelens.bundle.loading import load_model
from genrelens.bundle.model_trust import ModelTrust
from genrelens.evaluation.novelty.scoring import score_novelty
from genrelens.explanation.words import strongest_reasons
from genrelens.workflow.answering.decision_columns import (
    BLANK_REASON,
    DECISION_COLUMNS,
    decision_columns,
)
from genrelens.workflow.answering.decision_summary import (
    count_decisions,
    tell_promise,
)
from genrelens.workflow.answering.family_columns import FAMILY_COLUMNS, family_columns
from genrelens.workflow.answering.largest_error import check_max_error
from genrelens.workflow.documents.carried_columns import carry_columns
from genrelens.workflow.documents.output_folder import check_output_folder
from genrelens.workflow.documents.sources import check_sources_stay
from genrelens.workflow.documents.table_file import check_table_suffix, write_table
from genrelens.workflow.new_table import read_new_table
from genrelens.workflow.progress import silent

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.workflow.new_table import NewTable
    from genrelens.workflow.progress import Listener

__all__ = ["PredictRequest", "PredictResult", "predict_table"]

_BLOCK_ROWS = 2_000
_NOT_PREDICTED = "no attribute of this row has a value: not predicted"
_UNLIKE = "_unlike_training"
_NO_TRUST = (
    "The model file carries no rules for it (it was made by an earlier version, or "
    "without `genrelens train`); train the model anew to have them."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictRequest:
    """Which model, which table, and where the answer goes.

    Parameters
    ----------
    model, table : Path
        The model file and the table of tracks.
    output : Path, optional
        File ending in ``.csv`` or ``.parquet``; nothing is written without it.
    reasons : bool
        Whether to give the strongest reasons in words (slower).
    raw : bool
        Whether text is written to CSV without guarding against formulas.
    max_error : float
        Largest share of wrong genres among those written, from 0.005 to 0.5.
    uncalibrated : bool
        Whether probabilities are told as the forest gives them. Decisions always
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
    trained : TrainedModel
        The model that answered.
    track_columns : tuple of str
        Columns of `frame` that tell a person which track it is: name, artist.
    decisions : dict of str to int
        Rows to ``write``, to ``ask`` about and to ``leave``; empty where the model
        cannot decide.
    promise : str
        What deciding so achieved in training, as a sentence; empty likewise.
    """

    frame: pd.DataFrame
    notices: tuple[str, ...]
    trained: TrainedModel
    track_columns: tuple[str, ...] = ()
    decisions: dict[str, int] = field(default_factory=dict)
    promise: str = ""


def predict_table(
    request: PredictRequest, *, listener: Listener = silent
) -> PredictResult:
    """Predict every row of a table with a saved model.

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
    answers = _answers(trained, new.inputs, request, listener)
    carried = carry_columns(new.table, answers=[*answers, "warnings"])
    frame = pd.concat([pd.DataFrame(carried.columns), answers], axis=1)
    frame["warnings"] = _warnings(answers, new)
    _clear_blank_rows(frame, new.is_blank, list(answers.columns))
    frame = frame.drop(columns=_UNLIKE, errors="ignore")
    notices = [*new.notices, *_notices(trained, frame, new.is_blank)]
    if request.output is not None:
        write_table(frame, request.output, raw=request.raw)
    decisions = count_decisions(frame)
    promise = ""
    if decisions and trained.trust is not None:
        promise = tell_promise(trained.trust, request.max_error)
    return PredictResult(
        frame, tuple(notices), trained, carried.for_people, decisions, promise
    )


def _warnings(answers: pd.DataFrame, new: NewTable) -> list[str]:
    """Join what reading noticed of each row with what the model has to say."""
    if _UNLIKE not in answers:
        return list(new.warnings)
    pairs = zip(answers[_UNLIKE], new.warnings, strict=True)
    return ["; ".join(filter(None, pair)) for pair in pairs]


def _clear_blank_rows(
    frame: pd.DataFrame, is_blank: NDArray[np.bool_], answers: list[str]
) -> None:
    frame.loc[is_blank, answers] = np.nan
    frame.loc[is_blank, "warnings"] = _NOT_PREDICTED
    if "decision" in frame:
        blank = ("leave", "", BLANK_REASON)
        frame.loc[is_blank, list(DECISION_COLUMNS)] = blank


def _notices(
    trained: TrainedModel, frame: pd.DataFrame, is_blank: NDArray[np.bool_]
) -> list[str]:
    told = []
    if is_blank.any():
        told.append(
            f"{int(is_blank.sum()):,} of {len(frame):,} rows have no value in any "
            "attribute and were given no genre."
        )
    if "decision" not in frame:
        why = _NO_TRUST if trained.trust is None else trained.trust.why_undecided
        told.append(f"No decision to write, ask or leave can be made. {why}")
    return told


def _answers(
    trained: TrainedModel,
    inputs: pd.DataFrame,
    request: PredictRequest,
    listen: Listener,
) -> pd.DataFrame:
    blocks = []
    for start in range(0, len(inputs), _BLOCK_ROWS):
        block = inputs.iloc[start : start + _BLOCK_ROWS]
        blocks.append(_answer_block(trained, block, request))
        listen("predicting", min(start + _BLOCK_ROWS, len(inputs)), len(inputs))
    return pd.concat(blocks, ignore_index=True)


def _answer_block(
    trained: TrainedModel, inputs: pd.DataFrame, request: PredictRequest
) -> pd.DataFrame:
    given = trained.model.predict_proba(inputs)
    trust = trained.trust or ModelTrust()
    sure = given if trust.calibrator is None else trust.calibrator.apply(given)
    told = given if request.uncalibrated else sure
    genres = np.asarray(trained.genres, dtype=object)
    order = np.argsort(-sure, axis=1, kind="stable")
    answer: dict[str, NDArray[Any] | list[str]] = {}
    for rank, name in enumerate(("", "second_", "third_")[: len(genres)]):
        column = order[:, rank]
        answer[f"{name}genre"] = genres[column]
        answer[f"{name}probability"] = np.take_along_axis(told, column[:, None], 1)[
            :, 0
        ]
    novelty = None
    if trust.novelty is not None:
        novelty = score_novelty(trust.novelty, inputs, trained.features)
    if not trust.why_undecided:
        decided = decision_columns(
            trust, sure, trained.genres, max_error=request.max_error, novelty=novelty
        )
        answer |= {name: decided[name].to_numpy() for name in DECISION_COLUMNS}
    elif novelty is not None:
        answer[_UNLIKE] = [
            f"unlike anything trained on: {reason}" if reason else ""
            for reason in novelty.reasons
        ]
    if trust.tree is not None and trust.certainty is not None:
        placed = family_columns(sure, trained.genres, trust.tree, trust.certainty)
        answer |= {name: placed[name].to_numpy() for name in FAMILY_COLUMNS}
    if request.reasons:
        answer["reasons"] = _reasons(trained, inputs, order[:, 0])
    return pd.DataFrame(answer)


def _reasons(
    trained: TrainedModel, inputs: pd.DataFrame, first: NDArray[np.int64]
) -> list[str]:
    values, _ = trained.model.shapley_values(inputs)
    return strongest_reasons(
        trained.features,
        trained.references,
        inputs,
        np.take_along_axis(values, first[:, None, None], axis=2)[:, :, 0],
        np.asarray(trained.genres, dtype=object)[first],
    )
