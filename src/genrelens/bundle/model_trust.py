"""What a model carries so that its answers can be trusted, or withheld."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from genrelens.errors import BundleError, InputError
from genrelens.evaluation.calibration.calibrator import Calibrator
from genrelens.evaluation.hierarchy.tree_places import place_genres
from genrelens.evaluation.novelty.results import NoveltyReference
from genrelens.evaluation.prediction_sets.decision_rule import DecisionRule
from genrelens.evaluation.prediction_sets.set_rule import SetRule
from genrelens.evaluation.results import Estimate
from genrelens.evaluation.shift.results import ShiftReference
from genrelens.schema.genre_tree import GenreTree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.bundle.manifest import TrustEntry
    from genrelens.schema.features import Feature

__all__ = ["ModelTrust", "Promise", "check_trust", "trust_from_entry"]

_PARTS: dict[str, Any] = {
    "calibrator": Calibrator,
    "set_rule": SetRule,
    "decision_rule": DecisionRule,
    "novelty": NoveltyReference,
    "shift": ShiftReference,
    "tree": GenreTree,
}


@dataclass(frozen=True, slots=True)
class Promise:
    """What writing at one error rate achieved on tracks held out in training.

    Parameters
    ----------
    max_error : float
        Error rate that was asked for.
    share_written : Estimate
        Share of the held-out tracks that a genre would be written to.
    error : Estimate or None
        Share of wrong genres among these; None where nothing was written.
    scenario : str
        Who held the tracks out, e.g. ``"unseen artists"``.
    n_tracks, n_groups : int
        Held-out tracks, and independent groups among them.
    """

    max_error: float
    share_written: Estimate
    error: Estimate | None
    scenario: str
    n_tracks: int
    n_groups: int

    def to_dict(self) -> dict[str, Any]:
        """Give the values by name, ready for JSON."""
        return {
            "max_error": self.max_error,
            "share_written": self.share_written.to_dict(),
            "error": None if self.error is None else self.error.to_dict(),
            "scenario": self.scenario,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
        }


@dataclass(frozen=True, slots=True, eq=False)
class ModelTrust:
    """The rules of a model's decisions, and what training was like.

    Each part is None where training could not find it; `missing` says why.

    Parameters
    ----------
    calibrator : Calibrator, optional
        Corrects the probabilities.
    set_rule : SetRule, optional
        Which genres a track may have, at each share of misses.
    decision_rule : DecisionRule, optional
        From which probability on a genre is written.
    novelty : NoveltyReference, optional
        Knows tracks unlike all of training.
    shift : ShiftReference, optional
        What a new table is compared with.
    tree : GenreTree, optional
        Families of the genres.
    certainty : float, optional
        Probability from which on an answer of the tree counts as certain.
    promises : tuple of Promise
        Achieved in training, by rising error rate.
    missing : dict of str to str
        Part that is None, and the sentence that says why.
    """

    calibrator: Calibrator | None = None
    set_rule: SetRule | None = None
    decision_rule: DecisionRule | None = None
    novelty: NoveltyReference | None = None
    shift: ShiftReference | None = None
    tree: GenreTree | None = None
    certainty: float | None = None
    promises: tuple[Promise, ...] = ()
    missing: dict[str, str] = field(default_factory=dict)

    @property
    def why_undecided(self) -> str:
        """Why no decision can be made, as a sentence; empty where one can."""
        names = ("calibrator", "set_rule", "decision_rule")
        absent = [name for name in names if getattr(self, name) is None]
        reasons = dict.fromkeys(self.missing.get(name, "") for name in absent)
        if not absent:
            return ""
        told = " ".join(filter(None, reasons))
        return told or "The model carries no rules for decisions."

    def to_dict(self) -> dict[str, Any]:
        """Give all parts as plain values, ready for JSON."""
        parts = {name: getattr(self, name) for name in _PARTS}
        return {
            **{
                name: None if part is None else part.to_dict()
                for name, part in parts.items()
            },
            "certainty": self.certainty,
            "promises": [promise.to_dict() for promise in self.promises],
            "missing": dict(self.missing),
        }


def trust_from_entry(entry: TrustEntry | None) -> ModelTrust | None:
    """Rebuild what a manifest holds.

    Parameters
    ----------
    entry : TrustEntry, optional
        Well-formed; None where the file has none.

    Raises
    ------
    BundleError
        If a part cannot be what it says.
    """
    if entry is None:
        return None
    try:
        return ModelTrust(
            **{name: _part(name, getattr(entry, name)) for name in _PARTS},
            certainty=entry.certainty,
            promises=tuple(_promise(each.model_dump()) for each in entry.promises),
            missing=dict(entry.missing),
        )
    except InputError as error:
        raise BundleError(
            f"What the model says about its own trust cannot be used: {error} "
            "Fetch the file again from where it came, or train the model anew."
        ) from error


def check_trust(
    trust: ModelTrust | None, features: Sequence[Feature], genres: Sequence[str]
) -> None:
    """Demand that the rules are those of a model with these features and genres.

    Parameters
    ----------
    trust : ModelTrust, optional
        Nothing is demanded of None.
    features : sequence of Feature
        Of the model.
    genres : sequence of str
        Of the model.

    Raises
    ------
    BundleError
        Naming what does not fit.
    """
    if trust is None:
        return
    n_genres = len(genres)
    names = [feature.name for feature in features]
    numbers = {feature.name for feature in features if feature.kind == "number"}
    calibrator, novelty, shift = trust.calibrator, trust.novelty, trust.shift
    if calibrator is not None and calibrator.n_genres != n_genres:
        raise _misfit(f"a calibration of {calibrator.n_genres} genres", n_genres)
    if trust.set_rule is not None and len(trust.set_rule.clusters) != n_genres:
        raise _misfit(f"sets of {len(trust.set_rule.clusters)} genres", n_genres)
    if novelty is not None and not set(novelty.features) <= numbers:
        raise _misfit("novelty by attributes that are none of its numbers", n_genres)
    if shift is not None and [column.name for column in shift.columns] != names:
        raise _misfit("a description of other attributes", n_genres)
    if shift is not None and len(shift.counts) != n_genres:
        raise _misfit(f"a description of {len(shift.counts)} genres", n_genres)
    if trust.tree is not None:
        _check_tree(trust.tree, genres)


def _check_tree(tree: GenreTree, genres: Sequence[str]) -> None:
    """Demand that answers can be given on the tree before any is asked for."""
    try:
        place_genres(tree, genres)
    except InputError as error:
        raise BundleError(
            f"The genre tree that the model carries cannot be used: {error} "
            "Fetch the file again from where it came, or train the model anew."
        ) from error


def _part(name: str, entry: Any) -> Any:  # noqa: ANN401 (one of the kinds of _PARTS)
    if entry is None:
        return None
    values = entry.model_dump() if isinstance(entry, BaseModel) else entry
    return _PARTS[name].from_dict(values)


def _promise(values: dict[str, Any]) -> Promise:
    error = values["error"]
    return Promise(
        **{
            **values,
            "share_written": Estimate(**values["share_written"]),
            "error": None if error is None else Estimate(**error),
        }
    )


def _misfit(found: str, n_genres: int) -> BundleError:
    return BundleError(
        f"The model has {n_genres} genres and carries {found}. "
        "Fetch the file again from where it came, or train the model anew."
    )
