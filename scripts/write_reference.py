"""Write the reference pages that repeat what the code says.

Run it after any change of the known columns, the glossary or the command line,
from the root of the repository::

    python scripts/write_reference.py

``docs/reference/columns.md`` and ``docs/glossary.md`` are written whole. In
``docs/reference/commands.md`` only the tables of options are, between the marks
``<!-- options of NAME -->`` and ``<!-- end of options -->``.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genrelens.cli.app import build_app
from genrelens.reports.glossary import TERMS
from genrelens.schema.columns import Kind, KnownColumn, Role
from genrelens.schema.known_columns import KNOWN_COLUMNS, WEAK_SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cyclopts import App

ROOT = Path(__file__).parents[1]

_GENERATED = "<!-- Written by scripts/write_reference.py; do not edit by hand. -->"
_OPTIONS = re.compile(
    r"(<!-- options of (\w+) -->\n).*?(<!-- end of options -->)", re.DOTALL
)
_COLUMNS_INTRO = """\
# Columns that genrelens knows

A header is folded before it is looked up: case, spaces, punctuation and
`camelCase` do not matter, and a unit at its end (`Duration (ms)`, `loudness dB`,
`energy_%`) is read as the unit. So `Track Name`, `track.name` and `trackName` are
all `track_name` below.

The name alone decides nothing: a column whose values cannot be what its header says
is read as an unknown column, and `genrelens inspect` says why. Spellings marked with
`*` often mean something else, and are believed only if the values agree. Unknown
columns of numbers, flags or few words are learnt from as they are; see
[the findings](findings.md) for what is left out.
"""
_AUDIO_INTRO = """\
`--features audio` keeps those marked as audio: they describe the sound, not the
catalogue entry. Values outside the range are told.
"""
_SIGNAL = """\
## Statistics of the signal

Columns named after a feature that was computed from the recording (`mfcc1_mean`,
`chroma_stft_var`, `tonnetz_3`, `rms_mean`, `spectral_centroid_mean`, `rolloff_mean`,
`zero_crossing_rate_var` …) are known as audio attributes without a range.
"""


def columns_page() -> str:
    """Give the page of known columns."""
    attributes = [known for known in KNOWN_COLUMNS if known.role == Role.FEATURE]
    others = [known for known in KNOWN_COLUMNS if known.role != Role.FEATURE]
    parts = [_GENERATED, _COLUMNS_INTRO, "## Attributes, which a model may learn from"]
    parts.append(_AUDIO_INTRO)
    for group in dict.fromkeys(known.group for known in attributes):
        rows = [_attribute_row(known) for known in attributes if known.group == group]
        heading = ("Name", "Read as", "Range", "Audio", "What it is", "Spellings")
        parts += [f"### {group.capitalize()}", _table(heading, rows)]
    parts += ["## The genre, and what tells tracks apart", ""]
    heading = ("Name", "Used as", "What it is", "Spellings")
    parts[-1] = _table(heading, [_other_row(known) for known in others])
    return "\n\n".join(part.strip() for part in [*parts, _SIGNAL]) + "\n"


def glossary_page() -> str:
    """Give the page that explains every word of the report."""
    entries = [_GENERATED, "# Glossary", "The words of the report, in its order."]
    for entry in TERMS:
        better = f" *{entry.better.capitalize()} is better.*" if entry.better else ""
        entries.append(f"## {entry.title}\n\n{entry.sentence}{better}")
    return "\n\n".join(entries) + "\n"


def commands_page() -> str:
    """Give the page of commands with its tables of options written anew."""
    text = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    return _OPTIONS.sub(
        lambda found: f"{found[1]}\n{_options_table(found[2])}\n\n{found[3]}", text
    )


PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/columns.md": columns_page,
    "docs/glossary.md": glossary_page,
    "docs/reference/commands.md": commands_page,
}


def _attribute_row(known: KnownColumn) -> tuple[str, ...]:
    return (
        f"`{known.name}`",
        "yes or no" if known.kind == Kind.FLAG else known.unit or known.kind.value,
        _range(known),
        "yes" if known.is_audio else "no",
        known.description,
        _spellings(known),
    )


def _other_row(known: KnownColumn) -> tuple[str, ...]:
    used_as = known.role.value.replace("_", " ")
    return f"`{known.name}`", used_as, known.description, _spellings(known)


def _range(known: KnownColumn) -> str:
    if math.isinf(known.low) or math.isinf(known.high):
        return ""
    grouped = (f"{bound:,.0f}".replace("-", "−") for bound in (known.low, known.high))
    if known.unit == "year":
        return f"{known.low:.0f} to {known.high:.0f}"
    return " to ".join(grouped)


def _spellings(known: KnownColumn) -> str:
    return " ".join(
        f"`{spelling}`{'*' if spelling in WEAK_SPELLINGS else ''}"
        for spelling in known.spellings
    )


def _options_table(command: str) -> str:
    """Give the options of a command; of one that has commands, those of each."""
    app = build_app()[command]
    below = [name for name in app if not name.startswith("-")]
    if not below:
        return _table(("Argument", "Meaning", "Default"), _options(app))
    rows = [(f"`{name}`", *row) for name in below for row in _options(app[name])]
    return _table(("Command", "Argument", "Meaning", "Default"), rows)


def _options(app: App) -> list[tuple[str, str, str]]:
    return [
        (_names(argument), _one_line(argument.parameter.help), _default(argument))
        for argument in app.assemble_argument_collection(parse_docstring=True)
    ]


def _names(argument: Any) -> str:  # noqa: ANN401 (a type of cyclopts)
    # A tuple also has "--empty-…", which nobody needs to know.
    names = [name for name in argument.names if not name.startswith("--empty-")]
    if argument.field_info.default is True:
        names = names[1:]  # only the word that changes something
    elif argument.field_info.default is False:
        names = names[:1]
    return ", ".join(f"`{name}`" for name in names)


def _default(argument: Any) -> str:  # noqa: ANN401
    default = argument.field_info.default
    if argument.required:
        return "must be given"
    if isinstance(default, bool):
        return "on" if default else "off"
    return "" if default in (None, ()) else f"`{default}`"


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |"
        for line in lines
    )


def main() -> None:
    """Write every page, and say which have changed."""
    for name, make in PAGES.items():
        path = ROOT / name
        page = make()
        is_new = not path.exists() or path.read_text(encoding="utf-8") != page
        path.write_text(page, encoding="utf-8")
        print(f"{name}: {'written' if is_new else 'as it was'}")


if __name__ == "__main__":
    main()
