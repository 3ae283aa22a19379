"""Say for every track of a table how much each attribute moves each genre."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from genrelens.bundle.loading import load_model
from genrelens.errors import InputError
from genrelens.explanation.shapley_blocks import explain_blocks
from genrelens.models.genre_model import GAMES, kind_of
from genrelens.workflow.documents.output_folder import check_output_folder
from genrelens.workflow.documents.sources import check_sources_stay
from genrelens.workflow.documents.table_file import check_table_suffix
from genrelens.workflow.documents.table_stream import table_stream
from genrelens.workflow.documents.value_lines import ValueLines
from genrelens.workflow.documents.versions import library_versions
from genrelens.workflow.explaining.genre_names import known_genre
from genrelens.workflow.new_table import read_new_table
from genrelens.workflow.progress import silent

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from numpy.typing import NDArray

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.workflow.new_table import NewTable
    from genrelens.workflow.progress import Listener

__all__ = ["ExplainTableRequest", "ExplainTableResult", "explain_table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainTableRequest:
    """Which model, which table, and what is to be kept of its explanations.

    Parameters
    ----------
    model, table : Path
        The model file and the table of tracks.
    output : Path
        File ending in ``.parquet`` or ``.csv``.
    genres : collection of str
        Genres to keep; all where none is given.
    top : int, optional
        Keep only so many genres of each track, the likeliest.
    float32 : bool
        Whether values are rounded to 32 bits, which halves the file.
    raw : bool
        Whether text is written to CSV without guarding against formulas.
    threads : int, optional
        Threads; all processors where it is not given. Results do not depend on
        it.
    expect_sha256 : str, optional
        The model file's hash, if it is to be checked.
    encoding, delimiter : str, optional
        How the table is to be read; found where they are not given.
    """

    model: Path
    table: Path
    output: Path
    genres: Collection[str] = ()
    top: int | None = None
    float32: bool = False
    raw: bool = False
    threads: int | None = None
    expect_sha256: str | None = None
    encoding: str | None = None
    delimiter: str | None = None

    def __post_init__(self) -> None:
        """Take a single genre, given as text, as a list of one."""
        if isinstance(self.genres, str):
            object.__setattr__(self, "genres", (self.genres,))


@dataclass(frozen=True, slots=True, eq=False)
class ExplainTableResult:
    """What was written, and what the values are like on the whole.

    Parameters
    ----------
    n_rows, n_tracks, n_lines : int
        Rows of the table, tracks explained, and lines of the file: one a track
        and genre.
    additivity_error : float
        Largest distance, over all lines, of base and values as written from the
        probability as written.
    features, genres : tuple of str
        Names for people of the attributes, and all genres of the model.
    mean_sizes : ndarray of float64, shape (n_features, n_genres)
        Mean size of the values over all tracks, in units of probability.
    notices : tuple of str
        What concerns the table as a whole, as sentences with counts.
    """

    n_rows: int
    n_tracks: int
    n_lines: int
    additivity_error: float
    features: tuple[str, ...]
    genres: tuple[str, ...]
    mean_sizes: NDArray[np.float64]
    notices: tuple[str, ...]


def explain_table(
    request: ExplainTableRequest, *, listener: Listener = silent
) -> ExplainTableResult:
    """Write the Shapley values of every track of a table, some thousand at a time.

    Memory is that of the table and of one block of tracks.

    Raises
    ------
    BundleError
        If the model file cannot be trusted.
    InputError
        If the table cannot be read, has none of the model's attributes or no
        value in any of them, or a genre is not known.
    AdditivityError
        If values and base miss a prediction.
    OutputError
        If the file cannot be written; what stood there stays.
    """
    _check_request(request)
    trained = load_model(request.model, expect_sha256=request.expect_sha256)
    trained.model.set_params(n_jobs=request.threads)
    kept = [known_genre(trained, name) for name in request.genres]
    new = read_new_table(
        trained, request.table, encoding=request.encoding, delimiter=request.delimiter
    )
    if new.is_blank.all():
        raise InputError(
            f"None of the {len(new.inputs):,} rows has a value in any attribute, so "
            "there is nothing to explain. Fill in some of: "
            f"{', '.join(feature.origin for feature in trained.features)}."
        )
    lines = ValueLines(
        new.table,
        trained.features,
        trained.genres,
        kept=kept,
        top=request.top,
        dtype=np.float32 if request.float32 else np.float64,
    )
    mean_sizes = _write_lines(request, trained, new, lines, listener)
    return ExplainTableResult(
        n_rows=len(new.inputs),
        n_tracks=int((~new.is_blank).sum()),
        n_lines=lines.n_lines,
        additivity_error=lines.additivity_error,
        features=tuple(feature.label for feature in trained.features),
        genres=trained.genres,
        mean_sizes=mean_sizes,
        notices=_notices(new, trained),
    )


def _write_lines(
    request: ExplainTableRequest,
    trained: TrainedModel,
    new: NewTable,
    lines: ValueLines,
    listener: Listener,
) -> NDArray[np.float64]:
    """Explain and write block by block; give the mean sizes of the values."""
    rows = np.flatnonzero(~new.is_blank)
    sizes = np.zeros((len(trained.features), len(trained.genres)))
    with table_stream(request.output, raw=request.raw) as stream:
        listener("explaining", 0, len(rows))
        inputs = new.inputs.iloc[rows]
        for block in explain_blocks(trained.model, inputs, trained.genres):
            end = block.start + len(block.probabilities)
            stream.write(lines.of(block, rows[block.start : end]))
            sizes += np.abs(block.values).sum(axis=0)
            listener("explaining", end, len(rows))
        stream.note(_notes(request, trained, new, lines))
    return sizes / len(rows)


def _check_request(request: ExplainTableRequest) -> None:
    check_table_suffix(request.output)
    check_output_folder(request.output.parent)
    check_sources_stay(
        [request.output], {"table": request.table, "model file": request.model}
    )
    if request.top is not None and request.top < 1:
        raise InputError(
            f"--top is {request.top}. Give a whole number from 1 on: how many of a "
            "track's likeliest genres to keep."
        )
    if request.top is not None and request.genres:
        raise InputError(
            "--top and --genre both say which genres to keep. Take one of them off."
        )


def _notices(new: NewTable, trained: TrainedModel) -> tuple[str, ...]:
    told = list(new.notices)
    n_blank = int(new.is_blank.sum())
    if n_blank:
        told.append(
            f"{n_blank:,} of {len(new.inputs):,} rows have no value in any attribute "
            "and are not in the file."
        )
    if trained.trust is not None and trained.trust.calibrator is not None:
        told.append(
            "Probabilities are the model's own, to which base and values add up; "
            "predict gives calibrated ones, and these with --uncalibrated."
        )
    return tuple(told)


def _notes(
    request: ExplainTableRequest,
    trained: TrainedModel,
    new: NewTable,
    lines: ValueLines,
) -> dict[str, str]:
    """Give what a Parquet file says about itself, as JSON under one key."""
    with request.model.open("rb") as file:
        model = hashlib.file_digest(file, "sha256").hexdigest()
    told: dict[str, Any] = {
        "format": "genrelens-shapley-values",
        "format_version": "1.0",
        "game": GAMES[kind_of(trained.model)],
        "unit": "probability, as the model gives it, before calibration",
        "law": "base and all shap_ columns of a line sum to its probability",
        "additivity_error": lines.additivity_error,
        "dtype": "float32" if request.float32 else "float64",
        "model_sha256": model,
        "table": new.table.source.name,
        "table_sha256": new.table.source.sha256,
        "n_rows": len(new.inputs),
        "n_tracks": int((~new.is_blank).sum()),
        "n_lines": lines.n_lines,
        "n_genres": len(trained.genres),
        "genres_kept": lines.genres_kept,
        "features": {
            column: {"header": feature.origin, "label": feature.label}
            for column, feature in zip(
                lines.value_columns, trained.features, strict=True
            )
        },
        "model_scores": trained.scores,
        "versions": {**library_versions(), "pyarrow": pa.__version__},
    }
    return {"genrelens": json.dumps(told, ensure_ascii=False)}
