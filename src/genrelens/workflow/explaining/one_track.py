"""Say why one track of a table gets its genre, and why not another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from genrelens.bundle.loading import load_model
from genrelens.cleaning.cleaning import clean_table
from genrelens.errors import InputError, printable
from genrelens.features.feature_input import features_for, recipes_for
from genrelens.features.pooled_levels import find_pooled_cells
from genrelens.ingest.reading import read_table
from genrelens.reports.waterfall import render_track_page, waterfall_svg
from genrelens.schema.columns import Role
from genrelens.workflow.documents.finding_tracks import find_track
from genrelens.workflow.documents.sources import check_sources_stay
from genrelens.workflow.explaining.explaining_inputs import (
    ExplainResult,
    explain_inputs,
)
from genrelens.workflow.explaining.smallest_flip import flip_inputs
from genrelens.writing import write_text

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.cleaning.track_table import TrackTable
    from genrelens.explanation.results import TrackExplanation

__all__ = ["ExplainRequest", "ExplainResult", "explain_one"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainRequest:
    """Which model, which track, and against which genre.

    Parameters
    ----------
    model, table : Path
        The model file, and the table that holds the track.
    track : str
        The track's id, its name, its row number (the first row below the header is
        1), or ``row:`` or ``line:`` with the number in that column of a prediction.
    genre : str, optional
        The genre to explain; the predicted one where it is not given.
    against : str, optional
        The genre to set it against; the runner-up where it is not given.
    flip : str, optional
        A genre, or ``"any"``: look for the smallest change that makes it so.
    output : Path, optional
        Picture to write: ``.svg`` or ``.html``.
    expect_sha256 : str, optional
        The model file's hash, if it is to be checked.
    encoding, delimiter : str, optional
        How the table is to be read; found where they are not given.
    """

    model: Path
    table: Path
    track: str
    genre: str | None = None
    against: str | None = None
    flip: str | None = None
    output: Path | None = None
    expect_sha256: str | None = None
    encoding: str | None = None
    delimiter: str | None = None


def explain_one(request: ExplainRequest) -> ExplainResult:
    """Explain one track of a table with a saved model.

    Raises
    ------
    BundleError
        If the model file cannot be trusted.
    InputError
        If the table, the track, or a genre cannot be found.
    OutputError
        If the picture cannot be written.
    """
    _check_picture(request)
    trained = load_model(request.model, expect_sha256=request.expect_sha256)
    raw = read_table(
        request.table, encoding=request.encoding, delimiter=request.delimiter
    )
    table = clean_table(raw, recipes=recipes_for(trained.features))
    found = find_track(table, request.track)
    row = found.row
    inputs, problems = features_for(trained.features, trained.references, table)
    one = inputs.iloc[[row]]
    _refuse_blank(one, trained, row)
    made = explain_inputs(
        trained,
        one,
        name=_name_of(table, row),
        genre=request.genre,
        against=request.against,
    )
    if request.output is not None:
        _draw(made.explanation, trained, request)
    pooled = find_pooled_cells(
        trained.model.encoder_, trained.features, trained.references, one
    )
    warnings = (found.note, problems.rows.texts[row], pooled.texts[0])
    flips = None if request.flip is None else flip_inputs(trained, one, to=request.flip)
    return replace(made, warnings="; ".join(filter(None, warnings)), flips=flips)


def _refuse_blank(one: pd.DataFrame, trained: TrainedModel, row: int) -> None:
    if bool(one.isna().all(axis=None)):
        raise InputError(
            f"Row {row + 1}: no attribute of this track has a value, so there is "
            "nothing to explain. Fill in some of: "
            f"{', '.join(feature.origin for feature in trained.features)}."
        )


def _name_of(table: TrackTable, row: int) -> str:
    parts = [
        str(table.frame[column.name].iloc[row])
        for role in (Role.TRACK_NAME, Role.ARTIST)
        for column in table.with_role(role)[:1]
        if table.frame[column.name].notna().iloc[row]
    ]
    return " — ".join(parts) or f"row {row + 1}"


def _check_picture(request: ExplainRequest) -> None:
    output = request.output
    if output is None:
        return
    sources = {"table": request.table, "model file": request.model}
    check_sources_stay([output], sources)
    if output.suffix.lower() not in {".svg", ".html"}:
        raise InputError(
            f"--output '{printable(output.name)}': a picture is written as .svg or "
            ".html. Choose one of these endings."
        )


def _draw(
    explanation: TrackExplanation, trained: TrainedModel, request: ExplainRequest
) -> None:
    assert request.output is not None  # noqa: S101 (asked by the caller)
    if request.output.suffix.lower() == ".svg":
        picture = waterfall_svg(explanation, features=trained.features)
    else:
        picture = render_track_page(
            explanation, features=trained.features, model=request.model.name
        )
    write_text(request.output, picture)
