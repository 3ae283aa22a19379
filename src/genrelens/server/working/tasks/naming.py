"""Name the genre of every track of a music folder, as `genrelens predict` does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from genrelens.server.keeping.database.times import utc_now
from genrelens.server.working.children.child_limits import music_workers
from genrelens.workflow.from_sound.predicting_files import predict_files
from genrelens.workflow.music_library.genres_named import GenreNamed, write_named
from genrelens.workflow.music_library.opening import NAMED, open_library

if TYPE_CHECKING:
    from genrelens.workflow.progress import Listener

__all__ = ["work"]


def work(order: dict[str, Any], listener: Listener) -> dict[str, Any]:
    """Ask the model for every track, and write its answers by the hash of the sound.

    Parameters
    ----------
    order : dict
        ``folder`` (the music), ``place`` (what was read of it), ``model`` (path, or
        the start from tags), ``output`` (folder), ``threads`` and ``options``:
        ``model`` (its id), ``model_name`` and ``max_error``.
    listener : Listener
        Told of every step.

    Returns
    -------
    dict
        Who named the genres, and what was promised.
    """
    folder = Path(order["folder"])
    library = open_library(Path(order["place"]))
    asked = order["options"]
    result = predict_files(
        Path(order["model"]),
        [folder / track.file for track in library.tracks],
        folder=folder,
        max_error=asked["max_error"],
        reasons=True,
        workers=music_workers(order["threads"]),
        listener=listener,
    )
    rows: dict[str, dict[str, Any]] = {
        str(row["path"]): {str(name): cell for name, cell in row.items()}
        for row in result.frame.to_dict("records")
    }
    named = {
        track.sound_hash: _named(rows[track.path])
        for track in library.tracks
        if track.path in rows
    }
    write_named(Path(order["output"]) / NAMED, named)
    return {**asked, "named": utc_now(), "n_tracks": len(named)}


def _named(row: dict[str, Any]) -> GenreNamed:
    def text(name: str) -> str:
        cell = row.get(name)
        return "" if cell is None or cell != cell else str(cell)  # noqa: PLR0124 (NaN)

    probability = row.get("probability")
    is_known = isinstance(probability, float) and probability == probability  # noqa: PLR0124
    return GenreNamed(
        genre=text("genre"),
        probability=probability if is_known else None,
        decision=text("decision"),
        decided_genre=text("decided_genre"),
        decision_reason=text("decision_reason"),
        reasons=text("reasons"),
        warnings=text("warnings"),
    )
