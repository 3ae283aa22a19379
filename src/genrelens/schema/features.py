"""What a feature is: a number or category the model learns from, traceable home."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from genrelens.schema.columns import Kind

__all__ = ["Feature"]


@dataclass(frozen=True, slots=True)
class Feature:
    """One attribute as the model sees it.

    Parameters
    ----------
    name : str
        Name in the feature table, e.g. ``"duration_ms"``.
    label : str
        Name for people, e.g. ``"duration"``.
    kind : Kind
        ``NUMBER``, ``FLAG`` or ``CATEGORY``.
    unit : str
        Unit of the values, empty where there is none.
    group : str
        Family of attributes, e.g. ``"rhythm"``.
    origin : str
        Header of the user's own column it was made from.
    is_audio : bool
        Whether it describes the sound rather than the catalogue entry.
    """

    name: str
    label: str
    kind: Kind
    unit: str
    group: str
    origin: str
    is_audio: bool

    def to_dict(self) -> dict[str, Any]:
        """Give the feature as plain values."""
        return {**asdict(self), "kind": str(self.kind)}
