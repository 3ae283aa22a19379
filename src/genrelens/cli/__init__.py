"""The command line: one command a file."""

from genrelens.cli.app import main

__all__ = ["main"]
