"""Put the sections together into one page that needs nothing but itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.reports.figures.markup import Svg
from genrelens.reports.glossary import TERMS
from genrelens.reports.parts import make_parts
from genrelens.reports.templating import content_policy, fill, inlined, json_block

if TYPE_CHECKING:
    from genrelens.reports.facts import ReportFacts

__all__ = ["render_report"]


def render_report(facts: ReportFacts) -> str:
    """Write the whole report as one HTML page.

    The page carries its style, script, charts and data in itself, asks the
    network for nothing, and can be read without its script. Text from the
    table is shown as text, whatever it contains. The same facts give the same
    characters.

    Parameters
    ----------
    facts : ReportFacts
        All results. One that is None or empty is told as missing, with the
        sentence in `facts.missing`.

    Returns
    -------
    str
        The page, to be written as UTF-8.
    """
    parts = make_parts(facts)
    style, script = inlined("report.css"), inlined("report.js")
    return fill(
        "report.html.j2",
        policy=content_policy(style=style, script=script),
        style=style,
        script=script,
        contents=[*parts.titles.items(), ("glossary", "Glossary")],
        sections=[
            (key, title, Svg(parts.html[key])) for key, title in parts.titles.items()
        ],
        facts=parts.facts,
        data=json_block(parts.data),
        file_name=parts.file_name,
        is_made_up=parts.is_made_up,
        terms=TERMS,
    )
