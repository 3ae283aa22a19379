"""What a study of genre overlap gives: pairs, merges and families."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from genrelens.evaluation.results import Estimate

__all__ = [
    "Family",
    "FamilyTree",
    "GenreOverlap",
    "MergeStep",
    "PairOverlap",
]


@dataclass(frozen=True, slots=True)
class PairOverlap:
    """How well two genres can be told apart.

    Parameters
    ----------
    first, second : str
        The two genres, in the order of the model's genres.
    n_first, n_second : int
        Tracks of each.
    n_groups : int
        Independent groups among their tracks.
    auc : Estimate
        Chance that, of one track of each, the model leans more to `first` on the
        one of `first`; 0.5 is a coin toss.
    confusion : float
        Share of its probability that the model gives to the other genre, mean of
        both directions.
    n_mistaken : int
        Tracks of one for which the other was predicted.
    n_shared : int or None
        Distinct tracks that stand under both; None where tracks are not known.
    shared : float or None
        The same as share of the genre with fewer distinct tracks.
    p_value : float
        Of the claim that `auc` is below the bound, corrected by Holm's method for
        all pairs.
    is_inseparable : bool
        Whether the claim holds: the interval ends below the bound, and the
        corrected p-value is below 0.05.
    """

    first: str
    second: str
    n_first: int
    n_second: int
    n_groups: int
    auc: Estimate
    confusion: float
    n_mistaken: int
    n_shared: int | None
    shared: float | None
    p_value: float
    is_inseparable: bool

    def to_dict(self) -> dict[str, Any]:
        """Give the pair as plain values, ready for JSON."""
        return {
            "first": self.first,
            "second": self.second,
            "n_first": self.n_first,
            "n_second": self.n_second,
            "n_groups": self.n_groups,
            "auc": self.auc.to_dict(),
            "confusion": self.confusion,
            "n_mistaken": self.n_mistaken,
            "n_shared": self.n_shared,
            "shared": self.shared,
            "p_value": self.p_value,
            "is_inseparable": self.is_inseparable,
        }


@dataclass(frozen=True, slots=True)
class MergeStep:
    """What merging two genres, or two sets merged before, would give.

    Probabilities are added up; no model is trained again.

    Parameters
    ----------
    first, second : tuple of str
        The genres on either side.
    n_genres : int
        Genres left after it.
    separation : Estimate
        One-against-one AUC of the two sides before the merge.
    accuracy_before, accuracy : Estimate
        Before this step, and after it.
    gain : Estimate
        Accuracy after, minus before, on the same tracks.
    random_gain : float
        Mean gain of merging two other genres of about the same sizes instead.
    n_random : int
        Pairs behind that mean.
    kappa_before, kappa : float
        Cohen's kappa, the accuracy beyond chance, before and after.
    kappa_gain : Estimate
        Kappa after, minus before.
    is_proposed : bool
        Whether the merge is proposed; one that is not says why in `reason`.
    reason : str
        Why, as a sentence.
    """

    first: tuple[str, ...]
    second: tuple[str, ...]
    n_genres: int
    separation: Estimate
    accuracy_before: Estimate
    accuracy: Estimate
    gain: Estimate
    random_gain: float
    n_random: int
    kappa_before: float
    kappa: float
    kappa_gain: Estimate
    is_proposed: bool
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """Give the step as plain values, ready for JSON."""
        return {
            "first": list(self.first),
            "second": list(self.second),
            "n_genres": self.n_genres,
            "separation": self.separation.to_dict(),
            "accuracy_before": self.accuracy_before.to_dict(),
            "accuracy": self.accuracy.to_dict(),
            "gain": self.gain.to_dict(),
            "random_gain": self.random_gain,
            "n_random": self.n_random,
            "kappa_before": self.kappa_before,
            "kappa": self.kappa,
            "kappa_gain": self.kappa_gain.to_dict(),
            "is_proposed": self.is_proposed,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Family:
    """A family of genres, named after its largest."""

    name: str
    genres: tuple[str, ...]
    n_tracks: int

    def to_dict(self) -> dict[str, Any]:
        """Give the family as plain values, ready for JSON."""
        return {
            "name": self.name,
            "genres": list(self.genres),
            "n_tracks": self.n_tracks,
        }


@dataclass(frozen=True, slots=True)
class FamilyTree:
    """The tree in which the model's own answers join the genres.

    Parameters
    ----------
    leaves : tuple of str
        Genres from top to bottom, so that no branches cross.
    joins : tuple of (int, int, float, int)
        As in `scipy.cluster.hierarchy`: the two parts (a genre by its place in
        `genres`, or the number of genres plus that of an earlier join), the
        distance at which they join (0 alike, 1 nothing in common), and the
        number of genres joined.
    genres : tuple of str
        In the order of the model.
    height : float
        Distance at which the tree is cut into families.
    families : tuple of Family
        From top to bottom; a genre that is alone is a family of one.
    rule : str
        How the distance is measured and the height chosen, as a sentence.
    """

    leaves: tuple[str, ...]
    joins: tuple[tuple[int, int, float, int], ...]
    genres: tuple[str, ...]
    height: float
    families: tuple[Family, ...]
    rule: str

    def to_dict(self) -> dict[str, Any]:
        """Give the tree as plain values, ready for JSON."""
        return {
            "leaves": list(self.leaves),
            "joins": [list(join) for join in self.joins],
            "genres": list(self.genres),
            "height": self.height,
            "families": [family.to_dict() for family in self.families],
            "rule": self.rule,
        }


@dataclass(frozen=True, slots=True)
class GenreOverlap:
    """Genres that overlap, under one scenario.

    Parameters
    ----------
    scenario : str
        Its title for people, e.g. ``"unseen artists"``.
    n_tracks, n_groups : int
        Tracks the model had not met, and independent groups among them.
    n_genres : int
        Genres with tracks.
    bound : float
        One-against-one AUC below which two genres count as not told apart.
    n_pairs : int
        Pairs of genres that can be compared; Holm's correction is for all.
    pairs : tuple of PairOverlap
        Of the pairs told apart worst and of those that share most tracks, the
        least separated first.
    merges : tuple of MergeStep
        In the order in which they are proposed; the last may be one that is not.
    family_tree : FamilyTree
        Found from the answers.
    notes : tuple of str
        Stated rules that came into play.
    """

    scenario: str
    n_tracks: int
    n_groups: int
    n_genres: int
    bound: float
    n_pairs: int
    pairs: tuple[PairOverlap, ...]
    merges: tuple[MergeStep, ...]
    family_tree: FamilyTree
    notes: tuple[str, ...] = ()

    @property
    def inseparable(self) -> tuple[PairOverlap, ...]:
        """The pairs that these columns cannot tell apart."""
        return tuple(pair for pair in self.pairs if pair.is_inseparable)

    def to_dict(self) -> dict[str, Any]:
        """Give the study as plain values, ready for JSON."""
        return {
            "scenario": self.scenario,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "n_genres": self.n_genres,
            "bound": self.bound,
            "n_pairs": self.n_pairs,
            "pairs": [pair.to_dict() for pair in self.pairs],
            "merges": [step.to_dict() for step in self.merges],
            "family_tree": self.family_tree.to_dict(),
            "notes": list(self.notes),
        }
