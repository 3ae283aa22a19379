"""What a table's attributes look like: counts and quantiles, genre by genre."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

__all__ = [
    "INSPECTION",
    "PROFILE",
    "AttributeProfile",
    "Group",
    "Histogram",
    "Level",
    "Quantiles",
    "TableProfile",
]

INSPECTION: Final = "inspection.json"
"""What `genrelens inspect --json` prints."""

PROFILE: Final = "profile.json"
"""What `TableProfile.to_dict` gives."""


@dataclass(frozen=True, slots=True)
class Group:
    """The tracks of one genre, or of all genres too small to stand alone.

    Parameters
    ----------
    name : str
        The genre; for the last group perhaps how many genres it unites.
    n_tracks : int
        Tracks.
    n_genres : int
        Genres in it; 1 for a genre of its own.
    """

    name: str
    n_tracks: int
    n_genres: int = 1


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Where the values of a group lie, in the attribute's unit.

    Parameters
    ----------
    n_values : int
        Values that are not missing.
    low, low_5, low_25, median, high_75, high_95, high : float
        Smallest value, quantiles at 5, 25, 50, 75 and 95 %, and largest value.
    """

    n_values: int
    low: float
    low_5: float
    low_25: float
    median: float
    high_75: float
    high_95: float
    high: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many values fall into each bin, group by group.

    Parameters
    ----------
    edges : tuple of float, length n_bins + 1
        Round values in the attribute's unit. A value on an edge counts in the bin
        above it; on the last edge, in the last bin.
    counts : tuple of tuple of int, n_groups x n_bins
        Values in each bin.
    n_below, n_above : tuple of int, length n_groups
        Values outside of all bins, which a few extreme ones may be.
    """

    edges: tuple[float, ...]
    counts: tuple[tuple[int, ...], ...]
    n_below: tuple[int, ...]
    n_above: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """One value of a category.

    Parameters
    ----------
    name : str
        The value.
    counts : tuple of int, length n_groups
        Tracks that have it, group by group.
    """

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AttributeProfile:
    """What one attribute looks like.

    Parameters
    ----------
    name, header, label : str
        `Column.name`, the header in the file, and the name for people.
    role, kind, unit : str
        As in the inspection.
    n_missing : int
        Tracks without a value.
    missing : tuple of int, length n_groups
        The same, group by group.
    overall : Quantiles or None
        Of all tracks; None for categories, and where no value is a number.
    quantiles : tuple of Quantiles or None, length n_groups
        Group by group; None where a group has no value.
    histogram : Histogram or None
        For numbers.
    levels : tuple of Level
        For yes/no and categories: the most frequent values, largest first.
    others : Level or None
        All values beyond those, united.
    n_levels : int
        Different values of a category; 0 for numbers.
    """

    name: str
    header: str
    label: str
    role: str
    kind: str
    unit: str
    n_missing: int
    missing: tuple[int, ...]
    overall: Quantiles | None = None
    quantiles: tuple[Quantiles | None, ...] = ()
    histogram: Histogram | None = None
    levels: tuple[Level, ...] = ()
    others: Level | None = None
    n_levels: int = 0


@dataclass(frozen=True, slots=True)
class TableProfile:
    """What the attributes of a table look like.

    Parameters
    ----------
    n_tracks : int
        Tracks that were counted: those that a training would learn from; all rows
        where there is no genre column.
    is_by_genre : bool
        Whether the groups are genres; else there is one group of all rows.
    groups : tuple of Group
        Largest genre first; the last one may unite small genres.
    attributes : tuple of AttributeProfile
        In the order of the file.
    n_left_out : int
        Attributes beyond those that are shown.
    """

    n_tracks: int
    is_by_genre: bool
    groups: tuple[Group, ...]
    attributes: tuple[AttributeProfile, ...]
    n_left_out: int

    def to_dict(self) -> dict[str, Any]:
        """Give everything as plain values, ready for JSON."""
        return {
            "format": "genrelens-profile",
            "format_version": "1.0",
            **asdict(self),
        }

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> TableProfile:
        """Take what `to_dict` gave, perhaps by way of JSON."""
        return cls(
            n_tracks=told["n_tracks"],
            is_by_genre=told["is_by_genre"],
            groups=tuple(Group(**group) for group in told["groups"]),
            attributes=tuple(_attribute(one) for one in told["attributes"]),
            n_left_out=told["n_left_out"],
        )


def _attribute(told: dict[str, Any]) -> AttributeProfile:
    histogram, others = told["histogram"], told["others"]
    taken = {
        "missing": tuple(told["missing"]),
        "overall": _quantiles(told["overall"]),
        "quantiles": tuple(_quantiles(one) for one in told["quantiles"]),
        "histogram": None if histogram is None else _histogram(histogram),
        "levels": tuple(_level(level) for level in told["levels"]),
        "others": None if others is None else _level(others),
    }
    return AttributeProfile(**{**told, **taken})


def _quantiles(told: dict[str, Any] | None) -> Quantiles | None:
    return None if told is None else Quantiles(**told)


def _histogram(told: dict[str, Any]) -> Histogram:
    counts = tuple(tuple(row) for row in told["counts"])
    plain = {name: tuple(told[name]) for name in ("edges", "n_below", "n_above")}
    return Histogram(counts=counts, **plain)


def _level(told: dict[str, Any]) -> Level:
    return Level(told["name"], tuple(told["counts"]))
