"""Draw the pictures of the documentation from a report in a headless Chromium.

From the root of the repository::

    python scripts/draw_screenshots.py                       # runs the demo first
    python scripts/draw_screenshots.py --report demo/report.html

Chromium is looked for at ``$CHROMIUM``, else at ``/usr/bin/chromium``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

IMAGES = Path(__file__).parents[1] / "docs" / "images"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
WINDOW = {"width": 1200, "height": 900}
PHONE = {"width": 360, "height": 740}
MAX_BYTES = 250_000

_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def main() -> None:
    """Draw all pictures, and fail where one is too large for a repository."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--report", type=Path, help="a report.html that is there")
    given = parser.parse_args().report
    if not Path(CHROMIUM).exists():
        sys.exit(f"There is no Chromium at {CHROMIUM}. Set $CHROMIUM to its path.")
    with tempfile.TemporaryDirectory() as folder:
        report = given or make_report(Path(folder))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=list(_QUIET)
            )
            draw_all(browser, report.resolve())
            browser.close()
    too_large = [
        f"{path.name} has {path.stat().st_size:,} bytes"
        for path in sorted(IMAGES.glob("report_*.png"))
        if path.stat().st_size > MAX_BYTES
    ]
    if too_large:
        sys.exit(f"More than {MAX_BYTES:,} bytes: {'; '.join(too_large)}.")


def make_report(folder: Path) -> Path:
    """Run the demo into a folder, and give the path of its report."""
    command = [sys.executable, "-m", "genrelens", "demo", "--output", str(folder)]
    subprocess.run(command, check=True)
    return folder / "report.html"


def draw_all(browser: Browser, report: Path) -> None:
    """Draw the top of the page, the reasons, one track, and the verdict on a phone."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with opened(browser, report, WINDOW) as page:
        save(page, "report_verdict.png")
    with opened(browser, report, WINDOW) as page:
        scroll_to(page, "#shapley")
        save(page, "report_why.png")
    with opened(browser, report, WINDOW) as page:
        pick_a_mistake(page)
        scroll_to(page, "#tracks")
        save(page, "report_track.png")
    with opened(browser, report, PHONE, scale=2) as page:
        scroll_to(page, "#verdict")
        save(page, "report_phone.png")


@contextmanager
def opened(
    browser: Browser, report: Path, window: dict[str, int], *, scale: float = 1
) -> Iterator[Page]:
    """Open the report in a window of this size, in its light colours."""
    context = browser.new_context(
        viewport=window,  # type: ignore[arg-type]
        device_scale_factor=scale,
        color_scheme="light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(report.as_uri())
    yield page
    context.close()


def scroll_to(page: Page, section: str) -> None:
    """Bring the top of a section to the top of the window."""
    page.locator(section).evaluate("section => section.scrollIntoView()")
    page.wait_for_timeout(200)


def pick_a_mistake(page: Page) -> None:
    """Pick the first track that the model got wrong; it teaches the most."""
    wrong = page.locator("#tracks article:has(.outcome.wrong)").first
    page.select_option("#pick-track", wrong.get_attribute("data-track"))


def save(page: Page, name: str) -> None:
    """Write what the window shows, and say how large it is."""
    path = IMAGES / name
    page.screenshot(path=str(path))
    print(f"{path.relative_to(IMAGES.parents[1])}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
