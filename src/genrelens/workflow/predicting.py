"""Name the genre of every row of a new table, with reasons and warnings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from genrelens.bundle.loading import load_model
from genrelens.explanation.words import strongest_reasons
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
    from genrelens.workflow.progress import Listener

__all__ = ["PredictRequest", "PredictResult", "predict_table"]

_BLOCK_ROWS = 2_000
_NOT_PREDICTED = "no attribute of this row has a value: not predicted"


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
        ``reasons`` and ``warnings``. A row without any known attribute has no
        genre, and its warning says so.
    notices : tuple of str
        What concerns the table as a whole, as sentences with counts.
    trained : TrainedModel
        The model that answered.
    track_columns : tuple of str
        Columns of `frame` that tell a person which track it is: name, artist.
    """

    frame: pd.DataFrame
    notices: tuple[str, ...]
    trained: TrainedModel
    track_columns: tuple[str, ...] = ()


def predict_table(
    request: PredictRequest, *, listener: Listener = silent
) -> PredictResult:
    """Predict every row of a table with a saved model.

    Raises
    ------
    BundleError
        If the model file cannot be trusted.
    InputError
        If the table cannot be read, or has none of the model's attributes.
    OutputError
        If the answer cannot be written.
    """
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
    answers = _answers(
        trained, new.inputs, with_reasons=request.reasons, listen=listener
    )
    carried = carry_columns(new.table, answers=[*answers, "warnings"])
    frame = pd.concat([pd.DataFrame(carried.columns), answers], axis=1)
    frame["warnings"] = list(new.warnings)
    frame.loc[new.is_blank, list(answers.columns)] = np.nan
    frame.loc[new.is_blank, "warnings"] = _NOT_PREDICTED
    notices = list(new.notices)
    if new.is_blank.any():
        notices.append(
            f"{int(new.is_blank.sum()):,} of {len(frame):,} rows have no value in any "
            "attribute and were given no genre."
        )
    if request.output is not None:
        write_table(frame, request.output, raw=request.raw)
    return PredictResult(frame, tuple(notices), trained, carried.for_people)


def _answers(
    trained: TrainedModel,
    inputs: pd.DataFrame,
    *,
    with_reasons: bool,
    listen: Listener,
) -> pd.DataFrame:
    blocks = []
    for start in range(0, len(inputs), _BLOCK_ROWS):
        block = inputs.iloc[start : start + _BLOCK_ROWS]
        blocks.append(_answer_block(trained, block, with_reasons=with_reasons))
        listen("predicting", min(start + _BLOCK_ROWS, len(inputs)), len(inputs))
    return pd.concat(blocks, ignore_index=True)


def _answer_block(
    trained: TrainedModel, inputs: pd.DataFrame, *, with_reasons: bool
) -> pd.DataFrame:
    model = trained.model
    probabilities = model.predict_proba(inputs)
    genres = np.asarray(trained.genres, dtype=object)
    order = np.argsort(-probabilities, axis=1, kind="stable")
    answer: dict[str, NDArray[Any] | list[str]] = {}
    for rank, name in enumerate(("", "second_", "third_")[: len(genres)]):
        column = order[:, rank]
        answer[f"{name}genre"] = genres[column]
        answer[f"{name}probability"] = np.take_along_axis(
            probabilities, column[:, None], axis=1
        )[:, 0]
    if with_reasons:
        values, _ = model.shapley_values(inputs)
        first = order[:, 0]
        answer["reasons"] = strongest_reasons(
            trained.features,
            trained.references,
            inputs,
            np.take_along_axis(values, first[:, None, None], axis=2)[:, :, 0],
            genres[first],
        )
    return pd.DataFrame(answer)
