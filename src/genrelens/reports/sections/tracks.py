"""Show for single tracks why they got their genre."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from genrelens.features.value_words import describe_value
from genrelens.reports.figures.contributions import Contribution, contributions_chart
from genrelens.reports.figures.markup import Svg, tag
from genrelens.reports.formatting import percent, points, value_with_unit
from genrelens.reports.tables import Cell, Heading, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from genrelens.explanation.results import Reason, TrackExplanation
    from genrelens.reports.facts import ReportFacts, SampleTrack
    from genrelens.reports.naming import Naming
    from genrelens.schema.features import Feature

__all__ = ["explanation_chart", "explanation_table", "tracks_section"]

_N_REASONS = 8
_N_LIKELY = 5


def tracks_section(facts: ReportFacts, naming: Naming) -> dict[str, Any]:
    """Gather every sample track with its probabilities, waterfall and words."""
    options = _options(facts.tracks)
    return {
        "tracks": [
            _track(number, track, option, naming.features)
            for number, (track, option) in enumerate(
                zip(facts.tracks, options, strict=True), start=1
            )
        ]
    }


def _options(tracks: Sequence[SampleTrack]) -> list[str]:
    """Name the tracks apart: by artist where needed, by line where still equal."""
    names = [track.title or track.explanation.name for track in tracks]
    endings = [f" · {track.predicted_genre} ({_outcome(track)})" for track in tracks]
    artists = [f" — {track.artist}" if track.artist else "" for track in tracks]
    lines = [f", line {track.line}" for track in tracks]
    for more in (artists, lines):
        options = [name + end for name, end in zip(names, endings, strict=True)]
        seen = Counter(options)
        names = [
            name + addition if seen[option] > 1 else name
            for name, addition, option in zip(names, more, options, strict=True)
        ]
    return [name + end for name, end in zip(names, endings, strict=True)]


def _outcome(track: SampleTrack) -> str:
    is_right = track.true_genre == track.predicted_genre
    return "right" if is_right else f"wrong: it is {track.true_genre}"


def _track(
    number: int, track: SampleTrack, option: str, features: Mapping[str, Feature]
) -> dict[str, Any]:
    explanation = track.explanation
    name = track.title or explanation.name
    likely = sorted(track.probabilities.items(), key=lambda pair: (-pair[1], pair[0]))[
        :_N_LIKELY
    ]
    return {
        "number": number,
        "name": name,
        "artist": track.artist,
        "true_genre": track.true_genre,
        "predicted_genre": track.predicted_genre,
        "is_right": track.true_genre == track.predicted_genre,
        "option": option,
        "sentence": explanation.sentence,
        "likely": [
            {
                "genre": genre,
                "text": percent(share),
                "bar": _bar(share),
                "is_true": genre == track.true_genre,
            }
            for genre, share in likely
        ],
        "chart": explanation_chart(explanation, features),
        "table": explanation_table(explanation, features),
        "genre": explanation.genre,
        "rival": explanation.rival,
    }


def _bar(share: float) -> Svg:
    """Draw a share as a bar; the number stands beside it, so it is not read out."""
    return tag(
        "svg",
        tag("rect", x=0, y=0, width=100, height=10, class_="trough"),
        tag("rect", x=0, y=0, width=100 * share, height=10, class_="up"),
        viewBox="0 0 100 10",
        preserveAspectRatio="none",
        aria_hidden="true",
        class_="bar",
    )


def explanation_chart(
    explanation: TrackExplanation, features: Mapping[str, Feature]
) -> Svg:
    """Draw the waterfall of one track, small parts gathered in one row."""
    shown = explanation.reasons[:_N_REASONS]
    rest = explanation.reasons[_N_REASONS:]
    parts = [
        Contribution(
            label=reason.label,
            value=_value(reason, features),
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


def explanation_table(
    explanation: TrackExplanation, features: Mapping[str, Feature]
) -> Table:
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
                Cell(_value(reason, features)),
                Cell(points(reason.contribution), sort=reason.contribution),
                _rival_cell(against.get(reason.feature)),
                Cell(reason.words),
            ]
            for reason in explanation.reasons
        ],
    )


def _value(reason: Reason, features: Mapping[str, Feature]) -> str:
    """Say the track's value as the model's own words do, where the feature is known."""
    feature = features.get(reason.feature)
    if feature is None:
        return value_with_unit(reason.value, reason.unit)
    return describe_value(feature, reason.value)


def _rival_cell(reason: Reason | None) -> Cell:
    if reason is None:
        return Cell("not given")
    return Cell(points(reason.contribution), sort=reason.contribution)
