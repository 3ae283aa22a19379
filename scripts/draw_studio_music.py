"""Draw the picture of a track in the studio, of music that is rendered for it.

From the root of the repository, with Chromium and the network of tags here::

    genrelens models add music-tags
    python scripts/draw_studio_music.py

A folder of music of three kinds is rendered by rule, with names that are made up, and
goes the whole way: it is read, trained on, and named; one track is shown.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests" / "integration")]

from draw_screenshots import _QUIET, CHROMIUM, IMAGES, MAX_BYTES  # noqa: E402
from rendered_library import KINDS, RATE, RECIPES, tag_file  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

PICTURE = "studio-music.png"
WINDOW = {"width": 1200, "height": 980}
TOKEN = "a-token-for-one-picture-that-nobody-guesses"  # noqa: S105
ARTISTS = {
    "metal": (
        *("The Paper Anvils", "Gasket Nine", "Rust Parliament", "Ogre Ledger"),
        *("Coal Notary", "Wolf Invoice", "Basalt Aunt", "Grim Stapler"),
    ),
    "ambient": (
        *("Slow Meridian Tide", "Moth Cartography", "Low Lamp", "Felt Weather"),
        *("Pale Almanac", "Lichen Post", "Drowsy Atlas", "Wool Estuary"),
    ),
    "techno": (
        *("Kiosk 404", "Pulse Accountant", "Hollow Kettle", "Tram Seven"),
        *("Beige Modem", "Fuse Librarian", "Lift Operator", "Nil Depot"),
    ),
}
TITLES = {
    "metal": ("Furnace", "Iron", "Anvil", "Cinder", "Hammer", "Slag"),
    "ambient": ("Fog", "Harbour", "Tide", "Window", "Snow", "Attic"),
    "techno": ("Relay", "Platform", "Turnstile", "Valve", "Signal", "Depot"),
}
SECOND_WORDS = ("Letters", "Clerk", "Procession", "Arcade")
N_TRACKS = 24
WITHOUT_GENRE = "Fog Letters"
_SECONDS_AT_MOST = 300


def main() -> None:
    """Draw it, and fail where it is too large for a repository."""
    if not Path(CHROMIUM).exists():
        sys.exit(f"There is no Chromium at {CHROMIUM}. Set $CHROMIUM to its path.")
    with tempfile.TemporaryDirectory() as folder:
        music = Path(folder) / "Records"
        render(music)
        with running_studio(Path(folder) / "data", music) as address:
            page = prepare(address)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=CHROMIUM, args=list(_QUIET)
                )
                draw(browser, address, page)
                browser.close()
    n_bytes = (IMAGES / PICTURE).stat().st_size
    print(f"docs/images/{PICTURE}: {n_bytes:,} bytes")
    if n_bytes > MAX_BYTES:
        sys.exit(f"That is more than {MAX_BYTES:,} bytes.")


def render(folder: Path) -> None:
    """Render the music, and tag it; one track is left without a genre."""
    import numpy as np
    import soundfile

    random = np.random.default_rng(5)
    for kind, genres in KINDS.items():
        for number in range(N_TRACKS):
            artist = ARTISTS[kind][number % len(ARTISTS[kind])]
            word = TITLES[kind][number % len(TITLES[kind])]
            title = f"{word} {SECOND_WORDS[number // len(TITLES[kind])]}"
            place = folder / artist
            place.mkdir(parents=True, exist_ok=True)
            file = place / f"{title}.flac"
            soundfile.write(file, RECIPES[kind](random), RATE)
            own = () if title == WITHOUT_GENRE else genres[:1]
            tag_file(file, title=title, artist=artist, genres=own)


@contextmanager
def running_studio(data: Path, music: Path) -> Iterator[str]:
    """Start a studio on a free port, give its address, and end it."""
    command = [sys.executable, "-m", "genrelens", "serve", "--no-browser"]
    process = subprocess.Popen(
        [*command, "--data", str(data), "--port", "0", "--music", str(music)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "GENRELENS_TOKEN": TOKEN},
    )
    try:
        assert process.stdout is not None  # noqa: S101
        for line in process.stdout:
            if found := re.search(r"(http://127\.0\.0\.1:\d+)/\?token=", line):
                yield found[1]
                break
    finally:
        process.terminate()
        process.wait(30)


def prepare(address: str) -> str:
    """Read the music, train on it, and name it; give the address of the track."""
    (music,) = ask(address, "music")["items"]
    here = f"music/{music['id']}"
    wait(address, ask(address, f"{here}/read", {"network": "music-tags"}))
    table = ask(address, here)["music"]["table"]
    wanted = {"kind": "train", "table": table, "options": {"trees": 200, "seed": 1}}
    model = wait(address, ask(address, "jobs", wanted))["model"]
    asked = {"model": model, "max_error": 0.2}
    wait(address, ask(address, f"{here}/name", asked))
    tracks = ask(address, f"{here}/tracks?limit=1000")["items"]
    (row,) = (each["row"] for each in tracks if each["name"] == WITHOUT_GENRE)
    return f"/{here}/tracks/{row}"


def ask(address: str, path: str, told: dict[str, Any] | None = None) -> dict[str, Any]:
    """Ask the studio as a program does."""
    request = urllib.request.Request(  # noqa: S310 (of this computer)
        f"{address}/api/v1/{path}",
        data=None if told is None else json.dumps(told).encode(),
        headers={
            "Authorization": f"Bearer {TOKEN}",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        found: dict[str, Any] = json.load(answer)
    return found


def wait(address: str, job: dict[str, Any]) -> dict[str, Any]:
    """Wait until a job is done, and give it; end where it fails."""
    until = time.monotonic() + _SECONDS_AT_MOST
    while (told := ask(address, f"jobs/{job['id']}"))["state"] != "done":
        if told["state"] not in {"queued", "running"} or time.monotonic() > until:
            sys.exit(f"The {told['kind']} job is {told['state']}: {told['error']}")
        time.sleep(0.3)
    return told


def draw(browser: Browser, address: str, path: str) -> None:
    """Open the track with its sound loaded, and write what the window shows."""
    context = browser.new_context(
        viewport=WINDOW,  # type: ignore[arg-type]
        color_scheme="light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{address}/?token={TOKEN}")
    page.goto(address + path)
    page.wait_for_function("document.getElementById('sound').duration > 1")
    page.screenshot(path=str(IMAGES / PICTURE))
    context.close()


if __name__ == "__main__":
    main()
