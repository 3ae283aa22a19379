"""Hold the sections of a report that were drawn, and give them as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["ReportParts", "SampleRow"]


@dataclass(frozen=True, slots=True)
class SampleRow:
    """Where one of the sample tracks stands: its row of the table, from 1."""

    number: int
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportParts:
    """All that the report shows, drawn, and not yet put together.

    Parameters
    ----------
    file_name : str
        Name of the table's file.
    is_made_up : bool
        True for the sample that the package draws.
    facts : tuple of (str, str)
        What was learnt from, as name and number: ``("rows", "2,000")``.
    titles : dict of str to str
        Key and title of every section, in the order in which they are told.
    html : dict of str to str
        What stands below each section's title. It holds neither style nor script of
        its own, needs ``report.css`` and ``report.js``, and links to the glossary by
        ``#term-...``.
    not_made : dict of str to str
        Section that could not be made, and why; its `html` says so too.
    data : dict of str to object
        What ``report.js`` reads.
    genres : tuple of str
        As in the table, in the order of ``data["genres"]``, which shows them.
    genre_counts : dict of str to int
        Tracks of each genre, most frequent first.
    colours : dict of str to str
        Class that carries the colour of each genre.
    samples : tuple of SampleRow
        The tracks of the section ``tracks``.
    """

    file_name: str
    is_made_up: bool
    facts: tuple[tuple[str, str], ...]
    titles: dict[str, str]
    html: dict[str, str]
    not_made: dict[str, str]
    data: dict[str, Any]
    genres: tuple[str, ...]
    genre_counts: dict[str, int]
    colours: dict[str, str]
    samples: tuple[SampleRow, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give all parts as plain values, ready for JSON."""
        return {
            "file_name": self.file_name,
            "is_made_up": self.is_made_up,
            "facts": [list(fact) for fact in self.facts],
            "titles": [list(pair) for pair in self.titles.items()],
            "html": dict(self.html),
            "not_made": dict(self.not_made),
            "data": self.data,
            "genres": list(self.genres),
            "genre_counts": [list(pair) for pair in self.genre_counts.items()],
            "colours": dict(self.colours),
            "samples": [[sample.number, sample.row] for sample in self.samples],
        }

    @classmethod
    def from_dict(cls, document: dict[str, Any]) -> ReportParts:
        """Read what `to_dict` gave.

        Raises
        ------
        KeyError, TypeError, ValueError
            If it is something else; `workflow.live_report` says so in words.
        """
        titles = {str(key): str(title) for key, title in document["titles"]}
        return cls(
            file_name=str(document["file_name"]),
            is_made_up=bool(document["is_made_up"]),
            facts=tuple((str(name), str(value)) for name, value in document["facts"]),
            titles=titles,
            html={key: _text(document["html"][key]) for key in titles},
            not_made={str(k): str(why) for k, why in document["not_made"].items()},
            data=dict(document["data"]),
            genres=tuple(str(genre) for genre in document["genres"]),
            genre_counts={str(k): int(n) for k, n in document["genre_counts"]},
            colours={str(k): str(name) for k, name in document["colours"].items()},
            samples=tuple(SampleRow(int(n), int(at)) for n, at in document["samples"]),
        )


def _text(part: object) -> str:
    if not isinstance(part, str):
        raise TypeError("a section's markup is no text")
    return part
