"""Run real beets with a library, configuration and files of its own."""

import io
import logging
import os
import sys
import warnings

import numpy as np
import pytest
import soundfile

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import beets
    import beets.plugins
    import beets.ui
    from beets.test.helper import TestHelper
    from mediafile import MediaFile

import beetsplug.genrelens
from genrelens.errors import InputError
from genrelens.workflow.music_programs.asking_files import FileAnswer, FileFailure

WORDS = {
    "sure": ("write", "sure"),
    "torn": ("ask", "2 genres fit"),
    "odd": ("leave", "unlike anything trained on"),
}


def _answer_by_title(path):
    """A stand-in model: the file's own title says how sure it is."""
    title = MediaFile(path).title
    word = title.split()[0]
    if word == "broken":
        return FileFailure("The file is cut off.")
    decision, why = WORDS[word]
    chances = {"sure": (0.93, 0.04), "torn": (0.55, 0.41), "odd": (0.3, 0.2)}[word]
    choices = {
        "write": (("metal", chances[0]),),
        "ask": (("metal", chances[0]), ("rock", chances[1])),
        "leave": (),
    }[decision]
    return FileAnswer(
        genre="metal",
        probability=chances[0],
        decision=decision,
        why=why,
        choices=choices,
        reasons=f"tempo 152 speaks for metal in {title}",
    )


class Program(TestHelper):
    """One beets with our plug-in."""

    __test__ = False

    def __init__(self, capsys, monkeypatch):
        self.capsys = capsys
        self.monkeypatch = monkeypatch
        self.asked = []
        self.warned = ""

    def start(self, **settings):
        self.config["import"]["quiet"] = True
        self.config["import"]["autotag"] = False
        self.config["verbose"] = 0
        self.config["plugins"] = ["genrelens"]
        self.config["genrelens"].set({"model": "some.genrelens", **settings})
        self.monkeypatch.setattr(beetsplug.genrelens, "ask_files", self.ask)
        beets.plugins.load_plugins()

    def ask(self, model, paths, *, folder, max_error, reasons):
        self.asked.append((model, list(paths), folder, max_error, reasons))
        if model.endswith("missing.genrelens"):
            raise InputError("There is no model file 'missing.genrelens'.")
        return {path: _answer_by_title(path) for path in paths}

    def run(self, *words, typed=""):
        self.capsys.readouterr()
        self.monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        for handler in logging.getLogger("beets").handlers:
            if isinstance(handler, logging.StreamHandler):
                handler.stream = sys.stderr  # of this test, not of the first one
        self.run_command(*words)
        told = self.capsys.readouterr()
        self.warned = told.err
        return told.out + told.err

    def listed(self, query, form="$title"):
        told = self.run("ls", "-f", form, *query.split())
        return told.removesuffix(self.warned).splitlines()

    def file_of(self, title):
        return os.fsdecode(self.lib.items(f"title:{title}").get().path)

    def new_file(self, folder, title, ending="flac", **tags):
        path = self.temp_path / "incoming" / folder / f"{title}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        times = np.arange(8000) / 16000
        tone = 0.2 * np.sin(2 * np.pi * (200 + len(title) * 20) * times)
        soundfile.write(path, tone.astype(np.float32), 16000)
        media = MediaFile(path)
        media.update({"title": title, "artist": "Someone", "album": folder, **tags})
        media.save()
        return path

    def take_in(self, *words):
        return self.run("import", *words, str(self.temp_path / "incoming"))


@pytest.fixture
def program(capsys, monkeypatch):
    beets_program = Program(capsys, monkeypatch)
    beets_program.setup_beets()
    yield beets_program
    beets_program.teardown_beets()
    beets.plugins.BeetsPlugin.listeners.clear()
    beets.plugins.BeetsPlugin._raw_listeners.clear()
    beets.plugins._instances.clear()
    beets.config.clear()
