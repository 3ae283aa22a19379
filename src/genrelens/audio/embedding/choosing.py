"""Open the network that is asked for, by its name or by its file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from genrelens.errors import InputError, printable
from genrelens.places import networks_folder

if TYPE_CHECKING:
    from genrelens.audio.embedding.hearing import Network

__all__ = ["MUSIC_TAGS_NAME", "has_network", "is_own_file", "open_network"]

MUSIC_TAGS_NAME: Final = "music-tags"
"""The name of the pretrained network of fifty tags."""

_ONNX: Final = ".onnx"


def has_network(name: str) -> bool:
    """Say whether a network stands ready; its file is not read.

    Parameters
    ----------
    name : str
        ``"music-tags"``, or the path of an ONNX file.
    """
    if name == MUSIC_TAGS_NAME:
        return (networks_folder() / name / "manifest.json").is_file()
    return is_own_file(name) and Path(name).is_file()


def is_own_file(name: str) -> bool:
    """Say whether a network is named by a file of the user's own: a stranger's file."""
    return name.endswith(_ONNX)


def open_network(name_or_file: str, *, threads: int = 1) -> Network:
    """Open a network, and check that it is whole.

    A file of the user's own belongs into a child with limits; there it is opened, and
    `audio.isolation.own_network` learns what must be known of it.

    Parameters
    ----------
    name_or_file : str
        ``"music-tags"``, or the path of an ONNX file of your own.
    threads : int, default 1
        Most threads it may use.

    Returns
    -------
    Network
        Ready to hear.

    Raises
    ------
    InputError
        If it is unknown, not here, damaged or not usable; the message says what
        to do.
    """
    if name_or_file == MUSIC_TAGS_NAME:
        from genrelens.audio.music_tags.network import open_music_tags

        return open_music_tags(networks_folder() / MUSIC_TAGS_NAME, threads=threads)
    if is_own_file(name_or_file):
        from genrelens.audio.embedding.onnx_network import open_onnx

        return open_onnx(Path(name_or_file), threads=threads)
    raise InputError(
        f"There is no network '{printable(name_or_file)}'. Choose 'music-tags' "
        f"(obtained once by: genrelens models add music-tags), the path of an ONNX "
        f"file of your own, ending in .onnx, or 'none'."
    )
