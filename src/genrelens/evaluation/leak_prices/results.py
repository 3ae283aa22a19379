"""What pricing leaks gives: scores with and without each, and what had no price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from genrelens.evaluation.comparing.paired import Difference
    from genrelens.evaluation.results import Estimate

__all__ = ["LeakPrice", "LeakPrices", "PricedScore", "UnpricedLeak"]


@dataclass(frozen=True, slots=True)
class PricedScore:
    """One score with and without a leak, on the same tracks.

    Parameters
    ----------
    metric : str
        ``"accuracy"`` or ``"macro_f1"``.
    with_, without : Estimate
        The score with the leak, and without it.
    difference : Difference
        With minus without; positive where the leak flatters the score.
    """

    metric: str
    with_: Estimate
    without: Estimate
    difference: Difference

    def to_dict(self) -> dict[str, Any]:
        """Give the score as plain values, ready for JSON."""
        return {
            "metric": self.metric,
            "with": self.with_.to_dict(),
            "without": self.without.to_dict(),
            "difference": self.difference.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class LeakPrice:
    """What one leak is worth.

    Parameters
    ----------
    code : str
        Code of the finding, e.g. ``"unit-encodes-genre"``.
    column : str or None
        Header concerned, as in the file; None where it is not one column.
    title : str
        The leak in a few words, for people.
    scenario : str
        How rows were split, in words, e.g. ``"unseen artists"``.
    scores : tuple of PricedScore
        Accuracy first, then macro F1.
    n_tracks, n_groups : int
        Tracks scored, and independent groups among them.
    n_trees : int or None
        Trees of each forest; None where the model is none.
    sentence : str
        The price in one sentence.
    how : str
        What was compared with what, in one sentence.
    done : str
        What training did about the leak, in one sentence.
    """

    code: str
    column: str | None
    title: str
    scenario: str
    scores: tuple[PricedScore, ...]
    n_tracks: int
    n_groups: int
    n_trees: int | None
    sentence: str
    how: str
    done: str

    @property
    def metric(self) -> str:
        """The first score's name."""
        return self.scores[0].metric

    @property
    def with_(self) -> Estimate:
        """The first score with the leak."""
        return self.scores[0].with_

    @property
    def without(self) -> Estimate:
        """The first score without the leak."""
        return self.scores[0].without

    @property
    def difference(self) -> Difference:
        """With minus without, of the first score."""
        return self.scores[0].difference

    def to_dict(self) -> dict[str, Any]:
        """Give the price as plain values, ready for JSON."""
        return {
            "code": self.code,
            "column": self.column,
            "title": self.title,
            "scenario": self.scenario,
            "scores": [score.to_dict() for score in self.scores],
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "n_trees": self.n_trees,
            "sentence": self.sentence,
            "how": self.how,
            "done": self.done,
        }


@dataclass(frozen=True, slots=True)
class UnpricedLeak:
    """A leak that was found, and has no price here.

    Parameters
    ----------
    code, column, title, done
        As in `LeakPrice`.
    why : str
        Why it has none, in one sentence.
    """

    code: str
    column: str | None
    title: str
    why: str
    done: str

    def to_dict(self) -> dict[str, Any]:
        """Give the leak as plain values, ready for JSON."""
        return {
            "code": self.code,
            "column": self.column,
            "title": self.title,
            "why": self.why,
            "done": self.done,
        }


@dataclass(frozen=True, slots=True)
class LeakPrices:
    """Every leak that was found, with its price where it has one.

    Parameters
    ----------
    scenario : str
        How rows were split unless a price says otherwise, in words.
    n_tracks, n_groups : int
        Tracks scored, and independent groups among them.
    priced : tuple of LeakPrice
        The dearest first.
    unpriced : tuple of UnpricedLeak
        In the order in which they were found.
    looked_for : tuple of str
        Titles of the leaks that were looked for and not found.
    notes : tuple of str
        Rules that came into play.
    """

    scenario: str
    n_tracks: int
    n_groups: int
    priced: tuple[LeakPrice, ...]
    unpriced: tuple[UnpricedLeak, ...]
    looked_for: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give all prices as plain values, ready for JSON."""
        return {
            "scenario": self.scenario,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "priced": [price.to_dict() for price in self.priced],
            "unpriced": [leak.to_dict() for leak in self.unpriced],
            "looked_for": list(self.looked_for),
            "notes": list(self.notes),
        }
