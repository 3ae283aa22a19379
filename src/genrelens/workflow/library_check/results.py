"""What a check of a model against a new library gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from genrelens.reports.glossary import term

if TYPE_CHECKING:
    from genrelens.evaluation.results import Estimate
    from genrelens.evaluation.shift.results import (
        ColumnDrift,
        GenreFitness,
        MixShift,
        UnitError,
    )
    from genrelens.features.feature_input import MissingColumn

__all__ = ["LabelScores", "LibraryCheck", "NovelTracks", "Verdict"]

Verdict = Literal["use it", "with care", "repair first", "do not use"]


@dataclass(frozen=True, slots=True)
class NovelTracks:
    """How many tracks are unlike anything trained on.

    Parameters
    ----------
    share : Estimate
        Of the judged rows, with its interval over groups.
    n_novel, n_judged, n_unjudged : int
        Novel rows, rows that could be judged, and rows with too few numbers.
    n_groups : int
        Independent groups among the judged rows.
    expected : Estimate
        Share of training's own held-out tracks that were called novel.
    examples : tuple of (int, str)
        Row numbers from 1 on, and why, of the most unlike.
    """

    share: Estimate
    n_novel: int
    n_judged: int
    n_unjudged: int
    n_groups: int
    expected: Estimate
    examples: tuple[tuple[int, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the values by name, ready for JSON."""
        return {
            "share": self.share.to_dict(),
            "n_novel": self.n_novel,
            "n_judged": self.n_judged,
            "n_unjudged": self.n_unjudged,
            "n_groups": self.n_groups,
            "expected": self.expected.to_dict(),
            "examples": [{"row": row, "why": why} for row, why in self.examples],
        }


@dataclass(frozen=True, slots=True)
class LabelScores:
    """How the model does on the labels that the new table carries.

    Parameters
    ----------
    title : str
        Always ``"your labels"``.
    header : str
        Column that the labels stand in.
    n_tracks, n_groups : int
        Rows with a genre that the model knows, and independent groups of them.
    metrics : dict of str to Estimate
        Names as in training's scores.
    n_unknown : int
        Rows whose genre the model never learnt; they count in no score.
    unknown : tuple of str
        The most frequent of these genres.
    before : dict of str to Estimate
        The same metrics in training's own test; empty where not known.
    """

    title: str
    header: str
    n_tracks: int
    n_groups: int
    metrics: dict[str, Estimate]
    n_unknown: int
    unknown: tuple[str, ...]
    before: dict[str, Estimate]

    @property
    def titles(self) -> dict[str, str]:
        """Give each metric's name for people, as in the report."""
        return {name: term(name).title for name in self.metrics}

    def to_dict(self) -> dict[str, Any]:
        """Give the values by name, ready for JSON."""
        return {
            "title": self.title,
            "header": self.header,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "metrics": {name: e.to_dict() for name, e in self.metrics.items()},
            "n_unknown": self.n_unknown,
            "unknown": list(self.unknown),
            "before": {name: e.to_dict() for name, e in self.before.items()},
        }


@dataclass(frozen=True, slots=True)
class LibraryCheck:
    """Whether a model is the right one for a library, and why.

    Parameters
    ----------
    verdict : {"use it", "with care", "repair first", "do not use"}
        In two words.
    sentence : str
        In one sentence.
    reasons : tuple of str
        What speaks against plain use, the gravest first.
    n_rows, n_blank, n_groups : int
        Rows of the table, those without any attribute, and independent groups of
        the others.
    group_words : str
        What the groups are; says so where they are not known.
    scenario : str
        Who held out the tracks that training was described by.
    n_tracks_before, n_groups_before : int
        How many tracks and groups these were.
    columns : tuple of ColumnDrift
        One an attribute of the model.
    unit_errors : tuple of UnitError
        Columns in another unit than in training.
    missing : tuple of MissingColumn
        Attributes that the table does not have.
    novel : NovelTracks or None
        None where the model carries no reference for it.
    mix : MixShift or None
        None where it cannot be estimated.
    genres : tuple of GenreFitness
        One a genre of the model.
    labels : LabelScores or None
        None where the table has no labels to score.
    notices : tuple of str
        What was noticed while reading the table.
    untold : dict of str to str
        Part that is None, and why.
    """

    verdict: Verdict
    sentence: str
    reasons: tuple[str, ...]
    n_rows: int
    n_blank: int
    n_groups: int
    group_words: str
    scenario: str
    n_tracks_before: int
    n_groups_before: int
    columns: tuple[ColumnDrift, ...]
    unit_errors: tuple[UnitError, ...]
    missing: tuple[MissingColumn, ...]
    novel: NovelTracks | None
    mix: MixShift | None
    genres: tuple[GenreFitness, ...]
    labels: LabelScores | None
    notices: tuple[str, ...] = ()
    untold: dict[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Give the document that ``genrelens check --output`` writes."""
        return {
            "format": "genrelens-check",
            "format_version": "1.0",
            "verdict": self.verdict,
            "sentence": self.sentence,
            "reasons": list(self.reasons),
            "table": {
                "n_rows": self.n_rows,
                "n_blank": self.n_blank,
                "n_groups": self.n_groups,
                "groups": self.group_words,
            },
            "training": {
                "scenario": self.scenario,
                "n_tracks": self.n_tracks_before,
                "n_groups": self.n_groups_before,
            },
            "columns": [column.to_dict() for column in self.columns],
            "unit_errors": [error.to_dict() for error in self.unit_errors],
            "missing_columns": [column.to_dict() for column in self.missing],
            "novel": None if self.novel is None else self.novel.to_dict(),
            "mix": None if self.mix is None else self.mix.to_dict(),
            "genres": [genre.to_dict() for genre in self.genres],
            "labels": None if self.labels is None else self.labels.to_dict(),
            "notices": list(self.notices),
            "untold": dict(self.untold),
        }
