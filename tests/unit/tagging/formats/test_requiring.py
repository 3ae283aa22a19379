from __future__ import annotations

import sys

import pytest

from genrelens.errors import InputError
from genrelens.tagging.formats.requiring import mutagen_module


def test_a_missing_mutagen_is_told_with_the_extra_and_its_licence(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "mutagen", None)
    monkeypatch.delitem(sys.modules, "mutagen.flac", raising=False)
    with pytest.raises(InputError, match=r'pip install "genrelens\[tags\]".*GPL-2'):
        mutagen_module("mutagen")


def test_the_module_is_given_where_it_is_installed() -> None:
    assert mutagen_module("mutagen.flac").__name__ == "mutagen.flac"
