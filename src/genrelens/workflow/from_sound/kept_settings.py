"""Keep with a model how its table was read and measured, and compare new sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from genrelens.cleaning.origins.extracted import is_from_files
from genrelens.errors import BundleError, InputError, printable
from genrelens.schema.spelling import normalise_header
from genrelens.workflow.extracting.sound_settings import SoundSettings, read_settings
from genrelens.workflow.from_sound.heard_before import KEPT_AS, keep_heard

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.cleaning.track_table import TrackTable
    from genrelens.workflow.requests import TrainRequest

__all__ = ["facts_of_reading", "settings_of", "tell_disagreement"]

_DIGITS: Final = 12


def facts_of_reading(
    request: TrainRequest, table: TrackTable, rows: NDArray[np.int64]
) -> dict[str, Any]:
    """Give what new tracks must agree in with training, as plain values.

    Parameters
    ----------
    request : TrainRequest
        Which table was read, and how its lists of genres were.
    table : TrackTable
        What it held.
    rows : ndarray of int64
        Which of its rows are learnt.

    Returns
    -------
    dict
        ``several_genres``; where the table was extracted from files also ``sound``,
        if its settings are kept beside it, and ``heard``, by which the tracks that
        are learnt are known again.
    """
    read: dict[str, Any] = {"several_genres": request.several_genres}
    headers = {normalise_header(column.header)[0] for column in table.columns}
    if is_from_files(headers):
        settings = read_settings(request.table)
        if settings is not None:
            read["sound"] = settings.to_dict()
        heard = keep_heard(table, rows)
        if heard is not None:
            read[KEPT_AS] = heard
    return read


def settings_of(trained: TrainedModel) -> SoundSettings | None:
    """Give how the model's table was measured; None where the model does not know.

    Raises
    ------
    BundleError
        If the model file holds something else in that place.
    """
    kept = trained.training.get("sound")
    if kept is None:
        return None
    try:
        return SoundSettings.from_dict(kept if isinstance(kept, dict) else {})
    except InputError as error:
        raise BundleError(f"In the model file: {error}") from error


def tell_disagreement(
    learnt: SoundSettings | None, heard: SoundSettings
) -> tuple[str, ...]:
    """Say in what the sound was measured otherwise than that of the model's table.

    Parameters
    ----------
    learnt : SoundSettings or None
        Of the model's table.
    heard : SoundSettings
        Of the tracks to be answered.

    Returns
    -------
    tuple of str
        Sentences; none where they agree.
    """
    if learnt is None:
        sentence = (
            "The model does not know how the sound of its table was measured, so it "
            f"cannot be compared; these tracks were heard for {heard.seconds:g} "
            "seconds. Train on a table with its .sound.json beside it."
        )
        return (sentence,)
    told = []
    if learnt.seconds != heard.seconds:
        told.append(
            f"The model's tracks were heard for {learnt.seconds:g} seconds, these for "
            f"{heard.seconds:g}; attributes may differ a little."
        )
    uses_both = learnt.network_digest and heard.network_digest
    if uses_both and learnt.network_digest != heard.network_digest:
        told.append(
            f"The network '{printable(heard.network)}' is another one than the model's "
            f"table was heard with ('{printable(learnt.network)}', "
            f"{learnt.network_digest[:_DIGITS]}… against "
            f"{heard.network_digest[:_DIGITS]}…): its numbers mean something else, and "
            "these answers are not to be trusted. Extract and train anew."
        )
    return tuple(told)
