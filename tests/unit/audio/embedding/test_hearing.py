"""Every network offers what the protocol names."""

from __future__ import annotations

from inspect import getmembers

from genrelens.audio.embedding.hearing import Network
from genrelens.audio.embedding.onnx_network import open_onnx
from genrelens.audio.music_tags.network import MusicTagsNetwork


def _offered() -> list[str]:
    return [name for name, _ in getmembers(Network) if not name.startswith("_")]


def test_the_protocol_names_what_a_table_needs():
    assert _offered() == ["columns", "digest", "hear", "name", "rate"]


def test_both_kinds_of_network_offer_it(make_network):
    own = open_onnx(make_network())
    for name in _offered():
        assert hasattr(own, name)
        assert hasattr(MusicTagsNetwork, name) or name == "digest"
