"""Show for single tracks why they got their genre."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.reports.figures.contributions import Contribution, contributions_chart
from genrelens.reports.formatting import percent, points, value_with_unit
from genrelens.reports.tables import Cell, Heading, Table

if TYPE_CHECKING:
    from genrelens.explanation.results import Reason, TrackExplanation
    from genrelens.reports.facts import ReportFacts, SampleTrack
    from genrelens.reports.figures.markup import Svg
    from genrelens.reports.naming import Naming

__all__ = ["explanation_chart", "explanation_table", "tracks_section"]

_N_REASONS = 8
_N_LIKELY = 5


def tracks_section(facts: ReportFacts, naming: Naming) -> dict[str, Any]:
    """Gather every sample track with its probabilities, waterfall and words."""
    return {
        "tracks": [
            _track(number, track, naming)
            for number, track in enumerate(facts.tracks, start=1)
        ]
    }


def _track(number: int, track: SampleTrack, naming: Naming) -> dict[str, Any]:
    explanation = track.explanation
    name = track.title or explanation.name
    likely = sorted(track.probabilities.items(), key=lambda pair: (-pair[1], pair[0]))[
        :_N_LIKELY
    ]
    is_right = track.true_genre == track.predicted_genre
    outcome = "right" if is_right else f"wrong: it is {track.true_genre}"
    return {
        "number": number,
        "name": name,
        "artist": track.artist,
        "true_genre": track.true_genre,
        "predicted_genre": track.predicted_genre,
        "is_right": is_right,
        "option": f"{name} · {track.predicted_genre} ({outcome})",
        "sentence": explanation.sentence,
        "likely": [
            {
                "genre": genre,
                "text": percent(share),
                "share": share,
                "colour": naming.colour(genre),
                "is_true": genre == track.true_genre,
            }
            for genre, share in likely
        ],
        "chart": explanation_chart(explanation),
        "table": explanation_table(explanation),
        "genre": explanation.genre,
        "rival": explanation.rival,
    }


def explanation_chart(explanation: TrackExplanation) -> Svg:
    """Draw the waterfall of one track, small parts gathered in one row."""
    shown = explanation.reasons[:_N_REASONS]
    rest = explanation.reasons[_N_REASONS:]
    parts = [
        Contribution(
            label=reason.label,
            value=value_with_unit(reason.value, reason.unit),
            size=reason.contribution,
            tip=f"{reason.words}: {points(reason.contribution)} points",
        )
        for reason in shown
    ]
    if rest:
        left_over = sum(reason.contribution for reason in rest)
        parts.append(
            Contribution(
                f"{len(rest)} other attributes",
                "",
                left_over,
                f"{len(rest)} other attributes together: {points(left_over)} points",
            )
        )
    return contributions_chart(
        parts,
        base=explanation.base,
        total=explanation.probability,
        genre=explanation.genre,
        label=f"Why {explanation.name} is called {explanation.genre}: from "
        f"{percent(explanation.base)} on average to "
        f"{percent(explanation.probability)}; "
        + "; ".join(f"{part.label} {points(part.size)}" for part in parts[:5]),
    )


def explanation_table(explanation: TrackExplanation) -> Table:
    """List every attribute's part in the genre and in its rival."""
    against = {reason.feature: reason for reason in explanation.rival_reasons}
    return Table(
        caption="Each attribute's part, in percentage points of probability: from "
        f"{percent(explanation.base)} on average to "
        f"{percent(explanation.probability)} for {explanation.genre}, from "
        f"{percent(explanation.rival_base)} to "
        f"{percent(explanation.rival_probability)} for {explanation.rival}.",
        headings=[
            Heading("Attribute"),
            Heading("This track", is_number=True),
            Heading(f"For {explanation.genre}", is_number=True, term="shapley"),
            Heading(f"For {explanation.rival}", is_number=True, term="shapley"),
            Heading("In words"),
        ],
        rows=[
            [
                Cell(reason.label),
                Cell(value_with_unit(reason.value, reason.unit)),
                Cell(points(reason.contribution), sort=reason.contribution),
                _rival_cell(against.get(reason.feature)),
                Cell(reason.words),
            ]
            for reason in explanation.reasons
        ],
    )


def _rival_cell(reason: Reason | None) -> Cell:
    if reason is None:
        return Cell("not given")
    return Cell(points(reason.contribution), sort=reason.contribution)
