"""What a column of a track table can be: its role, its kind and its unit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Kind", "KnownColumn", "Role"]


class Role(StrEnum):
    """What a column is used for."""

    FEATURE = "feature"  # an attribute that the model may learn from
    TARGET = "target"  # the genre to be learnt
    PROXY = "proxy"  # determines the genre, or is made from it: left out
    TRACK_ID = "track_id"
    TRACK_NAME = "track_name"
    ARTIST = "artist"
    ALBUM = "album"
    PLAYLIST = "playlist"  # the list or source that a row was taken from
    DATE = "date"  # read as a year
    INDEX = "index"  # row numbers
    IDENTIFIER = "identifier"  # links, hashes, serial numbers
    FILE = "file"  # how the file was made: format, bit rate
    TEXT = "text"  # free text
    CONSTANT = "constant"  # one value everywhere
    EMPTY = "empty"  # no value anywhere
    LEFT_OUT = "left_out"  # an attribute that nobody asked for: its cells are not read


class Kind(StrEnum):
    """How the cells of a column are to be read."""

    NUMBER = "number"  # float64, NaN where missing
    FLAG = "flag"  # float64: 1, 0, NaN where missing
    CATEGORY = "category"  # text with few levels, missing allowed
    TEXT = "text"  # text, missing allowed


@dataclass(frozen=True, slots=True)
class KnownColumn:
    """One attribute that track tables are known to carry.

    Parameters
    ----------
    name : str
        The name used everywhere in this package, e.g. ``"tempo"``.
    label : str
        The name for people, e.g. ``"tempo"`` or ``"duration"``.
    role, kind : Role, Kind
        What the column is, and how its cells are read.
    unit : str
        Unit of the cleaned values, e.g. ``"BPM"``; empty where there is none.
    low, high : float
        Range of possible values in that unit; infinite where there is none.
    group : str
        Family shown in reports: ``rhythm``, ``loudness``, ``harmony``,
        ``mood``, ``sound``, ``tags``, ``setting``, ``catalogue`` or ``names``.
    is_audio : bool
        True where the attribute describes the sound itself, and not the
        catalogue entry (popularity, year, explicit).
    spellings : tuple of str
        Header variants, normalised as by `schema.spelling.normalise_header`.
    description : str
        One sentence for the glossary.
    """

    name: str
    label: str
    role: Role
    kind: Kind
    unit: str = ""
    low: float = float("-inf")
    high: float = float("inf")
    group: str = ""
    is_audio: bool = False
    spellings: tuple[str, ...] = ()
    description: str = ""
