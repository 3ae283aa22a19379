"""Have a user's own network opened in a child with limits, and learn what it gives."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from genrelens.audio.isolation.messages import BadMessageError, read_network
from genrelens.audio.isolation.one_child import OneChild
from genrelens.errors import GenrelensError, InputError, printable

if TYPE_CHECKING:
    from genrelens.audio.analysis import AnalysisOptions
    from genrelens.audio.embedding.hearing import KnownNetwork

__all__ = ["learn_network"]


def learn_network(options: AnalysisOptions) -> KnownNetwork:
    """Learn name, columns and digest of a network, without opening it here.

    Parameters
    ----------
    options : AnalysisOptions
        They name the network's file.

    Returns
    -------
    KnownNetwork

    Raises
    ------
    InputError
        If the file is not here or not usable, or opening it breaks down: crashes,
        takes more than 60 seconds of computing or more than 4 GB.
    """
    with closing(OneChild(options, n_values=0)) as child:
        try:
            return read_network(child.wait_until_ready().get("network"))
        except InputError:
            raise
        except (GenrelensError, BadMessageError) as error:
            why = child.why_not_ready() or "it does not say what it gives"
            raise InputError(
                f"File '{printable(options.network, limit=200)}': opening this network "
                f"broke down ({why}). Use another network, or export this one anew."
            ) from error
