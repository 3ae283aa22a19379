"""Open the stored collection of a model, checked against the model."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import ValidationError

from genrelens.errors import InputError, NoCollectionError, printable
from genrelens.schema.columns import Kind
from genrelens.similarity.space import find_space
from genrelens.workflow.browsing.search_words import fold_names
from genrelens.workflow.browsing.stored_collection import (
    COLLECTION_FILE,
    METADATA_KEY,
    CollectionNotes,
    probability_column,
    value_column,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.schema.features import Feature
    from genrelens.similarity.space import PlacedTracks, TrackSpace

__all__ = ["DECISIONS", "Collection", "open_collection"]

DECISIONS: Final = ("write", "ask", "leave", "")
"""What may be decided of a track; nothing where the model cannot decide."""

_TEXTS = ("id", "name", "artist", "decided_genre", "decision_reason")
_PLAIN = {
    "line": np.int64,
    "row": np.int64,
    "track": np.int64,
    "fold": np.int64,
    "probability": np.float64,
    "genre_probability": np.float64,
    "is_right": np.bool_,
    "is_counted": np.bool_,
}
_LOCKED = "locked test"
_MOST_ORDERS: Final = 12
_ORDER_BYTES: Final = 8  # a track


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """The tracks that a model was trained on, in the order of their table.

    Parameters
    ----------
    notes : CollectionNotes
        What belongs to the whole.
    features : tuple of Feature
        The model's attributes.
    genres : tuple of str
        In the order of the probabilities.
    columns : dict of str to ndarray, each of length n_tracks
        ``line``, ``row``, ``track``, ``fold``, ``probability``,
        ``genre_probability``, ``is_right`` and ``is_counted`` as in
        ``predictions.csv``; ``genre``, ``predicted`` and ``decision`` as codes (of
        `genres` and `DECISIONS`); ``is_locked``; and ``sure``, the calibrated
        probability of the predicted genre.
    texts : dict of str to pyarrow.StringArray
        ``id``, ``name``, ``artist``, ``decided_genre``, ``decision_reason``.
    inputs : pandas.DataFrame, n_tracks x n_features
        Values, by name.
    proba : ndarray of float32, shape (n_tracks, n_genres)
        Calibrated probabilities by models that had not met the track.
    positions : ndarray of float32, shape (n_tracks, 2), or None
        Places on the map, from 0 to 1.
    folded : pyarrow.StringArray
        Name, artist and id, to be searched.
    n_bytes : int
        About how much memory it takes, with room for all orders that it keeps.
    """

    notes: CollectionNotes
    features: tuple[Feature, ...]
    genres: tuple[str, ...]
    columns: dict[str, NDArray[Any]]
    texts: dict[str, pa.StringArray]
    inputs: pd.DataFrame
    proba: NDArray[np.float32]
    positions: NDArray[np.float32] | None
    folded: pa.StringArray
    _places: dict[int, int] = field(repr=False)
    n_bytes: int = field(init=False)
    _made: dict[str, Any] = field(default_factory=dict, repr=False)
    _orders: OrderedDict[str, NDArray[np.int64]] = field(
        default_factory=OrderedDict, repr=False
    )
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def __post_init__(self) -> None:
        """Count the memory once: who makes room asks for it at every request."""
        object.__setattr__(self, "n_bytes", self._count_bytes())

    def __len__(self) -> int:
        """Count the tracks."""
        return len(self.columns["row"])

    def place_of(self, row: int) -> int:
        """Find the place of a row of the table, counted from 1.

        Raises
        ------
        NoCollectionError
            If the row is not one of those that were learnt from.
        """
        place = self._places.get(row)
        if place is None:
            raise NoCollectionError(
                f"Row {row:,} of '{printable(self.notes.table)}' is none of the "
                f"{len(self):,} tracks that this model was trained on. Choose a track "
                "from the list of its tracks."
            )
        return place

    @property
    def numbers(self) -> tuple[str, ...]:
        """Names of the attributes that are numbers, or yes and no."""
        return tuple(f.name for f in self.features if f.kind is not Kind.CATEGORY)

    def text(self, name: str, place: int) -> str:
        """Give one text of a track, empty where it has none."""
        return str(self.texts[name][place].as_py() or "")

    def decision(self, place: int) -> str:
        """Give what was decided of a track; empty where nothing was."""
        return DECISIONS[self.columns["decision"][place]]

    @property
    def space(self) -> tuple[TrackSpace, PlacedTracks]:
        """The space that tracks are compared in, with all of them in it."""
        made: tuple[TrackSpace, PlacedTracks] = self.once("space", self._place)
        return made

    def once(self, name: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401
        """Give what `make` gives, made at most once while the collection is open."""
        with self._lock:
            if name not in self._made:
                self._made[name] = make()
            return self._made[name]

    def order(
        self, name: str, make: Callable[[], NDArray[np.int64]]
    ) -> NDArray[np.int64]:
        """Give a number for every track, made anew where it is not kept any more.

        The twelve asked for last are kept.
        """
        with self._lock:
            found = self._orders.get(name)
            if found is None:
                found = make()
                self._orders[name] = found
            self._orders.move_to_end(name)
            while len(self._orders) > _MOST_ORDERS:
                self._orders.popitem(last=False)
            return found

    def _count_bytes(self) -> int:
        plain = sum(int(column.nbytes) for column in self.columns.values())
        texts = sum(int(text.nbytes) for text in self.texts.values())
        values = int(self.inputs.memory_usage(deep=True).sum())
        places = 0 if self.positions is None else int(self.positions.nbytes)
        orders = _MOST_ORDERS * _ORDER_BYTES * len(self)
        proba = int(self.proba.nbytes)
        return plain + 2 * texts + 3 * values + proba + places + orders

    def _place(self) -> tuple[TrackSpace, PlacedTracks]:
        space = find_space(self.features, self.inputs)
        return space, space.place(self.inputs)


def open_collection(
    folder: Path, trained: TrainedModel, *, model_sha256: str | None = None
) -> Collection:
    """Read the collection of a model from its folder.

    Parameters
    ----------
    folder : Path
        Holds ``collection.parquet``, as `keep_collection` wrote it.
    trained : TrainedModel
        The model it belongs to.
    model_sha256 : str, optional
        Hash of the model file, which must be the one that the collection was kept
        with.

    Raises
    ------
    NoCollectionError
        If there is none, as beside a model that was brought as a file.
    InputError
        If it is damaged, or belongs to another model.
    """
    path = folder / COLLECTION_FILE
    if not path.is_file():
        raise NoCollectionError(
            "The tracks that this model was trained on are not here: it was brought "
            "as a model file, which holds none. To look through tracks, train a model "
            "here from their table, or give the table to this model as new tracks."
        )
    try:
        stored = pq.read_table(path)
        notes = CollectionNotes.model_validate_json(
            (stored.schema.metadata or {}).get(METADATA_KEY, b"")
        )
        _check(notes, trained, model_sha256)
        return _read(stored, notes, trained)
    except (pa.ArrowException, ValidationError, KeyError, OSError) as error:
        raise InputError(
            f"The model's stored tracks ('{COLLECTION_FILE}') cannot be read: "
            f"{printable(error, limit=200)}. Train the model anew."
        ) from error


def _check(
    notes: CollectionNotes, trained: TrainedModel, model_sha256: str | None
) -> None:
    names = tuple(feature.name for feature in trained.features)
    is_same = notes.genres == trained.genres and notes.features == names
    if not is_same or model_sha256 not in (None, notes.model_sha256):
        raise InputError(
            f"The stored tracks belong to another model of {len(notes.genres)} genres "
            f"and {len(notes.features)} attributes. Train the model anew."
        )


def _read(
    stored: pa.Table, notes: CollectionNotes, trained: TrainedModel
) -> Collection:
    n_tracks = stored.num_rows
    columns: dict[str, NDArray[Any]] = {
        name: stored[name].to_numpy().astype(kind) for name, kind in _PLAIN.items()
    }
    columns["genre"] = _codes(stored["genre"], trained.genres)
    columns["predicted"] = _codes(stored["predicted_genre"], trained.genres)
    columns["decision"] = _codes(stored["decision"], DECISIONS)
    columns["is_locked"] = stored["part"].to_numpy() == _LOCKED
    proba = np.empty((n_tracks, len(trained.genres)), dtype=np.float32)
    for place in range(len(trained.genres)):
        proba[:, place] = stored[probability_column(place)].to_numpy()
    columns["sure"] = proba[np.arange(n_tracks), columns["predicted"]].astype(float)
    texts = {name: _text(stored[name]) for name in _TEXTS}
    has_map = notes.map is not None
    xy = [stored[name].to_numpy() for name in ("map_x", "map_y")] if has_map else None
    return Collection(
        notes=notes,
        features=trained.features,
        genres=trained.genres,
        columns=columns,
        texts=texts,
        inputs=_values(stored, trained),
        proba=proba,
        positions=None if xy is None else np.column_stack(xy).astype(np.float32),
        folded=_searched(texts),
        _places={int(row): place for place, row in enumerate(columns["row"])},
    )


def _codes(column: pa.ChunkedArray, names: tuple[str, ...]) -> NDArray[np.int64]:
    known = pa.array(names, type=pa.string())
    codes = pc.index_in(column.cast(pa.string()), value_set=known)
    if codes.null_count:
        raise InputError(
            f"{codes.null_count:,} stored tracks name what the model does not know. "
            "Train the model anew."
        )
    return np.asarray(codes.to_numpy(), dtype=np.int64)


def _text(column: pa.ChunkedArray) -> pa.StringArray:
    return column.cast(pa.string()).combine_chunks()


def _searched(texts: dict[str, pa.StringArray]) -> pa.StringArray:
    parts = [fold_names(texts[name].to_pylist()) for name in ("name", "artist", "id")]
    return pa.array(["\n".join(each) for each in zip(*parts, strict=True)])


def _values(stored: pa.Table, trained: TrainedModel) -> pd.DataFrame:
    import pandas as pd

    values = {}
    for place, feature in enumerate(trained.features):
        column = stored[value_column(place)]
        if feature.kind is Kind.CATEGORY:
            values[feature.name] = pd.Series(column.to_pylist(), dtype="str")
        else:
            values[feature.name] = pd.Series(column.to_numpy().astype(np.float64))
    return pd.DataFrame(values)
