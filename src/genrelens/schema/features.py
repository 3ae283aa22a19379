"""What a feature is: a number or category the model learns from, traceable home."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from genrelens.schema.columns import Kind
    from genrelens.schema.reading_recipe import ReadingRecipe

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
    recipe : ReadingRecipe, optional
        How its column was read; None where nobody read it from a file.
    """

    name: str
    label: str
    kind: Kind
    unit: str
    group: str
    origin: str
    is_audio: bool
    recipe: ReadingRecipe | None = None

    @property
    def is_scaled(self) -> bool:
        """Whether its values were scaled before, so that they carry no unit.

        A yes/no column that was scaled is yes and no again.
        """
        recipe = self.recipe
        return recipe is not None and recipe.is_scaled and recipe.reader != "flag"

    def to_dict(self) -> dict[str, Any]:
        """Give the feature as plain values."""
        recipe = None if self.recipe is None else self.recipe.to_dict()
        return {**asdict(self), "kind": str(self.kind), "recipe": recipe}
