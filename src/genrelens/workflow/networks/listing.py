"""Tell which pretrained networks there are, and which of them are here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from genrelens.audio.music_tags.published import DIGEST, LICENCE, PACKAGE, VERSION
from genrelens.audio.music_tags.storing import load_weights
from genrelens.errors import InputError
from genrelens.places import networks_folder
from genrelens.schema.music_tags import MUSIC_TAGS

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["NetworkFacts", "list_networks", "network_facts"]

_NAMES: Final = ("music-tags",)


@dataclass(frozen=True, slots=True)
class NetworkFacts:
    """A pretrained network and how it stands on this computer.

    Attributes
    ----------
    name : str
        How it is asked for.
    source, licence : str
        Package and version that it is from, and its licence.
    state : str
        ``"here"``, ``"not here"`` or ``"damaged"``.
    digest : str
        SHA-256 of its numbers.
    n_columns : int
        Numbers that it gives for a track.
    folder : pathlib.Path
        Where it stands, or would stand.
    n_bytes : int
        Bytes of its files there.
    """

    name: str
    source: str
    licence: str
    state: str
    digest: str
    n_columns: int
    folder: Path
    n_bytes: int

    def to_dict(self) -> dict[str, object]:
        """Give it as names and values for a JSON document."""
        return {
            "name": self.name,
            "source": self.source,
            "licence": self.licence,
            "state": self.state,
            "digest": self.digest,
            "columns": self.n_columns,
            "folder": str(self.folder),
            "bytes": self.n_bytes,
        }


def list_networks() -> list[NetworkFacts]:
    """Tell of every network that can be obtained."""
    return [network_facts(name) for name in _NAMES]


def network_facts(name: str) -> NetworkFacts:
    """Tell of one network; its files are checked whole.

    Parameters
    ----------
    name : str
        ``"music-tags"``.

    Raises
    ------
    InputError
        If there is no network of that name.
    """
    if name not in _NAMES:
        raise InputError(f"There is no network {name!r}. The only one is 'music-tags'.")
    folder = networks_folder() / name
    files = [each for each in folder.glob("*") if each.is_file()]
    return NetworkFacts(
        name=name,
        source=f"{PACKAGE} {VERSION}",
        licence=LICENCE,
        state=_state(folder) if files else "not here",
        digest=DIGEST,
        n_columns=len(MUSIC_TAGS),
        folder=folder,
        n_bytes=sum(each.stat().st_size for each in files),
    )


def _state(folder: Path) -> str:
    try:
        load_weights(folder)
    except InputError:
        return "damaged"
    return "here"
