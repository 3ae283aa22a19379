"""Ask a model about a few fixed rows, to know it again when it is reopened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.bundle.manifest import ProbeEntry
from genrelens.errors import BundleError, GenrelensError
from genrelens.models.linear import LinearModel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.models.genre_model import GenreModel

__all__ = ["TOLERANCE", "ask_probes", "check_probes"]

TOLERANCE = 1e-12
"""Largest difference of a probability that another processor may cause."""

_N_ROWS = 8
_FAR = 2.5
_LARGEST = float(np.finfo(np.float32).max)


def ask_probes(model: GenreModel) -> ProbeEntry:
    """Choose rows at the model's own borders, and note what it answers.

    Parameters
    ----------
    model : GenreForest or LinearModel
        Trained; a forest's thresholds are 32-bit numbers.

    Returns
    -------
    ProbeEntry
        Eight rows that meet thresholds exactly, or stand between two and a half
        standard deviations below and above the mean, and one with nothing known.
    """
    encoder = model.encoder_
    columns: list[list[float | str | None]] = []
    for position, name in enumerate(encoder.names):
        choices: list[float | str] = list(encoder.levels.get(name, ()))
        if name not in encoder.levels:
            encoded = int(np.searchsorted(encoder.origin, position))
            choices = _choices(model, encoded)
        turn = (np.arange(_N_ROWS) * 5 + position) % _N_ROWS
        picks = turn * len(choices) // _N_ROWS
        columns.append([choices[pick] for pick in picks] if choices else [None] * 8)
    rows = [list(row) for row in zip(*columns, strict=True)]
    rows.append([None] * len(columns))
    answers = _answers(model, rows)
    return ProbeEntry(rows=rows, probabilities=answers.tolist())


def _choices(model: GenreModel, encoded: int) -> list[float | str]:
    """Give values of one encoded column at which answers differ."""
    if isinstance(model, LinearModel):
        rule = model.rule_
        steps = np.linspace(-_FAR, _FAR, _N_ROWS)
        values = rule.mean[encoded] + rule.spread[encoded] * steps
        inside = np.clip(values, -_LARGEST, _LARGEST).astype(np.float32)
        return [float(value) for value in inside]
    forest = model.forest_
    at_column = forest.threshold[forest.feature == encoded]
    return [float(value) for value in np.unique(at_column)] or [0.0]


def check_probes(model: GenreModel, probe: ProbeEntry) -> None:
    """Ask a reopened model the same, and demand the same answers.

    Parameters
    ----------
    model : GenreForest or LinearModel
        As rebuilt from a file.
    probe : ProbeEntry
        Rows and answers from the same file.

    Raises
    ------
    BundleError
        If a row does not fit the model, or an answer differs by more than 1e-12.
    """
    n_columns, n_genres = len(model.encoder_.names), len(model.classes_)
    if (
        any(len(row) != n_columns for row in probe.rows)
        or any(len(row) != n_genres for row in probe.probabilities)
        or len(probe.rows) != len(probe.probabilities)
    ):
        raise BundleError(
            f"The model's sample rows do not fit its {n_columns} features and "
            f"{n_genres} genres. Fetch the file again, or train the model anew."
        )
    try:
        found = _answers(model, probe.rows)
    except GenrelensError as error:
        raise BundleError(
            f"The model cannot answer its own sample rows: {error} "
            "Fetch the file again, or train the model anew."
        ) from error
    difference = np.abs(found - np.array(probe.probabilities)).max(axis=1)
    n_wrong = int((~(difference <= TOLERANCE)).sum())
    if n_wrong:
        raise BundleError(
            f"The reopened model answers {n_wrong} of its {len(difference)} sample "
            f"rows otherwise than when it was saved (by up to {difference.max():.3g}). "
            "Fetch the file again, or train the model anew."
        )


def _answers(
    model: GenreModel, rows: list[list[float | str | None]]
) -> NDArray[np.float64]:
    encoder = model.encoder_
    columns = {}
    for name, cells in zip(encoder.names, zip(*rows, strict=True), strict=True):
        expected = str if name in encoder.levels else float
        if not all(cell is None or isinstance(cell, expected) for cell in cells):
            raise BundleError(
                "The model's sample rows mix texts and numbers. "
                "Fetch the file again, or train the model anew."
            )
        kind = "str" if name in encoder.levels else "float64"
        columns[name] = pd.Series(list(cells), dtype=kind)
    frame = pd.DataFrame(columns)
    if hasattr(model, "feature_names_in_"):
        return model.predict_proba(frame)
    return model.predict_proba(frame.to_numpy(dtype=np.float64))
