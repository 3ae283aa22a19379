"""Obtain the pretrained network of tags, once."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from genrelens.audio.music_tags.published import (
    ARRAYS,
    DATA_MEMBER,
    INDEX_MEMBER,
    LICENCE_MEMBER,
    PACKAGE,
    VERSION,
    WHEEL,
    WHEEL_SHA256,
)
from genrelens.audio.music_tags.storing import load_weights, store_weights
from genrelens.audio.music_tags.wheel import read_wheel
from genrelens.audio.network_files.checkpoint import read_checkpoint
from genrelens.errors import InputError, printable
from genrelens.places import networks_folder
from genrelens.workflow.networks.downloading import download_file
from genrelens.workflow.networks.listing import NetworkFacts, network_facts
from genrelens.workflow.progress import Listener, silent

__all__ = ["AddResult", "add_network"]

_NAME: Final = "music-tags"
_STAGE: Final = "obtaining the network"
_STEPS: Final = 3


@dataclass(frozen=True, slots=True)
class AddResult:
    """What stands ready now.

    Attributes
    ----------
    network : NetworkFacts
        The network.
    was_there : bool
        True where it was there already, whole, and nothing had to be done.
    """

    network: NetworkFacts
    was_there: bool


def add_network(
    name: str = _NAME, *, file: Path | None = None, listener: Listener = silent
) -> AddResult:
    """Obtain a pretrained network, check it, and keep it for every later run.

    The published file is downloaded by name, version and hash into a temporary
    folder, or taken from `file`; its numbers are read as data, and nothing in it is
    imported or run. If the network is there already and whole, nothing is written; a
    file that is given is checked all the same.

    Parameters
    ----------
    name : str, default "music-tags"
        The network.
    file : pathlib.Path, optional
        The published file, downloaded before.
    listener : Listener, optional
        Hears how far it has come.

    Raises
    ------
    InputError
        If there is no such network, or its file cannot be had or is another one.
    OutputError
        If it cannot be written.
    """
    if name != _NAME:
        raise InputError(
            f"There is no network '{printable(name)}' to obtain. The only one is "
            f"'{_NAME}'; a network of your own is given as an ONNX file where it is "
            f"used."
        )
    folder = networks_folder() / _NAME
    members = None if file is None else read_wheel(file)
    if _is_whole(folder):
        return AddResult(network_facts(_NAME), was_there=True)
    listener(_STAGE, 0, _STEPS)
    if members is None:
        with tempfile.TemporaryDirectory(prefix="genrelens-") as temporary:
            members = read_wheel(
                download_file(
                    PACKAGE,
                    VERSION,
                    WHEEL_SHA256,
                    name=WHEEL,
                    folder=Path(temporary),
                )
            )
    listener(_STAGE, 1, _STEPS)
    arrays = read_checkpoint(members[INDEX_MEMBER], members[DATA_MEMBER], ARRAYS)
    listener(_STAGE, 2, _STEPS)
    store_weights(folder, arrays, licence=members[LICENCE_MEMBER])
    listener(_STAGE, _STEPS, _STEPS)
    return AddResult(network_facts(_NAME), was_there=False)


def _is_whole(folder: Path) -> bool:
    """Say whether the network opens; a damaged one is obtained anew."""
    try:
        load_weights(folder)
    except InputError:
        return False
    return (folder / "manifest.json").is_file()
