"""The calls on the page of use run as they stand there; genres of the map stand out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _run(command: list[str], studio: Any) -> str:
    token = parse_qs(urlsplit(studio.first_address).query)["token"][0]
    environment = {**os.environ, "GENRELENS_TOKEN": token}
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_calls_run_as_they_are_copied(visit: Any, studio: Any, places: Any) -> None:
    """Line breaks were once shown as backslash and n, and no call ran."""
    with visit(f"/models/{places.model}/use") as opened:
        page = opened.page
        code = {
            key: page.locator(f"#code-{key}").text_content()
            for key in ("curl-track", "python")
        }
        told = json.loads(_run(["bash", "-c", code["curl-track"]], studio))
        first = told["predictions"][0]
        printed = _run([sys.executable, "-c", code["python"]], studio)
        assert printed.strip() == f"{first['genre']} {first['decision']}"
        assert opened.trouble == []


def test_a_genre_of_the_map_is_picked_out_by_its_name(visit: Any, places: Any) -> None:
    with visit(f"/models/{places.model}/explore") as opened:
        page = opened.page
        page.wait_for_selector("html[data-explored]")
        drawn = "() => document.getElementById('map').toDataURL()"
        whole = page.evaluate(drawn)
        key = page.locator(".legend-key").first
        key.click()
        page.mouse.move(1, 1)
        assert key.get_attribute("aria-pressed") == "true"
        page.wait_for_selector("#legend.is-choosing")
        assert page.evaluate(drawn) != whole
        key.press("Enter")
        assert key.get_attribute("aria-pressed") == "false"
        assert page.locator("#legend.is-choosing").count() == 0
        assert opened.trouble == []
