"""Bring all that a check found to two words, a sentence and its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from genrelens.errors import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.evaluation.shift.results import (
        ColumnDrift,
        GenreFitness,
        MixShift,
        UnitError,
    )
    from genrelens.features.feature_input import MissingColumn
    from genrelens.workflow.library_check.results import (
        LabelScores,
        NovelTracks,
        Verdict,
    )

__all__ = ["Found", "judge"]

_MOST_ABSENT: Final = 1 / 3
_NOTABLE_NOVEL, _MOST_NOVEL = 0.05, 0.5
_MOST_UNUSABLE = 0.5
_MOST_NAMED = 4
_ALARMS = ("differs", "differs strongly", "missing")


@dataclass(frozen=True, slots=True)
class Found:
    """Everything the verdict goes by; see `LibraryCheck`."""

    columns: Sequence[ColumnDrift]
    unit_errors: Sequence[UnitError]
    missing: Sequence[MissingColumn]
    novel: NovelTracks | None
    mix: MixShift | None
    genres: Sequence[GenreFitness]
    labels: LabelScores | None
    n_rows: int


def judge(found: Found) -> tuple[Verdict, str, tuple[str, ...]]:
    """Give the verdict, its sentence and its reasons, the gravest first.

    ``repair first``: a column stands in another unit, or more than a third of the
    attributes are absent. ``do not use``: surely more than half of the tracks are
    unlike anything trained on, or at least half get a genre whose answers are not
    usable. ``with care``: an attribute, the mix of genres or the share of novel tracks
    differs more than chance allows, an attribute is absent, or the table's own
    labels are met surely less often than in training. ``use it``: none of these.

    Parameters
    ----------
    found : Found
        What the check measured.

    Returns
    -------
    verdict : str
    sentence : str
    reasons : tuple of str
    """
    repair = _to_repair(found)
    against = _against(found)
    care = _for_care(found)
    reasons = (*repair, *against, *care)
    if repair:
        return "repair first", f"Repair the table first: {_lower(repair[0])}", reasons
    if against:
        return (
            "do not use",
            f"Do not use this model here: {_lower(against[0])}",
            reasons,
        )
    usable = _for_which(found.genres)
    if care:
        n_more = len(care) - 1
        told = f" ({n_more} more reason{'s' * (n_more > 1)} below)" if n_more else ""
        lead = f"Use this model here with care: {_lower(care[0]).rstrip('.')}{told}"
        return "with care", f"{lead}. {usable}", reasons
    lead = "Nothing found here differs from training by more than chance allows"
    return "use it", f"{lead}. {usable}", reasons


def _to_repair(found: Found) -> list[str]:
    reasons = [f"{error.what} {error.remedy}" for error in found.unit_errors]
    n_absent = sum(column.is_absent for column in found.missing)
    if n_absent > _MOST_ABSENT * len(found.columns):
        reasons.append(
            f"The table has no usable column for {n_absent} of the model's "
            f"{len(found.columns)} attributes: {_list(_labels(found.missing))}."
        )
    return reasons


def _against(found: Found) -> list[str]:
    reasons = []
    novel = found.novel
    if novel is not None and novel.share.low > _MOST_NOVEL:
        reasons.append(f"{_tell_novel(novel)}.")
    n_named = sum(genre.n_named for genre in found.genres)
    unusable = [genre for genre in found.genres if genre.verdict == "not usable"]
    n_unusable = sum(genre.n_named for genre in unusable)
    if n_named and n_unusable >= _MOST_UNUSABLE * n_named:
        reasons.append(
            f"{n_unusable:,} of {n_named:,} tracks get a genre whose answers are not "
            f"expected to be right often enough: "
            f"{_list([genre.genre for genre in unusable if genre.n_named])}."
        )
    return reasons


def _for_care(found: Found) -> list[str]:
    reasons = []
    named_units = {error.name for error in found.unit_errors}
    absent = {column.name for column in found.missing if column.is_absent}
    n_absent = len(absent)
    if 0 < n_absent <= _MOST_ABSENT * len(found.columns):
        lacking = _list(_labels(found.missing))
        reasons.append(
            f"The table has no usable column for {lacking}; the model does without."
        )
    off = [
        column
        for column in found.columns
        if column.verdict in _ALARMS and column.name not in named_units | absent
    ]
    if off:
        shown = _list([f"{column.name} ({_tell(column)})" for column in off])
        reasons.append(
            f"{len(off)} of {len(found.columns)} attributes lie otherwise than in "
            f"training, by more than chance allows: {shown}."
        )
    novel = found.novel
    if novel is not None and _NOTABLE_NOVEL < novel.share.low <= _MOST_NOVEL:
        reasons.append(f"{_tell_novel(novel)}.")
    if found.mix is not None and found.mix.is_changed:
        reasons.append(_tell_mix(found.mix))
    labels = found.labels
    if labels is not None:
        reasons += _tell_labels(labels)
    return reasons


def _tell(column: ColumnDrift) -> str:
    if column.verdict == "missing":
        return (
            f"{column.missing_share:.0%} without a value, "
            f"{column.missing_before:.0%} in training"
        )
    return f"distance {column.distance:.2f}, chance reaches {column.noise:.2f}"


def _tell_novel(novel: NovelTracks) -> str:
    share, before = novel.share, novel.expected
    return (
        f"{share.value:.1%} ({share.low:.1%} to {share.high:.1%}) of "
        f"{novel.n_judged:,} tracks are unlike anything trained on; of training's own "
        f"held-out tracks it was {before.value:.1%}"
    )


def _tell_mix(mix: MixShift) -> str:
    changes = sorted(
        zip(mix.genres, mix.before, mix.now, strict=True),
        key=lambda each: -abs(each[2].value - each[1]),
    )
    shown = [
        f"{printable(genre, limit=40)} {now.value:.0%} ({now.low:.0%} to "
        f"{now.high:.0%}) instead of {before:.0%}"
        for genre, before, now in changes[:2]
    ]
    return f"The mix of genres seems to be another one: {_list(shown)}."


def _tell_labels(labels: LabelScores) -> list[str]:
    own, before = labels.metrics.get("accuracy"), labels.before.get("accuracy")
    if own is None or before is None or own.high >= before.low:
        return []
    sentence = (
        f"On {labels.n_tracks:,} of your labels in {labels.n_groups:,} groups the "
        f"model is right for {own.value:.1%} ({own.low:.1%} to {own.high:.1%}); in "
        f"training's own test it was {before.value:.1%} ({before.low:.1%} to "
        f"{before.high:.1%})."
    )
    return [sentence]


def _for_which(genres: Sequence[GenreFitness]) -> str:
    named = [genre for genre in genres if genre.n_named]
    if not named:
        return "Its answers could not be judged by genre."
    parts = []
    for verdict, words in (
        ("usable", "usable for"),
        ("with care", "with care for"),
        ("not usable", "not usable for"),
    ):
        own = [genre.genre for genre in named if genre.verdict == verdict]
        if own:
            parts.append(f"{words} {_list(own)}")
    return f"Its answers are {'; '.join(parts)}."


def _labels(missing: Sequence[MissingColumn]) -> list[str]:
    return [column.label for column in missing if column.is_absent]


def _list(names: Sequence[str]) -> str:
    shown = [printable(name, limit=120) for name in names[:_MOST_NAMED]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _lower(sentence: str) -> str:
    first = sentence.split(" ", 1)[0]
    is_word = first.istitle() and first in {"The", "On"}
    return sentence[0].lower() + sentence[1:] if is_word else sentence
