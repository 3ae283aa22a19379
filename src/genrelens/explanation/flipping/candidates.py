"""Ask a model what becomes of a row at every value of one attribute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.explanation.flipping.steps import round_into

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.explanation.flipping.axes import Axis
    from genrelens.models.genre_model import GenreModel

__all__ = ["Candidates", "ask_axis"]


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Values of one attribute, and what the model says to each.

    Parameters
    ----------
    settings : ndarray of float64 or object, shape (n_values,)
        Values to be set; never the row's own.
    proba : ndarray of float64, shape (n_values, n_genres)
        The model's own probabilities.
    costs : ndarray of float64, shape (n_values,)
        Share of the collection between the row's value and each.
    gaps : ndarray of float64, shape (n_values,)
        Distance as a share of the attribute's range, to break ties of `costs`.
    is_round : ndarray of bool, shape (n_values,)
        Whether the value is one that people would set.
    """

    settings: NDArray[np.generic]
    proba: NDArray[np.float64]
    costs: NDArray[np.float64]
    gaps: NDArray[np.float64]
    is_round: NDArray[np.bool_]


def ask_axis(
    model: GenreModel,
    row: NDArray[np.float32],
    axis: Axis,
    before: float | str | None,
) -> Candidates:
    """Give every candidate of one attribute, the others staying as they are.

    For a number, the output of a forest can only change at the thresholds of the
    trees that the row reaches; that of a linear model hardly changes within a
    hundredth of a standard deviation. From each cell between two such borders the
    value nearest to the row's own is taken, and every multiple of the attribute's
    step. So nothing is missed, but for what happens inside one cell.

    Parameters
    ----------
    model : GenreForest or LinearModel
        Trained.
    row : ndarray of float32, shape (n_columns,)
        The track in the model's matrix.
    axis : Axis
        The attribute.
    before : float, str or None
        Its value in the row; None where it is missing.
    """
    if axis.settings:
        return _ask_settings(model, row, axis, before)
    response = model.respond_to_column(row, axis.columns.start)
    start = before if isinstance(before, float) else _middle(axis)
    exact = _nearest_in_cells(response.borders, axis, start)
    values = np.concatenate([axis.rounded, exact])
    is_round = np.arange(len(values)) < len(axis.rounded)
    own = np.float32(start) if before is not None else np.nan
    is_other = values.astype(np.float32) != own
    values, is_round = values[is_other], is_round[is_other]
    return Candidates(
        values,
        response.at(values),
        axis.spread.between(before, values),
        np.abs(values - start) / axis.width,
        is_round,
    )


def _middle(axis: Axis) -> float:
    return float(np.interp(0.5, axis.spread.shares, axis.spread.points))


def _nearest_in_cells(
    borders: NDArray[np.float64], axis: Axis, start: float
) -> NDArray[np.float64]:
    """Give the value nearest to `start` in each cell that lies in the range."""
    inside = borders[(borders >= axis.low) & (borders < axis.high)]
    below = np.nextafter(np.float32(axis.low), np.float32(-np.inf), dtype=np.float32)
    lows = np.concatenate([[float(below)], inside])
    highs = np.concatenate([inside, [axis.high]])
    is_above = lows >= np.float64(np.float32(start))
    is_below = highs < np.float64(np.float32(start))
    step = axis.step
    up = round_into(lows[is_above], highs[is_above], step=step, towards_low=True)
    down = round_into(lows[is_below], highs[is_below], step=step, towards_low=False)
    found = np.concatenate([down, up])
    is_sound = ~np.isnan(found) & (found >= axis.low) & (found <= axis.high)
    return np.asarray(found[is_sound])


def _ask_settings(
    model: GenreModel,
    row: NDArray[np.float32],
    axis: Axis,
    before: float | str | None,
) -> Candidates:
    """Try each setting of a list as a row of its own, all in one call."""
    places = [k for k, setting in enumerate(axis.settings) if setting != before]
    rows = np.repeat(row[np.newaxis], len(places), axis=0)
    rows[:, axis.columns] = axis.codes[places]
    settings = [axis.settings[k] for k in places]
    is_text = any(isinstance(setting, str) for setting in settings)
    values = np.array(settings, dtype=object if is_text else np.float64)
    n_genres = len(model.classes_)
    proba = model.predict_encoded(rows) if len(rows) else np.empty((0, n_genres))
    gaps = np.zeros(len(values))
    if isinstance(before, float) and not is_text and axis.width:
        gaps = np.abs(values.astype(np.float64) - before) / axis.width
    costs = axis.spread.between(before, values)
    return Candidates(values, proba, costs, gaps, np.ones(len(values), bool))
