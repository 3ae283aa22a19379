"""Read a new table for a saved model, as the model's own table was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from genrelens.cleaning.cleaning import clean_table
from genrelens.cleaning.origins.resembling import tell_stand_ins
from genrelens.errors import InputError, printable
from genrelens.features.feature_input import features_for, recipes_for
from genrelens.features.pooled_levels import find_pooled_cells
from genrelens.ingest.reading import read_table
from genrelens.schema.findings import Severity

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.cleaning.track_table import TrackTable
    from genrelens.features.feature_input import InputProblems, MissingColumn
    from genrelens.ingest.raw_table import RawTable

__all__ = ["NewTable", "fit_new_table", "nothing_known", "read_new_table"]

_OWN_TABLE = (
    "The model was trained on this very table, so it has seen the answers; what it "
    "makes of these tracks unseen is in the predictions.csv of its training."
)
_SHOWN_COLUMNS = 20


@dataclass(frozen=True, slots=True)
class NewTable:
    """A table in the form that a model asks for.

    Parameters
    ----------
    table : TrackTable
        The cleaned table, every row of it.
    inputs : pandas.DataFrame, n_rows x n_features
        The model's attributes, in its order; missing where the table has none.
    warnings : tuple of str, length n_rows
        What is unusual about each row; empty where nothing is.
    notices : tuple of str
        What concerns the table as a whole, as sentences with counts.
    is_blank : ndarray of bool, shape (n_rows,)
        Whether a row has no value in any attribute.
    missing : tuple of MissingColumn
        Attributes of the model that the table does not provide.
    source_sha256 : str
        SHA-256 of the file.
    """

    table: TrackTable
    inputs: pd.DataFrame
    warnings: tuple[str, ...]
    notices: tuple[str, ...]
    is_blank: NDArray[np.bool_]
    missing: tuple[MissingColumn, ...] = ()
    source_sha256: str = ""


def read_new_table(
    trained: TrainedModel,
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    name: str | None = None,
) -> NewTable:
    """Read and clean a table by a model's own recipes.

    Parameters
    ----------
    trained : TrainedModel
        Who asks, and how its training table was read.
    path : Path
        The file.
    encoding, delimiter : str, optional
        How it is to be read; found where they are not given.
    name : str, optional
        What messages call it; its own name where it is not given.

    Returns
    -------
    NewTable

    Raises
    ------
    InputError
        If the table cannot be read, or has none of the model's attributes.
    """
    return fit_new_table(
        trained,
        read_table(path, encoding=encoding, delimiter=delimiter, name=name),
    )


def fit_new_table(trained: TrainedModel, raw: RawTable) -> NewTable:
    """Clean a table that was read by a model's own recipes; see `read_new_table`.

    Raises
    ------
    InputError
        If the table has none of the model's attributes.
    """
    table = clean_table(raw, recipes=recipes_for(trained.features))
    inputs, problems = features_for(trained.features, trained.references, table)
    if sum(column.is_absent for column in problems.missing) == len(inputs.columns):
        raise InputError(nothing_known(trained))
    pooled = find_pooled_cells(
        trained.model.encoder_, trained.features, trained.references, inputs
    )
    given = {known.name for column in table.columns if (known := column.known)}
    lacking = {column.name for column in problems.missing if column.is_absent}
    stand_ins = tell_stand_ins(lacking, given)
    notices = [
        *stand_ins,
        *problems.notes,
        *pooled.notes,
        *_told_in_reading(table, problems),
    ]
    if raw.source.sha256 == trained.training.get("table_sha256"):
        notices.insert(0, _OWN_TABLE)
    return NewTable(
        table=table,
        inputs=inputs,
        warnings=_joined(problems.rows.texts, pooled.texts),
        notices=tuple(notices),
        is_blank=inputs.isna().all(axis=1).to_numpy(),
        missing=problems.missing,
        source_sha256=raw.source.sha256,
    )


def _joined(texts: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    pairs = zip(texts, others, strict=True)
    return tuple("; ".join(filter(None, pair)) for pair in pairs)


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


def nothing_known(trained: TrainedModel) -> str:
    """Say that a table has no attribute of a model, and which these are."""
    headers = [printable(feature.origin) for feature in trained.features]
    shown = ", ".join(f"'{header}'" for header in headers[:_SHOWN_COLUMNS])
    more = " …" if len(headers) > _SHOWN_COLUMNS else ""
    return (
        f"The table has none of the {len(headers)} attributes that the model learnt "
        f"from: {shown}{more}. Give a table with columns of these names."
    )
