"""A headless Chromium, and the made-up pages it opens."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from genrelens.reports.page import render_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from playwright.sync_api import Browser
    from tests.conftest import SmallRun

CHROMIUM = Path("/usr/bin/chromium")
_FACTORY = Path(__file__).parents[1] / "unit" / "reports" / "conftest.py"
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"there is no Chromium at {CHROMIUM}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=list(_QUIET)
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def factory() -> ModuleType:
    specification = importlib.util.spec_from_file_location("made_up_facts", _FACTORY)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules["made_up_facts"] = module
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def pages(
    factory: ModuleType,
    small_run: SmallRun,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Path]:
    """Write pages of made-up facts without trust, and the whole one of a run."""
    facts = factory.build_facts()
    made = {
        "plain": facts,
        "many": factory.build_facts(n_genres=114, n_tracks=6000, n_explained=500),
        "small": factory.build_facts(n_tracks=60, n_explained=60, is_small=True),
        "bare": factory.without_results(facts),
        "hostile": factory.with_hostile_names(facts),
        "whole": small_run.result.facts,
    }
    folder = tmp_path_factory.mktemp("pages")
    paths = {name: folder / f"{name}.html" for name in made}
    for name, path in paths.items():
        path.write_text(render_report(made[name]), encoding="utf-8")
    return paths
