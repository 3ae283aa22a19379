"""Start a library without genres from the tags that the network heard alone."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from genrelens.audio.music_tags.first_genres import MEASURED, first_genres
from genrelens.schema.music_tags import MUSIC_TAGS
from genrelens.workflow.answering.decision_summary import count_decisions
from genrelens.workflow.predicting import PredictResult

__all__ = ["FROM_TAGS", "answer_from_tags"]

FROM_TAGS: Final = "music-tags"
"""The word that stands in place of a model file."""

_CARRIED: Final = ("path", "track_name", "artist")


def answer_from_tags(frame: pd.DataFrame, *, reasons: bool) -> PredictResult:
    """Name a first genre for the tracks whose tags are clear, and leave the others.

    Nothing was learnt for it, so that no probability is given. What was measured on
    other music promises nothing of this, so that a genre is always asked about.

    Parameters
    ----------
    frame : pandas.DataFrame, n_tracks
        As `extract_folder` gives it, heard by the network of tags.
    reasons : bool
        Whether to say which tags speak.

    Returns
    -------
    PredictResult
    """
    tags = frame[[tag.column for tag in MUSIC_TAGS]].to_numpy(dtype=np.float64)
    named = [first_genres(row) for row in tags]
    answer = {
        **{name: frame[name].to_numpy() for name in _CARRIED},
        "line": np.arange(1, len(frame) + 1),
        "row": np.arange(1, len(frame) + 1),
        "genre": [each.genre for each in named],
        "probability": np.full(len(frame), np.nan),
        "tag_strength": [each.strength for each in named],
        "decision": ["ask" if each.genre else "leave" for each in named],
        "decided_genre": [each.genre or "" for each in named],
        "decision_reason": [each.reason for each in named],
        "reasons": [each.reason if each.genre else "" for each in named],
        "warnings": [""] * len(frame),
    }
    if not reasons:
        del answer["reasons"]
    told = pd.DataFrame(answer)
    notice = (
        f"These genres come from the network's tags alone, no model was trained. "
        f"{MEASURED} For your music no share of wrong names is promised, so none is "
        "decided to be written: each is a question to you."
    )
    return PredictResult(
        told,
        (notice,),
        None,
        ("track_name", "artist"),
        count_decisions(told),
    )
