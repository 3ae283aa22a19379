"""Say what a model needs of music files, and refuse one that needs anything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from genrelens.errors import InputError, printable
from genrelens.schema.music_tags import MUSIC_TAGS
from genrelens.schema.sound_columns import SOUND_COLUMNS
from genrelens.workflow.from_sound.kept_settings import settings_of

if TYPE_CHECKING:
    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.workflow.extracting.sound_settings import SoundSettings

__all__ = ["NeededSound", "needed_of"]

_NONE: Final = "none"
_TAGS_NETWORK: Final = "music-tags"
_FROM_FILES: Final = frozenset(
    {*(column.name for column in SOUND_COLUMNS), "duration_ms", "year"}
)
_TAGS: Final = frozenset(tag.column for tag in MUSIC_TAGS)
_USUAL_SECONDS: Final = 30.0
_MOST_LACKING: Final = 0.5
_MOST_NAMED: Final = 8


@dataclass(frozen=True, slots=True)
class NeededSound:
    """How files must be measured for a model.

    Parameters
    ----------
    seconds : float
        Length of the stretch that is listened to.
    network : str
        The network that must hear it, or ``none``.
    settings : SoundSettings or None
        How the model's own table was measured, where it knows.
    """

    seconds: float
    network: str
    settings: SoundSettings | None


def needed_of(trained: TrainedModel) -> NeededSound:
    """Find out how files must be measured, so that a model can answer them.

    A model may lack a few attributes of a table with more columns. One that would have
    to do without half of what it learnt is refused.

    Raises
    ------
    InputError
        If the model learnt mostly what no sound file gives.
    BundleError
        If its settings cannot be read.
    """
    settings = settings_of(trained)
    names = [_attribute(feature.name, feature.recipe) for feature in trained.features]
    from_network = [name for name in names if name not in _FROM_FILES]
    if settings is None or settings.network in {_NONE, _TAGS_NETWORK}:
        heard = [name for name in from_network if name in _TAGS]
    else:
        heard = from_network  # the columns of a network of the user's own
    lacking = [
        feature
        for feature, name in zip(trained.features, names, strict=True)
        if name not in _FROM_FILES and name not in heard
    ]
    if len(lacking) > _MOST_LACKING * len(names):
        raise InputError(_refusal([each.origin for each in lacking], len(names)))
    network = _NONE
    if heard:
        network = _TAGS_NETWORK if settings is None else settings.network
    if heard and network == _NONE:
        network = _TAGS_NETWORK
    seconds = _USUAL_SECONDS if settings is None else settings.seconds
    return NeededSound(seconds, network, settings)


def _attribute(name: str, recipe: object) -> str:
    return str(getattr(recipe, "attribute", "") or name)


def _refusal(headers: list[str], n_features: int) -> str:
    named = ", ".join(f"'{printable(header)}'" for header in headers[:_MOST_NAMED])
    more = len(headers) - _MOST_NAMED
    rest = f" and {more} more" if more > 0 else ""
    return (
        f"The model learnt {len(headers)} of its {n_features} attributes from columns "
        f"that music files do not give: {named}{rest}. Train a model on a table made "
        "by `genrelens extract`, or give the word music-tags in place of a model."
    )
