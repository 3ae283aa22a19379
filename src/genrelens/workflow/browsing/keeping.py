"""Keep the tracks of a training run with all that is known of each."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from genrelens.errors import InputError
from genrelens.schema.columns import Kind, Role
from genrelens.similarity.mapping import make_map
from genrelens.similarity.space import find_space
from genrelens.workflow.answering.decision_columns import DECISION_COLUMNS
from genrelens.workflow.browsing.held_out import answer_held_out
from genrelens.workflow.browsing.stored_collection import (
    COLLECTION_FILE,
    METADATA_KEY,
    CollectionNotes,
    MapNotes,
    probability_column,
    value_column,
)
from genrelens.workflow.documents.out_of_fold import out_of_fold_table
from genrelens.workflow.progress import silent
from genrelens.writing import replacing

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.similarity.mapping import TrackMap
    from genrelens.workflow.browsing.held_out import HeldOutAnswers
    from genrelens.workflow.progress import Listener
    from genrelens.workflow.training import TrainResult

__all__ = ["keep_collection"]

_ROLES = (("id", Role.TRACK_ID), ("name", Role.TRACK_NAME), ("artist", Role.ARTIST))
_FROM_PREDICTIONS = (
    *("genre", "predicted_genre", "probability", "genre_probability"),
    *("is_right", "part", "fold", "is_counted"),
)


def keep_collection(
    result: TrainResult, folder: Path, *, listener: Listener = silent
) -> Path:
    """Write every track of a training run into a folder, so that it can be explored.

    Parameters
    ----------
    result : TrainResult
        Of the run; its model file must still be there.
    folder : Path
        Where ``collection.parquet`` is to stand.
    listener : Listener, optional
        Told of every step.

    Returns
    -------
    Path
        The file: each track with its held-out answer as in ``predictions.csv``,
        calibrated probabilities, decision, values, and place on the map.

    Raises
    ------
    OutputError
        If it cannot be written; what stood there stays.
    """
    listener("collecting", 0, 3)
    answers = answer_held_out(result)
    listener("collecting", 1, 3)
    track_map, why_no_map = _map(result)
    listener("collecting", 2, 3)
    frame, headers = _frame(result, answers, track_map)
    notes = _notes(result, answers, track_map, why_no_map, headers)
    written = pa.Table.from_pandas(frame, preserve_index=False)
    written = written.replace_schema_metadata(
        {METADATA_KEY: notes.model_dump_json().encode("utf-8")}
    )
    target = folder / COLLECTION_FILE
    with replacing(target) as partial:
        pq.write_table(written, partial, compression="zstd")
    listener("collecting", 3, 3)
    return target


def _map(result: TrainResult) -> tuple[TrackMap | None, str]:
    """Draw the map, or say why there is none."""
    inputs = _inputs(result)
    try:
        placed = find_space(result.model.features, inputs).place(inputs)
        return make_map(placed, seed=int(result.model.training["seed"])), ""
    except InputError as error:
        return None, str(error)


def _inputs(result: TrainResult) -> pd.DataFrame:
    return result.prepared.inputs[[each.name for each in result.model.features]]


def _frame(
    result: TrainResult, answers: HeldOutAnswers, track_map: TrackMap | None
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Give one line a track, and the headers of its id, name and artist."""
    prepared = result.prepared
    told = out_of_fold_table(prepared, result.run)
    table, headers = prepared.checked.table, {}
    columns: dict[str, Any] = {
        "line": table.line_numbers[prepared.rows],
        "row": prepared.rows + 1,
        "track": prepared.tracks,
    }
    for name, role in _ROLES:
        found = table.with_role(role)[:1]
        for column in found:
            headers[name] = column.header
            columns[name] = _texts(table.frame[column.name].iloc[prepared.rows])
        if not found:
            columns[name] = _texts(pd.Series([None] * len(prepared.rows)))
    columns |= {name: told[name].to_numpy() for name in _FROM_PREDICTIONS}
    columns |= {name: _texts(answers.decisions[name]) for name in DECISION_COLUMNS}
    inputs = _inputs(result)
    for place, feature in enumerate(result.model.features):
        values = inputs[feature.name]
        is_text = feature.kind is Kind.CATEGORY
        columns[value_column(place)] = _texts(values) if is_text else values.to_numpy()
    for place in range(len(result.model.genres)):
        proba = answers.proba[:, place].astype(np.float32)
        columns[probability_column(place)] = proba
    if track_map is not None:
        columns["map_x"], columns["map_y"] = track_map.positions.T
    return pd.DataFrame(columns), headers


def _texts(values: pd.Series[Any]) -> pd.Series[Any]:
    """Write any cells as text, missing ones as missing."""
    return pd.Series(
        [None if pd.isna(value) else str(value) for value in values], dtype="str"
    )


def _notes(
    result: TrainResult,
    answers: HeldOutAnswers,
    track_map: TrackMap | None,
    why_no_map: str,
    headers: dict[str, str],
) -> CollectionNotes:
    evaluation = result.run.evaluation
    training = result.model.training
    with result.files["model"].open("rb") as file:
        model = hashlib.file_digest(file, "sha256").hexdigest()
    return CollectionNotes(
        model_sha256=model,
        table=str(training["table"]),
        table_sha256=str(training["table_sha256"]),
        scenario=evaluation.scenarios[evaluation.headline].title,
        genres=result.model.genres,
        features=tuple(feature.name for feature in result.model.features),
        headers=headers,
        max_error=answers.max_error,
        why_uncalibrated=answers.why_uncalibrated,
        why_undecided=answers.why_undecided,
        why_no_map=why_no_map,
        map=None
        if track_map is None
        else MapNotes(
            method=track_map.method,
            n_near=track_map.n_near,
            kept=track_map.kept,
            kept_by_axes=track_map.kept_by_axes,
            n_judged=track_map.n_judged,
        ),
    )
