"""The reference pages say what the code says, and lead nowhere that is not there."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "write_reference.py"
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md"]
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)|\]\((#[^)\s]+)\)")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    specification = importlib.util.spec_from_file_location("write_reference", SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def _anchors(page: Path) -> set[str]:
    """Give the anchors that the headings of a page have where it is shown."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in kept}


@pytest.mark.parametrize(
    "name",
    ["docs/reference/columns.md", "docs/glossary.md", "docs/reference/commands.md"],
)
def test_a_written_page_is_what_the_script_would_write(
    script: ModuleType, name: str
) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == script.PAGES[name](), (
        "run scripts/write_reference.py"
    )


def test_every_known_spelling_is_on_the_page_of_columns(script: ModuleType) -> None:
    page = script.columns_page()
    for known in script.KNOWN_COLUMNS:
        assert all(f"`{spelling}`" in page for spelling in known.spellings)


def test_every_command_has_its_table_of_options(script: ModuleType) -> None:
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    tables = set(re.findall(r"<!-- options of (\w+) -->", page))
    app = script.build_app()
    assert tables == {name for name in app if not name.startswith("-")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target, anchor, own_anchor in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        led_to = page.parent / target if target else page
        assert led_to.exists(), f"{page.name} links to {target}"
        wanted = (anchor or own_anchor).removeprefix("#")
        if wanted and led_to.suffix == ".md":
            assert wanted in _anchors(led_to), f"{page.name} links to {target}#{wanted}"


def test_every_picture_is_shown_somewhere_and_is_small() -> None:
    texts = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    pictures = sorted((ROOT / "docs" / "images").iterdir())
    assert [path.name for path in pictures if path.name not in texts] == []
    assert [path.name for path in pictures if path.stat().st_size > 250_000] == []
