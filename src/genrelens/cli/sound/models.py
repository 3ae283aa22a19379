"""`genrelens models`: pretrained networks, obtained once and kept."""

from __future__ import annotations

import json
from pathlib import Path  # noqa: TC003 (cyclopts reads the annotations)
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter
from rich.text import Text

from genrelens.cli.terminal import listening, stdout, words

if TYPE_CHECKING:
    from genrelens.workflow.networks.listing import NetworkFacts

__all__ = ["models"]

_BYTES_A_MEGABYTE = 1_000_000

models = App(
    name="models",
    help="Obtain, list or remove pretrained networks that hear sound.",
    help_epilogue="Start with:  genrelens models add music-tags",
)


@models.command
def add(
    name: str = "music-tags",
    /,
    *,
    source: Annotated[Path | None, Parameter(name="--from")] = None,
    quiet: bool = False,
) -> int:
    """Obtain a pretrained network, check it by its hash, and keep it.

    Example: `genrelens models add music-tags`

    pip downloads the one published file; its numbers are read as data, and nothing in
    it is installed, imported or run.

    Parameters
    ----------
    name
        The network: music-tags.
    source
        The published file, if it was downloaded before; it must have the same hash.
    quiet
        Show no progress.
    """
    from genrelens.workflow.networks.adding import add_network

    with listening(quiet=quiet) as listener:
        added = add_network(name, file=source, listener=listener)
    network, console = added.network, stdout()
    told = "is here already, whole" if added.was_there else "stands ready"
    console.print(
        words(
            f"{network.name} {told}: {network.n_columns} tags a track, from "
            f"{network.source}, licence {network.licence}, "
            f"{_megabytes(network)}.",
            limit=1_000,
        )
    )
    console.print(words(f"Folder: {network.folder}", limit=1_000))
    console.print(
        words("What it learnt and what to mind: model_card.md there.", style="dim")
    )
    return 0


@models.command(name="list")
def list_(
    *,
    as_json: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> int:
    """List the pretrained networks, and whether they are here and whole.

    Example: `genrelens models list`

    Parameters
    ----------
    as_json
        Print one JSON document instead of a table.
    """
    from genrelens.workflow.networks.listing import list_networks

    networks = list_networks()
    if as_json:
        print(  # noqa: T201
            json.dumps(
                [network.to_dict() for network in networks],
                ensure_ascii=False,
                indent=2,
            )
        )
        return 0
    console = stdout()
    for network in networks:
        style = "green" if network.state == "here" else "yellow"
        console.print(words(network.name, style="bold"), Text(network.state, style))
        for label, text in (
            ("from", f"{network.source}, licence {network.licence}"),
            ("gives", f"{network.n_columns} tags a track"),
            ("SHA-256", network.digest),
            ("folder", f"{network.folder} ({_megabytes(network)})"),
        ):
            console.print(Text(f"  {label:<8}", style="dim"), words(text, limit=1_000))
    return 0


@models.command
def remove(name: str, /) -> int:
    """Remove a pretrained network; tables made with it stay as they are.

    Example: `genrelens models remove music-tags`

    Parameters
    ----------
    name
        The network: music-tags.
    """
    from genrelens.workflow.networks.removing import remove_network

    folder = remove_network(name)
    stdout().print(words(f"Removed: {folder}", limit=1_000))
    return 0


def _megabytes(network: NetworkFacts) -> str:
    return f"{network.n_bytes / _BYTES_A_MEGABYTE:.1f} MB"
