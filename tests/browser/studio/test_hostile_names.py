"""Names that look like markup, scripts or formulas are text on every page."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np
import pytest

from genrelens.server.app import create_app
from genrelens.server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OWNED = "owned-by-a-name"
_RUN = f"document.title='{OWNED}'"
NAMES = (
    f'<img src=x onerror="{_RUN}">',
    f"</script><script>{_RUN}</script>",
    f'"><svg onload={_RUN}>',
    f"javascript:{_RUN}",
    f"'-({_RUN})-'",
    f"<!--<script>{_RUN}</script>-->",
    f']]></style><iframe srcdoc="<script>parent.{_RUN}</script>">',
    '<link rel=stylesheet href="http://evil.test/a.css">',
    "{{7*7}}{% raw %}${7*7}",
    "\u202egnp.exe\u2066 and \u200fback",
    '=HYPERLINK("http://evil.test","Louder")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "a\u0000b\u001b[31mred",
    "__proto__",
    "A" * 300,
)
_OF_MUSIC = ("/music/", "/plans/")
GENRES = (NAMES[0], NAMES[1], NAMES[2], "house", "constructor")
_MARKUP = "img[src=x], iframe, object, embed, link[href*=evil], a[href*=evil]"
_STIR = """
() => {
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  document.querySelectorAll("svg *, td, th, [data-tip], [tabindex]").forEach((one, n) => {
    if (n % 7) return;
    for (const kind of ["pointerover", "pointermove", "mouseover", "mousemove", "focusin"]) {
      one.dispatchEvent(new MouseEvent(kind, {bubbles: true, clientX: 60, clientY: 60}));
    }
  });
  window.scrollTo(0, document.body.scrollHeight);
}
"""  # noqa: E501


def _table(n_tracks: int = 240) -> bytes:
    """Write a table whose every name is an attack, and whose genres are learnable."""
    rng = np.random.default_rng(7)
    text = io.StringIO()
    writer = csv.writer(text)
    hostile_header = "<b onmouseover=\"document.title='owned-by-a-name'\">energy</b>"
    writer.writerow(
        ["track_id", "track_name", "artist", "album", "tempo", hostile_header, "genre"]
    )
    for number in range(n_tracks):
        kind = number % len(GENRES)
        name = NAMES[number % len(NAMES)].replace("\u0000", "")
        writer.writerow(
            [
                *(f"t{number:05d}", f"{name} {number}", f"{name} {number // 3}"),
                *(name, round(80 + 15 * kind + rng.normal(0, 6), 2)),
                *(round(rng.uniform(0, 1), 3), GENRES[kind]),
            ]
        )
    return text.getvalue().encode()


@pytest.fixture(scope="module")
def hostile(studio: Any) -> dict[str, str]:
    """Take the eight steps with hostile names; give the id of each thing."""
    content, headers = _table(), {"Content-Type": "application/octet-stream"}
    name = f"{NAMES[0]}.csv"
    sent = studio.ask(
        *("POST", "/api/v1/tables"),
        params={"name": name},
        content=content,
        headers=headers,
    )
    studio.wait_for(sent["job"]["id"], seconds=120)
    table = sent["table"]["id"]
    options = {"trees": 10, "explain_tracks": 40, "quick": True}
    asked = {"kind": "train", "table": table, "options": options}
    job = studio.ask("POST", "/api/v1/jobs", json=asked)["id"]
    model = studio.wait_for(job, seconds=240)["model"]
    studio.ask("PATCH", f"/api/v1/models/{model}", json={"name": NAMES[1]})
    answered = studio.ask(
        *("POST", f"/api/v1/models/{model}/answers"),
        params={"name": name},
        content=content,
        headers=headers,
    )
    studio.wait_for(answered["job"]["id"], seconds=120)
    tracks = studio.ask("GET", f"/api/v1/models/{model}/tracks?limit=1")
    return {
        "table_id": table,
        "model_id": model,
        "job_id": job,
        "answer_id": answered["answer"]["id"],
        "row": str(tracks["items"][0]["row"]),
    }


def _page_routes(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Give every page of the router, so that a new one cannot be missed."""
    from fastapi.routing import iter_route_contexts

    app = create_app(Settings(data=tmp_path_factory.mktemp("none")))
    described = set(app.openapi()["paths"])
    return sorted(
        context.path
        for context in iter_route_contexts(app.routes)
        if context.path
        and "GET" in (context.methods or ())
        and context.path not in described
        and not context.path.startswith(("/static", "/api/v1", "/v2"))
    )


def test_names_are_text_on_every_page(
    visit: Callable[..., Any],
    hostile: dict[str, str],
    places: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    routes = _page_routes(tmp_path_factory)
    assert len(routes) >= 10
    # The folder of music holds a file and a title that look like markup.
    music = {"music_id": places.music, "plan_id": places.plan, "row": "1"}
    for route in routes:
        ids = {**hostile, **music} if route.startswith(_OF_MUSIC) else hostile
        path = re.sub(r"\{(\w+)[^}]*\}", lambda match, ids=ids: ids[match[1]], route)
        _visit_and_stir(visit, path)


@pytest.mark.parametrize("query", ["genre", "predicted", "search", "sort", "area"])
def test_a_hostile_address_is_text(
    visit: Callable[..., Any], hostile: dict[str, str], query: str
) -> None:
    with visit("/") as visited:
        for name in NAMES[:4]:
            asked = f"{query}={quote(name, safe='')}"
            visited.page.goto(f"/models/{hostile['model_id']}/explore?{asked}")
            visited.page.evaluate(_STIR)
            assert visited.page.title() != OWNED
            assert visited.page.locator(_MARKUP).count() == 0


def _visit_and_stir(visit: Callable[..., Any], path: str) -> None:
    with visit(path) as visited:
        page = visited.page
        page.evaluate(_STIR)
        for key in ("Tab", "ArrowDown", "ArrowRight", "j", "?", "Escape"):
            page.keyboard.press(key)
        page.wait_for_load_state("networkidle")
        assert page.title() != OWNED, path
        assert page.locator(_MARKUP).count() == 0, path
        assert visited.trouble == [], path
        assert visited.violations() == [], path


def test_the_names_were_there_to_be_shown(
    visit: Callable[..., Any], hostile: dict[str, str]
) -> None:
    with visit(f"/models/{hostile['model_id']}/explore") as visited:
        shown = visited.page.get_by_text("<img src=x").locator("visible=true")
        shown.first.wait_for()
    with visit("/") as visited:
        shown = visited.page.get_by_text("<img src=x").locator("visible=true")
        shown.first.wait_for()


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/answers/{answer_id}/table.csv",
        "/api/v1/models/{model_id}/corrections.csv",
    ],
)
def test_an_exported_table_runs_nothing_in_a_spreadsheet(
    studio: Any, hostile: dict[str, str], path: str
) -> None:
    safe = studio.client.get(path.format(**hostile))
    assert safe.headers["content-disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(safe.text)))
    risky = ("=", "+", "-", "@", "\t", "\r")
    cells = [cell for row in rows for cell in row if cell.startswith(risky)]
    assert [
        cell for cell in cells if not re.fullmatch(r"[-+]?[\d.]+(e-?\d+)?", cell)
    ] == []
