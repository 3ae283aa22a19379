"""Read from an address which tracks are asked for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from genrelens.errors import InputError, printable

if TYPE_CHECKING:
    from genrelens.workflow.browsing.filtering import TrackFilter, ValueRange

__all__ = ["TrackQuery"]

_BETWEEN = ".."


def _without_blanks(given: Any) -> Any:  # noqa: ANN401 (anything an address holds)
    """Take fields that a form sends empty as not filled in."""
    if isinstance(given, list):
        return [each for each in given if each != ""]
    return None if given == "" else given


_Blank = BeforeValidator(_without_blanks)
_Names = Annotated[
    list[Annotated[str, Field(max_length=500)]], _Blank, Field(max_length=200)
]
_Share = Annotated[
    Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None, _Blank
]
_Claim = Annotated[bool | None, _Blank]


class TrackQuery(BaseModel):
    """Conditions that all must hold; each may be left out."""

    model_config = ConfigDict(extra="ignore")

    genre: _Names = Field(default=[], description="Labels, any of them.")
    predicted: _Names = Field(default=[], description="Predicted genres, any of them.")
    decision: Annotated[
        list[Literal["write", "ask", "leave"]], _Blank, Field(max_length=3)
    ] = Field(default=[], description="Decisions, any of them.")
    min_probability: _Share = Field(
        default=None, description="Least calibrated probability of the prediction."
    )
    max_probability: _Share = Field(default=None, description="And the largest.")
    right: _Claim = Field(default=None, description="Whether the prediction agrees.")
    counted: _Claim = Field(
        default=None, description="Whether the row stands for its track in the scores."
    )
    part: Annotated[Literal["cross-validation", "locked test"] | None, _Blank] = Field(
        default=None, description="Where the track was held out."
    )
    search: Annotated[str, Field(max_length=200)] = Field(
        default="", description="Words in name, artist or id; accents do not matter."
    )
    range: Annotated[
        list[Annotated[str, Field(max_length=600)]], _Blank, Field(max_length=50)
    ] = Field(
        default=[],
        description="Values of a number, such as tempo:120..140 or energy:0.8.. or "
        "year:..1999; several may be given.",
    )
    row: Annotated[
        list[Annotated[int, Field(ge=1, le=10**12)]], _Blank, Field(max_length=1000)
    ] = Field(default=[], description="Rows of the table, any of them.")
    area: Annotated[str, Field(max_length=8000)] = Field(
        default="", description="Corners of a region of the map: x,y,x,y from 0 to 1."
    )
    sort: Annotated[str, Field(max_length=600)] = Field(
        default="row",
        description="row, name, artist, genre, predicted, sure, probability, "
        "genre_probability, decision, is_right or value:tempo; - before it turns "
        "the order round.",
    )

    def filter(self) -> TrackFilter:
        """Give the conditions as the collection takes them.

        Raises
        ------
        InputError
            If a range or region cannot be read.
        """
        from genrelens.workflow.browsing.filtering import TrackFilter

        return TrackFilter(
            genre=tuple(self.genre),
            predicted=tuple(self.predicted),
            decision=tuple(self.decision),
            min_probability=self.min_probability,
            max_probability=self.max_probability,
            right=self.right,
            counted=self.counted,
            part=self.part or "",
            search=self.search,
            ranges=tuple(_read_range(each) for each in self.range),
            rows=tuple(self.row),
            area=_read_area(self.area),
        )


def _read_range(text: str) -> ValueRange:
    from genrelens.workflow.browsing.filtering import ValueRange

    name, colon, limits = text.rpartition(":")
    low, between, high = limits.partition(_BETWEEN)
    if not (name and colon and between):
        raise _bad_range(text)
    return ValueRange(name, _read_number(low, text), _read_number(high, text))


def _read_number(text: str, whole: str) -> float | None:
    if not text.strip():
        return None
    try:
        number = float(text)
    except ValueError as error:
        raise _bad_range(whole) from error
    if not math.isfinite(number):
        raise _bad_range(whole)
    return number


def _bad_range(text: str) -> InputError:
    return InputError(
        f"The range '{printable(text)}' cannot be read. Write the attribute, a colon, "
        "and its ends with two points between: tempo:120..140, energy:0.8.. or "
        "year:..1999."
    )


def _read_area(text: str) -> tuple[float, ...]:
    if not text.strip():
        return ()
    try:
        return tuple(float(each) for each in text.split(","))
    except ValueError as error:
        raise InputError(
            f"The region '{printable(text)}' cannot be read. Write its corners as "
            "numbers from 0 to 1 with commas between: x,y,x,y and so on."
        ) from error
