"""The command `genrelens`: its subcommands, and how its errors are told."""

from __future__ import annotations

import sys
from importlib.metadata import version

from cyclopts import App, CycloptsError
from rich.console import Console

from genrelens.cli.check import check
from genrelens.cli.demo import demo
from genrelens.cli.explain import explain
from genrelens.cli.inspect import inspect
from genrelens.cli.predict import predict
from genrelens.cli.serve import serve
from genrelens.cli.sound.extract import extract
from genrelens.cli.sound.models import models
from genrelens.cli.sound.tag import tag
from genrelens.cli.train import train
from genrelens.errors import GenrelensError

__all__ = ["main"]

_WRONG_USAGE = 1
_NOT_USABLE = 2
_INTERRUPTED = 130


def build_app() -> App:
    """Give the command with all its subcommands."""
    app = App(
        name="genrelens",
        help="From a folder or a table of music tracks to a genre model that its "
        "owner can trust, understand and use.",
        version=version("genrelens"),
        help_format="markdown",
        suppress_keyboard_interrupt=False,
        help_epilogue="Start with:  genrelens inspect tracks_data.csv",
    )
    for command in (inspect, extract, train, check, predict, explain, demo, serve):
        app.command(command, help_epilogue="")
    app.command(models)
    app.command(tag)
    return app


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit code.

    Parameters
    ----------
    arguments : list of str, optional
        Words after the command's name; those of the process by default.

    Raises
    ------
    SystemExit
        0 done, 1 wrong usage of the command line, 2 the input or output cannot
        be used (one sentence on standard error says why), 3 a model that does not
        fit a table (`check`), 130 interrupted.
    """
    try:
        code = build_app()(arguments, result_action="return_value", exit_on_error=False)
    except CycloptsError:  # it has told the mistake and the near matches itself
        sys.exit(_WRONG_USAGE)
    except GenrelensError as error:
        _tell(str(error))
        sys.exit(_NOT_USABLE)
    except KeyboardInterrupt:
        _tell("Interrupted. Files that were not finished are as they stood before.")
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    sys.exit(code or 0)


def _tell(sentence: str) -> None:
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print("genrelens:", style="bold red", end=" ")
    console.print(sentence, markup=False, emoji=False)
