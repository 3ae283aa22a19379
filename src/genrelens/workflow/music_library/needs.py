"""Say what working with music lacks on this computer, each with its remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from genrelens.audio.embedding.choosing import MUSIC_TAGS_NAME, has_network
from genrelens.audio.needing import need_all
from genrelens.errors import InputError
from genrelens.tagging.formats.requiring import mutagen_module
from genrelens.workflow.from_sound.needed_sound import needed_of

if TYPE_CHECKING:
    from genrelens.bundle.trained_model import TrainedModel

__all__ = ["MusicNeeds", "music_needs", "needs_of_model"]

_NO_NETWORK: Final = (
    "The network that hears tags is not on this computer. Fetch it once with: "
    "genrelens models add music-tags"
)


@dataclass(frozen=True, slots=True)
class MusicNeeds:
    """What is missing, as sentences that say what to do; empty where nothing is.

    Parameters
    ----------
    sound : str
        For opening any sound: a library of the extra `audio`.
    tags : str
        For planning and writing genres: mutagen, of the extra `tags`.
    network : str
        For hearing tags: the pretrained network.
    """

    sound: str
    tags: str
    network: str


def music_needs() -> MusicNeeds:
    """Look what is missing now; nothing large is imported or read."""
    return MusicNeeds(_sound(), _tags(), _network())


def needs_of_model(trained: TrainedModel) -> str:
    """Say what is missing for a model to name files; empty where nothing is.

    Parameters
    ----------
    trained : TrainedModel
        A model that was trained on a music folder, or on any other table.

    Raises
    ------
    InputError
        If the model needs what no sound file gives.
    """
    network = needed_of(trained).network
    return _network() if network == MUSIC_TAGS_NAME else ""


def _sound() -> str:
    try:
        need_all()
    except InputError as error:
        return str(error)
    return ""


def _tags() -> str:
    try:
        mutagen_module("mutagen")
    except InputError as error:
        return str(error)
    return ""


def _network() -> str:
    return "" if has_network(MUSIC_TAGS_NAME) else _NO_NETWORK
