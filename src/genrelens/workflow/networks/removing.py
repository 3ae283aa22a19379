"""Remove a pretrained network from this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.audio.music_tags.storing import FILES
from genrelens.errors import InputError, OutputError, printable
from genrelens.workflow.networks.listing import network_facts

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["remove_network"]


def remove_network(name: str) -> Path:
    """Remove the files of a network, and its folder if nothing else is in it.

    Parameters
    ----------
    name : str
        ``"music-tags"``.

    Returns
    -------
    pathlib.Path
        Where it stood.

    Raises
    ------
    InputError
        If it is unknown or not here.
    OutputError
        If a file cannot be removed.
    """
    facts = network_facts(name)
    if facts.state == "not here":
        raise InputError(
            f"The network '{name}' is not here "
            f"({printable(facts.folder, limit=200)}), so there is nothing to remove."
        )
    try:
        for each in reversed(FILES):  # the manifest first: what is left is not used
            (facts.folder / each).unlink(missing_ok=True)
        if not any(facts.folder.iterdir()):
            facts.folder.rmdir()
    except OSError as error:
        raise OutputError(
            f"The network '{name}' could not be removed from "
            f"'{printable(facts.folder, limit=200)}': {error.strerror}. Remove the "
            f"folder by hand."
        ) from error
    return facts.folder
