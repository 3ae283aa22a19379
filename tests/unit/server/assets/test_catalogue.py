"""The files that pages load."""

from __future__ import annotations

import re

import pytest

from genrelens.server.assets.catalogue import assets, stamp, static_url

IMPORT = re.compile(rb'(?:from|import\()\s*"\./([^"]+)"')
LINKED = re.compile(rb'url\(\s*["\']?([^)"\']+)')


def test_every_file_is_of_a_known_kind_and_not_empty() -> None:
    assert {"studio.css", "studio.js", "report.css", "report.js", "icon.svg"} <= set(
        assets()
    )
    for name, asset in assets().items():
        assert asset.content, name
        assert asset.content_type.partition(";")[0] in {
            "text/css",
            "text/javascript",
            "image/svg+xml",
        }


def test_every_module_imports_only_modules_that_are_served() -> None:
    for name, asset in assets().items():
        if name.endswith(".js"):
            for wanted in IMPORT.findall(asset.content):
                assert wanted.decode() in assets(), f"{name} imports {wanted!r}"


def test_no_file_names_another_place_to_load_from() -> None:
    for name, asset in assets().items():
        told = re.sub(rb"http://www\.w3\.org/2000/svg", b"", asset.content)
        assert b"http:" not in told, name
        assert b"https:" not in told, name
        assert b"//cdn" not in told, name
        assert all(url.startswith(b"#") for url in LINKED.findall(told)), name


def test_no_script_turns_text_into_markup_or_code() -> None:
    refused = (
        *(b"innerHTML", b"outerHTML", b"insertAdjacentHTML", b"document.write"),
        *(b"eval(", b"new Function", b"srcdoc", b'setAttribute("style"'),
    )
    for name, asset in assets().items():
        if name.endswith(".js"):
            found = [word for word in refused if word in asset.content]
            assert found == [], name


def test_an_address_carries_the_stamp_of_all_files() -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", stamp())
    assert static_url("studio.css") == f"/static/{stamp()}/studio.css"


def test_a_file_that_is_not_there_is_a_fault_and_says_what_there_is() -> None:
    with pytest.raises(KeyError, match=r"no static file 'nothing\.js'.*studio\.css"):
        static_url("nothing.js")


def test_no_style_reaches_into_the_drawings_of_the_report() -> None:
    """A class for labels of forms once enlarged the labels of every chart."""
    css = re.sub(rb"/\*.*?\*/", b"", assets()["studio.css"].content, flags=re.DOTALL)
    lone = set(
        re.findall(r"(?:^|[,}])\.([a-z][\w-]*)", css.decode(), flags=re.MULTILINE)
    )
    shared = {"badge", "small", "warning", "wide", "genre", "swatch", "lead", "quiet"}
    drawn = set(re.findall(r"svg(?:\.[\w-]+)? \.([a-z][\w-]*)", _report_css()))
    drawn |= {"bar", "chart", "key", "label"}  # classes of pictures and their words
    assert lone & (drawn - shared) == set()


def _report_css() -> str:
    return assets()["report.css"].content.decode()


def test_equal_tags_mean_equal_contents() -> None:
    tags = {asset.tag for asset in assets().values()}
    assert len(tags) == len({asset.content for asset in assets().values()})
