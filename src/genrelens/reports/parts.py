"""Make the sections of the report, each by itself, ready to stand on any page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.errors import printable
from genrelens.reports.drawn_parts import ReportParts, SampleRow
from genrelens.reports.naming import name_everything
from genrelens.reports.sections.by_genre import by_genre_section
from genrelens.reports.sections.confusion import confusion_section
from genrelens.reports.sections.findings import findings_section
from genrelens.reports.sections.importance import importance_section
from genrelens.reports.sections.method import method_section
from genrelens.reports.sections.reliability import reliability_section
from genrelens.reports.sections.responses import responses_section
from genrelens.reports.sections.scores import scores_section
from genrelens.reports.sections.shapley import shapley_section
from genrelens.reports.sections.stress import stress_section
from genrelens.reports.sections.tracks import tracks_section
from genrelens.reports.sections.trust.calibration import calibration_section
from genrelens.reports.sections.trust.comparison import comparison_section
from genrelens.reports.sections.trust.decisions import decisions_section
from genrelens.reports.sections.trust.hierarchy import hierarchy_section
from genrelens.reports.sections.trust.honesty import honesty_section
from genrelens.reports.sections.trust.labels import labels_section
from genrelens.reports.sections.trust.leaks import leaks_section
from genrelens.reports.sections.trust.overlap import overlap_section
from genrelens.reports.sections.trust.sufficiency import sufficiency_section
from genrelens.reports.sections.verdict import verdict_section
from genrelens.reports.templating import fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.naming import Naming

__all__ = ["make_parts"]

_SECTIONS: tuple[tuple[str, str, Callable[[ReportFacts, Naming], dict[str, Any]]], ...]
_SECTIONS = (
    ("verdict", "Verdict", verdict_section),
    ("findings", "What is in the table", findings_section),
    ("scores", "Scores beside their baselines", scores_section),
    ("by_genre", "Genre by genre", by_genre_section),
    ("confusion", "Which genre is taken for which", confusion_section),
    ("reliability", "Is it as right as it is sure?", reliability_section),
    ("importance", "Which attributes matter", importance_section),
    ("shapley", "What speaks for each genre", shapley_section),
    ("responses", "How genres respond to attributes", responses_section),
    ("stress", "Stress tests", stress_section),
    ("tracks", "Single tracks", tracks_section),
    ("method", "Method, settings and versions", method_section),
)
_TRUST_SECTIONS: dict[str, tuple[str, Callable[[Any, Naming], dict[str, Any]]]]
_TRUST_SECTIONS = {
    "honesty": ("The honesty gap", honesty_section),
    "leaks": ("What gave the genre away", leaks_section),
    "comparison": ("Other models on the same tracks", comparison_section),
    "overlap": ("Genres that overlap", overlap_section),
    "hierarchy": ("Families of genres", hierarchy_section),
    "calibration": ("Do probabilities mean what they say?", calibration_section),
    "decisions": ("Write, ask or leave", decisions_section),
    "labels": ("Which labels to look at", labels_section),
    "sufficiency": ("Is there enough data?", sufficiency_section),
}
_ORDER = (
    *("verdict", "honesty", "findings", "leaks", "scores", "comparison", "by_genre"),
    *("confusion", "overlap", "hierarchy", "reliability", "calibration", "decisions"),
    *("labels", "sufficiency", "importance", "shapley", "responses", "stress"),
    *("tracks", "method"),
)
_NO_REASON = (
    "no reason was recorded, which is a fault of the program that made this page"
)


def make_parts(facts: ReportFacts) -> ReportParts:
    """Draw every section.

    Parameters
    ----------
    facts : ReportFacts
        All results. One that is None or empty is told as missing, with the
        sentence in `facts.missing`.

    Returns
    -------
    ReportParts
        The same facts give the same characters.
    """
    naming = name_everything(facts)
    sections = {key: build(facts, naming) for key, _, build in _SECTIONS}
    trusted = _trust_sections(facts, naming)
    titles = {key: title for key, title, _ in _SECTIONS}
    titles |= {key: title for key, (title, _) in _TRUST_SECTIONS.items()}
    shown = {
        key: titles[key]
        for key in _ORDER
        if key != "reliability" or "calibration" not in trusted
    }
    not_made = {
        key: facts.trust.missing.get(key, _NO_REASON)
        for key in _TRUST_SECTIONS
        if key not in trusted
    }
    context = {**sections, **trusted, "missing": _why_missing(facts)}
    return ReportParts(
        file_name=facts.table.source.name,
        is_made_up=facts.is_made_up,
        facts=tuple(sections["verdict"]["facts"]),
        titles=shown,
        html={
            key: fill(
                "section.html.j2",
                key=key,
                title=title,
                why_not=not_made.get(key, ""),
                genres=naming.genres,
                **context,
            )
            for key, title in shown.items()
        },
        not_made=not_made,
        data=_data(sections, naming),
        genres=naming.genres,
        genre_counts=dict(facts.genre_counts),
        colours={genre: naming.colour(genre) for genre in naming.genres},
        samples=_samples(facts),
    )


def _samples(facts: ReportFacts) -> tuple[SampleRow, ...]:
    lines = facts.table.line_numbers.tolist()
    rows = {line: row for row, line in enumerate(lines, start=1)}
    return tuple(
        SampleRow(number, rows[track.line])
        for number, track in enumerate(facts.tracks, start=1)
    )


def _trust_sections(facts: ReportFacts, naming: Naming) -> dict[str, dict[str, Any]]:
    """Build the sections of all trust analyses that were made."""
    return {
        key: build(result, naming)
        for key, (_, build) in _TRUST_SECTIONS.items()
        if (result := getattr(facts.trust, key)) is not None
    }


def _data(sections: dict[str, dict[str, Any]], naming: Naming) -> dict[str, Any]:
    return {
        "genres": [printable(genre) for genre in naming.genres],
        **{
            key: sections[key]["data"]
            for key in ("confusion", "shapley", "responses")
            if sections[key]["data"] is not None
        },
    }


def _why_missing(facts: ReportFacts) -> dict[str, str]:
    parts = {
        "importance": facts.importance is not None,
        "selection": facts.selection is not None,
        "responses": bool(facts.responses),
        "stress": bool(facts.stress),
        "shapley": facts.shapley is not None and facts.shapley.values.size > 0,
        "tracks": bool(facts.tracks),
    }
    return {
        name: facts.missing.get(name, "") or _NO_REASON
        for name, is_there in parts.items()
        if not is_there
    }
