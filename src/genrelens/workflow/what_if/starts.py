"""Give a track to start from: one of the collection, or a typical one of a genre."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import printable
from genrelens.explanation.flipping.steps import is_whole
from genrelens.schema.columns import Kind
from genrelens.workflow.explaining.genre_names import known_genre
from genrelens.workflow.what_if.cleaned_alike import refuse_changed
from genrelens.workflow.what_if.values import plain_values

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.workflow.browsing.collection import Collection

__all__ = ["Start", "row_start", "typical_start"]


@dataclass(frozen=True, slots=True)
class Start:
    """Values to begin with, and where they come from.

    Parameters
    ----------
    values : dict of str to float, str or None
        By name of the attribute, for `read_values`.
    title : str
        What it is called: the track's name, or "a typical house track".
    words : str
        Where the values come from, as a sentence.
    row : int or None
        The track's row in its table, counted from 1; None where it is none.
    genre : str
        The track's label, or the genre that it is typical of.
    """

    values: dict[str, float | str | None]
    title: str
    words: str
    row: int | None
    genre: str


def row_start(collection: Collection, row: int) -> Start:
    """Start from a track of the collection.

    Parameters
    ----------
    collection : Collection
    row : int
        Its row in the table, counted from 1.

    Raises
    ------
    NoCollectionError
        If the row is not one of those that were learnt from.
    ColumnError
        If one of its values can only be written with its unit, as a duration of less
        than a second: see `refuse_changed`.
    """
    place = collection.place_of(row)
    values = plain_values(collection.features, collection.inputs.iloc[place])
    for feature in collection.features:
        value = values[feature.name]
        if value is not None and feature.kind is not Kind.FLAG:
            refuse_changed(feature, value)
    title = _title(collection, place)
    table = printable(collection.notes.table, limit=60)
    return Start(
        values,
        title,
        f"The values are those of row {row:,} of '{table}', {title}. The model was "
        "trained on this track; what it makes of it unseen is on the track's page.",
        row,
        collection.genres[int(collection.columns["genre"][place])],
    )


def typical_start(
    trained: TrainedModel, collection: Collection | None, genre: str
) -> Start:
    """Start from a typical track of a genre.

    With the collection it is the track of the genre whose values lie nearest to the
    middle of the genre's; without it, it is made of the genre's middle values.

    Raises
    ------
    InputError
        If the model knows no such genre.
    """
    name = known_genre(trained, genre)
    if collection is None:
        return _made_up(trained, name)
    rows = np.flatnonzero(collection.columns["genre"] == trained.genres.index(name))
    if not len(rows):
        return _made_up(trained, name)
    place = int(rows[np.argmin(_distances(trained, collection, rows))])
    found = row_start(collection, int(collection.columns["row"][place]))
    shown = printable(name, limit=60)
    return Start(
        found.values,
        found.title,
        f"A typical {shown} track: of the {len(rows):,} tracks called {shown} the one "
        f"whose values lie nearest to their middle, {found.title}. The model was "
        "trained on it.",
        found.row,
        name,
    )


def _title(collection: Collection, place: int) -> str:
    parts = [collection.text(name, place) for name in ("name", "artist")]
    shown = " — ".join(printable(part, limit=80) for part in parts if part)
    return shown or f"row {int(collection.columns['row'][place]):,}"


def _distances(
    trained: TrainedModel, collection: Collection, rows: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Add up how far each track lies from the middle, in spreads of the attribute."""
    total = np.zeros(len(rows))
    for feature in trained.features:
        cells = collection.inputs[feature.name].iloc[rows]
        if cells.isna().all():
            continue
        if feature.kind is Kind.CATEGORY or feature.name == "key":
            usual = cells.mode().iloc[0]
            total += np.where((cells == usual).to_numpy(dtype=bool), 0.0, 1.0)
            continue
        numbers = cells.to_numpy(dtype=np.float64)
        every = collection.inputs[feature.name].to_numpy(dtype=np.float64)
        spread = float(np.nanstd(every)) or 1.0
        gaps = np.abs(numbers - np.nanmedian(numbers)) / spread
        total += np.where(np.isnan(gaps), 1.0, gaps)
    return total


def _made_up(trained: TrainedModel, genre: str) -> Start:
    seen = {reference.name: reference for reference in trained.references}
    values: dict[str, float | str | None] = {}
    for feature in trained.features:
        reference = seen.get(feature.name)
        typical = (reference.median_by_genre or {}) if reference else {}
        value: float | str | None = typical.get(genre)
        if feature.kind is Kind.CATEGORY:
            value = reference.levels[0] if reference and reference.levels else None
        elif feature.kind is Kind.FLAG and isinstance(value, float):
            value = float(value >= 0.5)  # noqa: PLR2004 (most of the genre's tracks)
        elif is_whole(feature) and isinstance(value, float):
            value = float(math.floor(value + 0.5))
        values[feature.name] = value
    shown = printable(genre, limit=60)
    return Start(
        values,
        f"a typical {shown} track",
        f"Made of the middle value of each attribute over the tracks called {shown} "
        "(of a category, the most frequent level of all tracks), rounded where only "
        "whole numbers make sense. No real track need be like it.",
        None,
        genre,
    )
