"""What the honesty gap is made of: ways of splitting, and the steps between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from genrelens.evaluation.comparing.paired import Difference
    from genrelens.evaluation.results import Estimate

__all__ = ["GapLevel", "GapStep", "HonestyGap"]


@dataclass(frozen=True, slots=True)
class GapLevel:
    """The scores of one way of splitting, the same tracks being scored in all.

    Parameters
    ----------
    scenario : str
        ``random_rows``, ``unseen_tracks``, ``unseen_artists``, ``fewer_tracks``,
        ``held_out_source``, or the headline's own.
    title : str
        The same for people.
    accuracy : Estimate
        Share of tracks named right.
    macro_auc : Estimate or None
        Mean over genres of the one-against-the-rest area; None where undefined.
    any_hit : Estimate or None
        Share of distinct tracks named by *any* of their genres, the mean over a
        track's rows; None where hardly a track stands under several genres.
    n_tracks, n_groups : int
        Tracks scored, and independent groups among them.
    group_words : str
        What the groups are, as a plural for people.
    n_train : int
        Mean number of tracks that a model was trained on.
    """

    scenario: str
    title: str
    accuracy: Estimate
    macro_auc: Estimate | None
    any_hit: Estimate | None
    n_tracks: int
    n_groups: int
    group_words: str
    n_train: int

    def to_dict(self) -> dict[str, Any]:
        """Give the level as plain values, ready for JSON."""
        return {
            "scenario": self.scenario,
            "title": self.title,
            "accuracy": self.accuracy.to_dict(),
            "macro_auc": _plain(self.macro_auc),
            "any_hit": _plain(self.any_hit),
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "group_words": self.group_words,
            "n_train": self.n_train,
        }


@dataclass(frozen=True, slots=True)
class GapStep:
    """What one more thing kept apart takes from the scores.

    Parameters
    ----------
    code : str
        ``copies_apart``, ``clips_apart``, ``artists_apart``, ``groups_apart``,
        ``fewer_tracks``, ``source_apart``, or ``total`` (random rows to the
        headline).
    title : str
        The same for people, e.g. ``"copies of a track kept apart"``.
    easier, harder : str
        `GapLevel.scenario` of the two ways of splitting.
    accuracy : Difference
        Easier minus harder, as a share: what the easier one shows too much.
    macro_auc, any_hit : Difference or None
        The same for these scores, where both ways have them.
    sentence : str
        What it means, for people.
    """

    code: str
    title: str
    easier: str
    harder: str
    accuracy: Difference
    macro_auc: Difference | None
    any_hit: Difference | None
    sentence: str

    def to_dict(self) -> dict[str, Any]:
        """Give the step as plain values, ready for JSON."""
        return {
            "code": self.code,
            "title": self.title,
            "easier": self.easier,
            "harder": self.harder,
            "accuracy": self.accuracy.to_dict(),
            "macro_auc": _plain(self.macro_auc),
            "any_hit": _plain(self.any_hit),
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class HonestyGap:
    """How much better the model would look under easier ways of splitting.

    Parameters
    ----------
    scenario : str
        Title of the headline, e.g. ``"unseen artists"``.
    headline : str
        Its key in `levels`.
    n_tracks, n_groups : int
        Tracks scored, and independent groups among them.
    group_words : str
        What the groups are, as a plural for people.
    levels : tuple of GapLevel
        From the easiest, random rows, to the hardest.
    steps : tuple of GapStep
        Between neighbours in `levels`.
    total : GapStep
        From random rows to the headline.
    sentence : str
        The gap in words, which the verdict quotes.
    beyond : str
        What lies beyond the headline (another source), in words; may be empty.
    notes : tuple of str
        Rules that came into play, and steps that could not be made.
    """

    scenario: str
    headline: str
    n_tracks: int
    n_groups: int
    group_words: str
    levels: tuple[GapLevel, ...]
    steps: tuple[GapStep, ...]
    total: GapStep
    sentence: str
    beyond: str = ""
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the gap as plain values, ready for JSON."""
        return {
            "scenario": self.scenario,
            "headline": self.headline,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "group_words": self.group_words,
            "levels": [level.to_dict() for level in self.levels],
            "steps": [step.to_dict() for step in self.steps],
            "total": self.total.to_dict(),
            "sentence": self.sentence,
            "beyond": self.beyond,
            "notes": list(self.notes),
        }


def _plain(found: Estimate | Difference | None) -> dict[str, Any] | None:
    return None if found is None else found.to_dict()
