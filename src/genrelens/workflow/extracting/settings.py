"""Say what the values of a table depend on besides the sound."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING

from genrelens.audio.analysing import value_columns
from genrelens.audio.method import method_digest
from genrelens.places import cache_folder

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.audio.embedding.hearing import Known
    from genrelens.workflow.extracting.requests import ExtractRequest

__all__ = ["default_cache", "settings_digest"]


def settings_digest(request: ExtractRequest, network: Known | None) -> str:
    """Give a digest of the stretch's length, the network, the columns and the method.

    Parameters
    ----------
    request : ExtractRequest
    network : Network, optional
        What is known of the network.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    named = {
        "seconds": request.seconds,
        "network": network.digest if network is not None else "",
        "columns": value_columns(network),
        "method": method_digest(),
    }
    return hashlib.sha256(json.dumps(named).encode()).hexdigest()


def default_cache(folder: Path) -> Path:
    """Give the file in which what was found in a folder is kept by default."""
    real = os.fsencode(os.path.realpath(folder))
    name = hashlib.sha256(real).hexdigest()[:20]
    return cache_folder() / "sound" / f"{name}.sqlite"
