"""Name the genre of every row of a new table, with reasons and warnings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from genrelens.bundle.loading import load_model
from genrelens.cleaning.cleaning import clean_table
from genrelens.errors import InputError, printable
from genrelens.explanation.words import strongest_reasons
from genrelens.features.feature_input import features_for, recipes_for
from genrelens.features.pooled_levels import find_pooled_cells
from genrelens.ingest.reading import read_table
from genrelens.schema.findings import Severity
from genrelens.workflow.documents.carried_columns import carry_columns
from genrelens.workflow.documents.output_folder import check_output_folder
from genrelens.workflow.documents.sources import check_sources_stay
from genrelens.workflow.documents.table_file import check_table_suffix, write_table
from genrelens.workflow.progress import silent

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.cleaning.track_table import TrackTable
    from genrelens.features.feature_input import InputProblems
    from genrelens.workflow.progress import Listener

__all__ = ["PredictRequest", "PredictResult", "predict_table"]

_BLOCK_ROWS = 2_000
_OWN_TABLE = (
    "The model was trained on this very table, so it has seen the answers; what it "
    "makes of these tracks unseen is in the predictions.csv of its training."
)
_SHOWN_COLUMNS = 20


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
    raw = read_table(
        request.table, encoding=request.encoding, delimiter=request.delimiter
    )
    table = clean_table(raw, recipes=recipes_for(trained.features))
    inputs, problems = features_for(trained.features, trained.references, table)
    if sum(column.is_absent for column in problems.missing) == len(inputs.columns):
        raise InputError(_nothing_known(trained))
    pooled = find_pooled_cells(
        trained.model.encoder_, trained.features, trained.references, inputs
    )
    answers = _answers(trained, inputs, with_reasons=request.reasons, listen=listener)
    carried = carry_columns(table, answers=[*answers, "warnings"])
    frame = pd.concat([pd.DataFrame(carried.columns), answers], axis=1)
    frame["warnings"] = _joined(problems.rows.texts, pooled.texts)
    blank = inputs.isna().all(axis=1).to_numpy()
    frame.loc[blank, list(answers.columns)] = np.nan
    frame.loc[blank, "warnings"] = "no attribute of this row has a value: not predicted"
    notices = [*problems.notes, *pooled.notes, *_told_in_reading(table, problems)]
    if raw.source.sha256 == trained.training.get("table_sha256"):
        notices.insert(0, _OWN_TABLE)
    if blank.any():
        notices.append(
            f"{int(blank.sum()):,} of {len(frame):,} rows have no value in any "
            "attribute and were given no genre."
        )
    if request.output is not None:
        write_table(frame, request.output, raw=request.raw)
    return PredictResult(frame, tuple(notices), trained, carried.for_people)


def _joined(texts: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    return ["; ".join(filter(None, pair)) for pair in zip(texts, others, strict=True)]


def _told_in_reading(table: TrackTable, problems: InputProblems) -> list[str]:
    """Give what reading noticed, but for what the model's own ranges tell better."""
    empty = {column.name for column in problems.missing}
    told_already = {c.header for c in table.columns if c.name in empty}
    return [
        f"{finding.message} {finding.remedy}"
        if finding.severity is not Severity.NOTE
        else finding.message
        for finding in table.findings
        if finding.code != "out-of-range"
        and (finding.severity is not Severity.NOTE or finding.code == "missing-values")
        and not (finding.code == "missing-values" and finding.column in told_already)
    ]


def _nothing_known(trained: TrainedModel) -> str:
    headers = [printable(feature.origin) for feature in trained.features]
    shown = ", ".join(f"'{header}'" for header in headers[:_SHOWN_COLUMNS])
    more = " …" if len(headers) > _SHOWN_COLUMNS else ""
    return (
        f"The table has none of the {len(headers)} attributes that the model learnt "
        f"from: {shown}{more}. Give a table with columns of these names."
    )


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
