"""Tell where the pages hold what a sentence calls by an option of the command line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["OptionPlace", "option_places"]

_PLACES: Final = {
    "target": ("target", "the field \u201cGenre column\u201d"),
    "group": ("group", "the field \u201cTracks that belong together\u201d"),
    "conflicts": ("conflicts", "the field \u201cA track under several genres\u201d"),
    "min-tracks": ("min_tracks", "the field \u201cFewest tracks of a genre\u201d"),
    "features": ("features", "the field \u201cAttributes to learn from\u201d"),
    "encoding": ("encoding", "the field \u201cEncoding of the text\u201d"),
    "delimiter": ("delimiter", "the field \u201cSeparator between cells\u201d"),
    "force": ("uses", "\u201clearn from it\u201d in the list of columns"),
    "drop": ("uses", "\u201cleave out\u201d in the list of columns"),
}
_OPTION: Final = re.compile(rf"(?<![\w-])--({'|'.join(_PLACES)})(?![\w-])")
_PREDICT: Final = "genrelens predict"


@dataclass(frozen=True, slots=True)
class OptionPlace:
    """Where a page holds what a sentence names.

    Parameters
    ----------
    option : str
        As the sentence has it.
    anchor : str
        Id of the field on the page of a table; empty where it is no field.
    words : str
        What the page calls it.
    """

    option: str
    anchor: str
    words: str


def option_places(text: str) -> tuple[OptionPlace, ...]:
    """Find the options that a sentence names, in its order, each once.

    Parameters
    ----------
    text : str
        A message, a remedy or an error, written for every door.

    Examples
    --------
    >>> [place.words for place in option_places("Keep it with --force 'year'.")]
    ['\u201clearn from it\u201d in the list of columns']
    >>> option_places("Nothing to do.")
    ()
    """
    found = [
        OptionPlace(f"--{option}", *_PLACES[option])
        for option in dict.fromkeys(_OPTION.findall(text))
    ]
    if _PREDICT in text:
        found.append(OptionPlace(_PREDICT, "", "step 8, \u201cUse it\u201d"))
    return tuple(found)
