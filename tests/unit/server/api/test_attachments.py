"""The name of a file to be saved leads nowhere and hides nothing."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.server.api.attachments import attachment

_FORM = re.compile(
    r'attachment; filename="([A-Za-z0-9._-]+)"; filename\*=UTF-8\'\'([\w.~%-]*)',
    re.ASCII,
)


def _names(name: str) -> tuple[str, str]:
    found = _FORM.fullmatch(attachment(name))
    assert found is not None, attachment(name)
    return found[1], unquote(found[2])


@pytest.mark.parametrize(
    ("name", "plain", "whole"),
    [
        ("results.csv", "results.csv", "results.csv"),
        ("Café del Mar.csv", "Cafe-del-Mar.csv", "Café del Mar.csv"),
        ("../../etc/passwd", "etc-passwd", "etc passwd"),
        ('a"; filename="b.exe', "a-filename-b.exe", "a ; filename= b.exe"),
        ("a\r\nSet-Cookie: x.csv", "aSet-Cookie-x.csv", "aSet-Cookie x.csv"),
        ("\u202ecsv.exe", "csv.exe", "csv.exe"),
        ("東京.csv", "csv", "東京.csv"),
        ("", "file", ""),
        (".hidden", "hidden", "hidden"),
    ],
)
def test_a_name_is_kept_as_far_as_it_is_harmless(name, plain, whole) -> None:
    assert _names(name) == (plain, whole)


def test_a_long_name_is_cut_and_keeps_its_ending() -> None:
    plain, whole = _names("a" * 500 + ".csv")

    assert plain == whole == "a" * 120 + ".csv"


@given(st.text())
def test_no_name_leaves_its_folder_or_its_header(name: str) -> None:
    for told in _names(name):
        assert not set(told) & set('/\\:*?"<>|')
        assert not told.startswith((".", " "))
        assert not any(unicodedata.category(character)[0] == "C" for character in told)
