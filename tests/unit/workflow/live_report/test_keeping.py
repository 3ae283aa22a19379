"""A run's report, kept in parts."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from genrelens.workflow.live_report.keeping import keep_parts
from genrelens.workflow.live_report.opening import PARTS_FILE, open_parts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import SmallRun


@pytest.fixture(scope="module")
def folder(small_run: SmallRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    assert keep_parts(small_run.result, folder) == folder / PARTS_FILE
    return folder


def test_every_section_of_the_report_is_kept_to_the_letter(
    small_run: SmallRun, folder: Path
) -> None:
    report = small_run.result.files["report"].read_text(encoding="utf-8")
    parts = open_parts(folder)
    assert parts is not None
    for key, html in parts.html.items():
        assert f'<h2 id="{key}-title">{parts.titles[key]}</h2>\n{html}</section>' in (
            report
        ), key


def test_what_is_kept_is_plain_json_of_the_model_it_tells_of(
    small_run: SmallRun, folder: Path
) -> None:
    document = json.loads((folder / PARTS_FILE).read_text(encoding="utf-8"))
    assert set(document) == {"format", "format_version", "model_sha256", "parts"}
    assert document["model_sha256"] in document["parts"]["html"]["method"]
    assert document["parts"]["genres"] == list(small_run.result.facts.evaluation.genres)


class _Watch(HTMLParser):
    """Collects everything that the studio's policy would refuse to run or apply."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "link", "iframe", "object", "embed", "form"}:
            self.refused.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "src", "srcdoc"}:
                self.refused.append(f"{tag} {name}")
            if name in {"href", "xlink:href"} and not (value or "").startswith("#"):
                self.refused.append(f"{tag} {name}={value}")


def test_no_part_brings_script_style_or_an_outward_link(folder: Path) -> None:
    parts = open_parts(folder)
    assert parts is not None
    watch = _Watch()
    for html in parts.html.values():
        watch.feed(html)
    assert watch.refused == []
