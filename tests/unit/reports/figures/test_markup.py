from __future__ import annotations

import xml.etree.ElementTree as ET
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from genrelens.reports.figures.markup import Svg, coordinate, draw, shorten, tag


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


@given(st.text(), st.text())
def test_no_text_or_attribute_can_open_another_element(text: str, told: str) -> None:
    reader = _Reader()
    reader.feed(tag("text", text, data_tip=told))
    reader.close()
    assert reader.tags == ["text"]
    assert [name for name, _ in reader.attributes] == ["data-tip"]


@given(st.text())
def test_markup_is_well_formed_xml_whatever_the_text(text: str) -> None:
    ET.fromstring(tag("text", text, data_tip=text))  # noqa: S314


def test_direction_changing_characters_are_shown_as_codes() -> None:
    assert tag("text", "a\u202eb") == "<text>a\\u202eb</text>"
    assert tag("g", data_tip="a\u202eb") == '<g data-tip="a\\u202eb"/>'


def test_markup_of_our_own_is_not_escaped_twice() -> None:
    assert tag("g", tag("path", d="M0 0")) == '<g><path d="M0 0"/></g>'


def test_a_long_path_is_never_cut() -> None:
    path = "M1 1h0" * 20_000
    assert path in tag("path", d=path)


def test_a_picture_has_a_role_and_a_name() -> None:
    picture = draw(10, 20, Svg("<g/>"), label='says "so"')
    root = ET.fromstring(picture)  # noqa: S314
    assert root.get("role") == "img"
    assert root.get("aria-label") == 'says "so"'
    assert root.get("viewBox") == "0 0 10 20"


def test_an_attribute_of_none_is_left_out() -> None:
    assert tag("g", class_=None) == "<g/>"


@given(st.floats(-1e6, 1e6))
def test_a_coordinate_keeps_the_number_to_one_decimal(value: float) -> None:
    assert abs(float(coordinate(value)) - value) <= 0.0501
    assert coordinate(value) != "-0"


def test_a_short_label_is_left_alone() -> None:
    assert shorten("tempo", 5) == "tempo"
