"""Keep what a model says of the tracks of a folder, and find it by sound."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from genrelens.writing import replacing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["GenreNamed", "read_named", "write_named"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GenreNamed:
    """What a model says of one track, as `genrelens predict` would.

    Parameters
    ----------
    genre : str
        The most probable; empty where there is none.
    probability : float or None
        Its own.
    decision : str
        ``write``, ``ask`` or ``leave``; empty where the model has no rules.
    decided_genre : str
        The genre to write, or those to choose from, with ``" | "`` between.
    decision_reason, reasons, warnings : str
        Why it was decided so, what speaks for the genre, what is unusual.
    """

    genre: str
    probability: float | None
    decision: str
    decided_genre: str
    decision_reason: str
    reasons: str
    warnings: str


_SCHEMA = pa.schema(
    [
        ("sound_hash", pa.string()),
        *(
            (each.name, pa.float64() if each.name == "probability" else pa.string())
            for each in fields(GenreNamed)
        ),
    ]
)


def write_named(target: Path, named: Mapping[str, GenreNamed]) -> None:
    """Write answers by the hash of the sound; all of them or none."""
    rows: list[dict[str, Any]] = [
        {"sound_hash": key, **asdict(value)} for key, value in named.items()
    ]
    with replacing(target) as partial:
        pq.write_table(pa.Table.from_pylist(rows, schema=_SCHEMA), partial)


def read_named(source: Path) -> dict[str, GenreNamed]:
    """Read what `write_named` wrote; empty where nothing stands there."""
    if not source.is_file():
        return {}
    return {
        row.pop("sound_hash"): GenreNamed(**row)
        for row in pq.read_table(source).to_pylist()
    }
