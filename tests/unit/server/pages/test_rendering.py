"""Pages filled from templates."""

from __future__ import annotations

import json
import re

import pytest
from jinja2 import UndefinedError
from starlette.requests import Request

from genrelens.reports.glossary import TERMS
from genrelens.server.pages.rendering import _environment, page

HOSTILE = '</script><img src=x onerror="document.title=1">\u202e=cmd'
STEPS = ("bring", "inspect", "train", "report", "explore", "what-if", "review", "use")


def _request(path: str = "/glossary") -> Request:
    return Request(
        {
            "type": "http",
            "method": "GET",
            "path": path,
            "headers": [(b"host", b"127.0.0.1")],
            "query_string": b"",
            "scheme": "http",
            "server": ("127.0.0.1", 80),
        }
    )


UI = "{% import 'macros.html.j2' as ui %}"


def _filled(source: str, **context: object) -> str:
    return _environment().from_string(source).render(**context)


@pytest.mark.parametrize(
    "source",
    [
        "{{ name }}",
        '<p title="{{ name }}">',
        UI + "{{ ui.notice(name) }}",
        UI + "{{ ui.button(name, name) }}",
        UI + "{{ ui.go(name, name) }}",
        UI + "{{ ui.head(name, name, name) }}",
        UI + "{{ ui.field(name, name, name, hint=name) }}",
        UI + "{{ ui.field('a', 'b', choices=[(name, name)]) }}",
        UI + "{{ ui.genre(name, 'g0') }}",
        UI + "{{ ui.empty(name, name) }}",
        UI + "{{ ui.keys([('J', name)]) }}",
        UI + "{{ ui.badge(name, name) }}",
        UI + "{{ ui.number(name, name, name, name) }}",
        UI + "{{ ui.data({'a': name}) }}",
    ],
)
def test_no_name_becomes_markup(source: str) -> None:
    made = _filled(source, name=HOSTILE)
    assert "<img" not in made
    assert made.count("</script>") == made.count("<script")
    assert "\u202e" not in made
    assert 'onerror="' not in made


def test_data_for_a_module_comes_back_as_it_was() -> None:
    made = _filled(
        UI + "{{ ui.data(told) }}",
        told={"name": HOSTILE, "share": 0.5},
    )
    inside = re.search(r'id="page-data">(.*)</script>', made)
    assert inside is not None
    assert json.loads(inside[1]) == {"name": HOSTILE, "share": 0.5}


def test_a_name_that_the_template_lacks_is_a_fault_not_a_gap() -> None:
    with pytest.raises(UndefinedError):
        _filled("{{ forgotten }}")


def test_a_page_has_no_inline_style_or_script() -> None:
    text = bytes(page(_request(), "glossary.html.j2", terms=TERMS).body).decode()
    assert "<style" not in text
    assert "style=" not in text
    assert re.findall(r"<script(?! type=\"module\" src=| src=)", text) == []
    assert re.findall(r"\son\w+=", text) == []


@pytest.mark.parametrize("step", STEPS)
def test_the_step_that_is_open_is_marked_once(step: str) -> None:
    text = bytes(
        page(
            _request(),
            "glossary.html.j2",
            step=step,
            table_id="tab-abcdefghijkl",
            model_id="mod-abcdefghijkl",
            terms=[],
        ).body
    ).decode()
    assert text.count('aria-current="step"') == 1
    assert text.count("(not yet)") == 0


def test_steps_that_lead_nowhere_yet_are_no_links() -> None:
    text = bytes(page(_request(), "glossary.html.j2", terms=[]).body).decode()
    walk = text[text.index('class="walk"') : text.index("</nav>")]
    assert re.findall(r'href="([^"]*)"', walk) == ["/"]
    assert walk.count("(not yet)") == 7


def test_a_status_can_be_given() -> None:
    assert page(
        _request(), "glossary.html.j2", status_code=404, terms=[]
    ).status_code == (404)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{{ 28352|count }}", "28,352"),
        ("{{ 0.5468|percent }}", "54.7\u00a0%"),
        ("{{ 0.5468|decimal }}", "0.547"),
        ("{{ 0.031|points }}", "+3.1"),
        ("{{ 999|bytes }}", "999\u00a0B"),
        ("{{ 1048576|bytes }}", "1.05\u00a0MB"),
        ("{{ 2200000000|bytes }}", "2.2\u00a0GB"),
        ("{{ 1|plural('track') }}", "1 track"),
        ("{{ 2000|plural('track') }}", "2,000 tracks"),
        ("{{ 2|plural('family', 'families') }}", "2 families"),
        ("{{ '2026-01-02T03:04:05.678+00:00'|time }}", "2026-01-02 03:04 UTC"),
    ],
)
def test_numbers_are_written_the_way_people_read_them(source: str, words: str) -> None:
    assert _filled(source) == words


def test_code_keeps_its_lines_and_nothing_of_it_becomes_markup() -> None:
    long = "x" * 9000
    made = _filled("{{ name | code }}", name=f"a '<b>'\\\n  {long}\u202e\x1b")
    assert made.split("\n") == [
        "a &#39;&lt;b&gt;&#39;\\",
        f"  {long}\\u202e\\x1b",
    ]
