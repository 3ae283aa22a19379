"""What a reader may ask of a training, checked before it is queued."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from genrelens.workflow.requests import TrainRequest

__all__ = ["TrainingOptions"]

_MOST = 1_000_000_000


class TrainingOptions(BaseModel):
    """Settings of a training; what is not given is as the table's options say.

    The names are those of the command line: ``--time-budget`` is ``time_budget``.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    target: str | None = Field(
        default=None, max_length=1_000, description="Header of the genre column."
    )
    group: str | None = Field(
        default=None,
        max_length=1_000,
        description="Header of a column whose values are never parted.",
    )
    features: Literal["all", "audio"] | list[str] | None = Field(
        default=None, description="Attributes to learn from."
    )
    drop: list[str] | None = Field(
        default=None, max_length=10_000, description="Headers not to learn from."
    )
    force: list[str] | None = Field(
        default=None,
        max_length=10_000,
        description="Headers to learn from although they give the genre away.",
    )
    conflicts: Literal["keep-all", "first", "drop"] | None = None
    min_tracks: int | None = Field(default=None, ge=1, le=_MOST)
    source: str | None = Field(default=None, max_length=1_000)
    seed: int = Field(default=0, ge=0, le=2**32 - 1)
    model: Literal["forest", "linear"] = Field(
        default="forest", description="What is trained."
    )
    trees: int = Field(default=400, ge=1, le=_MOST)
    balanced: bool = False
    select: bool = Field(
        default=False, description="Look for the smallest sufficient set of attributes."
    )
    quick: bool = False
    compare: bool = False
    max_error: float = 0.05
    explain_tracks: int | None = Field(default=None, ge=0, le=_MOST)
    time_budget: float | None = Field(
        default=None, description="Minutes; settings are then chosen to fit."
    )
    corrections_of: str | None = Field(
        default=None,
        max_length=40,
        description="Id of a model whose label review is to be applied.",
    )

    def to_request(self) -> dict[str, Any]:
        """Give the settings by the names of `TrainRequest`, for the queue.

        Raises
        ------
        InputError
            If a number means nothing.
        """
        told = self.model_dump(exclude_none=True)
        told["is_quick"] = told.pop("quick")
        told["has_contenders"] = told.pop("compare")
        checked = {name: at for name, at in told.items() if name != "corrections_of"}
        TrainRequest(table=Path("table"), output=Path("output"), **checked)
        return told
